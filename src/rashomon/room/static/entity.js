// Draws the map of an entity; a click on a place leads to the events there.
"use strict";

(async () => {
  const spec = document.getElementById("place-spec");
  if (!spec) return;
  const { view } = await vegaEmbed("#place-picture", JSON.parse(spec.textContent), {
    actions: false,
    ast: true, // expressions are interpreted: the page allows no code made of text
    defaultStyle: false,
    renderer: "svg",
    tooltip: { disableDefaultStyle: true },
  });
  view.addEventListener("click", (_, item) => {
    if (item?.datum?.place) location.assign("/?" + new URLSearchParams({ place: item.datum.place }));
  });
})();
