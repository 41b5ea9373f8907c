// Draws the two pictures of the page of events, and turns what is marked in them into an address.
// The form holds the whole state: a stretch of time or a place is put into its fields, and sent as if typed.
"use strict";

(() => {
  const form = document.getElementById("filter");
  const options = {
    actions: false,
    ast: true, // expressions are interpreted: the page allows no code made of text
    defaultStyle: false,
    renderer: "svg",
    tooltip: { disableDefaultStyle: true },
  };

  const go = (changes) => {
    const fields = new FormData(form);
    Object.entries(changes).forEach(([name, value]) => fields.set(name, value));
    const asked = [...fields].filter(([, value]) => value !== "");
    location.assign("/?" + new URLSearchParams(asked));
  };

  const dayOf = (moment) => new Date(moment).toISOString().slice(0, 10);

  const draw = async (name) => {
    const spec = document.getElementById(`${name}-spec`);
    if (!spec) return null;
    const { view } = await vegaEmbed(`#${name}-picture`, JSON.parse(spec.textContent), options);
    return view;
  };

  const drawTime = async () => {
    const view = await draw("time");
    if (!view) return;
    let marked = null;
    view.addSignalListener("brush", (_, brush) => { marked = brush.first ?? null; });
    view.addEventListener("click", (_, item) => {
      const bar = item?.datum;
      if (bar?.next) go({ since: dayOf(bar.first), until: dayOf(bar.next - 1) });
    });
    window.addEventListener("pointerup", () => {
      // Vega hears of the end of the stroke only after this.
      setTimeout(() => { if (marked && marked[0] < marked[1]) go({ since: dayOf(marked[0]), until: dayOf(marked[1]) }); });
    });
  };

  const drawPlaces = async () => {
    const view = await draw("place");
    view?.addEventListener("click", (_, item) => { if (item?.datum?.place) go({ place: item.datum.place }); });
  };

  drawTime();
  drawPlaces();
})();
