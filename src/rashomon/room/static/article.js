// The article's page: hover or focus shows what a mark is, and ties the words of a claim to its entry in the margin.
// Without this script every mark is still a link, and every number leads to its claim.

const record = document.getElementById("record");
const margin = document.querySelector(".margin");
const GAP = 8;

const claimsOf = (element) => (element?.dataset.claims ?? "").split(" ").filter(Boolean);
const entryOf = (id) => document.getElementById(id);
const wordsOf = (id) => document.querySelectorAll(`[data-claims~="${CSS.escape(id)}"]`);
const isBeside = () => getComputedStyle(margin).overflowY === "auto";

// The records of a mark, of those inside it, and of the places and times it stands in: one tip shows them all.
function notesOf(mark) {
  const around = [];
  for (let one = mark; one; one = one.parentElement.closest("[data-note]")) around.push(one.dataset.note);
  return [...new Set([...around, ...[...mark.querySelectorAll("[data-note]")].map((one) => one.dataset.note)])].filter(Boolean);
}

function show(mark) {
  const isOff = getComputedStyle(mark).getPropertyValue("--off").trim() === "1";
  const notes = isOff ? [] : notesOf(mark);
  if (!notes.length) return hide();
  record.replaceChildren(...notes.map((note) => {
    const [kind, name, ...rest] = note.split("\n");
    const block = document.createElement("div");
    for (const [line, style] of [[kind, "kind"], [name, "name"], ...rest.map((one) => [one, "detail"])]) {
      const element = document.createElement("p");
      element.className = style;
      element.textContent = line;
      block.append(element);
    }
    return block;
  }));
  record.hidden = false;
  mark.setAttribute("aria-describedby", "record");
  const at = mark.getClientRects()[0];
  const width = document.documentElement.clientWidth;
  const left = Math.max(GAP, Math.min(at.left, width - record.offsetWidth - GAP));
  const below = at.bottom + GAP;
  const fits = below + record.offsetHeight < window.innerHeight;
  record.style.left = `${left + window.scrollX}px`;
  record.style.top = `${(fits ? below : at.top - GAP - record.offsetHeight) + window.scrollY}px`;
}

function hide() {
  record.hidden = true;
  document.querySelector("[aria-describedby='record']")?.removeAttribute("aria-describedby");
}

// The words of some claims and their entries, lit; where the margin scrolls by itself, it is brought along.
function light(ids, { scroll = true } = {}) {
  document.querySelectorAll(".lit").forEach((one) => one.classList.remove("lit"));
  for (const id of ids) {
    wordsOf(id).forEach((one) => one.classList.add("lit"));
    entryOf(id)?.classList.add("lit");
  }
  const entry = ids.length && entryOf(ids[0]);
  if (scroll && entry && isBeside()) {
    margin.scrollTo({ top: entry.offsetTop - margin.clientHeight / 4, behavior: "instant" });
  }
}

// What the address names stays lit when nothing else is.
const named = () => (/^#c-/.test(location.hash) ? [decodeURIComponent(location.hash.slice(1))] : []);
const rest = () => { hide(); light(named(), { scroll: false }); };

const markAt = (target) => target.closest?.(".printed .mark, .printed .ref");
const entryAt = (target) => target.closest?.(".entry");

function enter(target) {
  const mark = markAt(target);
  if (mark) {
    show(mark);
    const claims = mark.matches(".claim, .ref") ? claimsOf(mark) : claimsOf(mark.parentElement.closest(".claim"));
    light(claims.length ? claims : named(), { scroll: Boolean(claims.length) });
    return;
  }
  hide();
  const entry = entryAt(target);
  light(entry ? [entry.id] : named(), { scroll: false });
}

document.addEventListener("pointerover", (event) => event.pointerType === "mouse" && enter(event.target));
document.addEventListener("focusin", (event) => enter(event.target));
document.addEventListener("focusout", (event) => event.relatedTarget || rest());
document.addEventListener("keydown", (event) => event.key === "Escape" && hide());

// A finger cannot hover: the first tap on a mark shows its record, the second follows its link.
let touched = false;
document.addEventListener("pointerdown", (event) => { touched = event.pointerType === "touch"; });
document.addEventListener("click", (event) => {
  const mark = event.target.closest?.(".printed a.mark");
  if (!mark || !touched) return;
  if (mark.dataset.shown !== "1") event.preventDefault();
  document.querySelectorAll("[data-shown]").forEach((one) => delete one.dataset.shown);
  mark.dataset.shown = "1";
  show(mark);
});

// An address that names a claim lights it, and shows its words beside the entry.
function arrive() {
  const [id] = named();
  if (!id) return;
  if (!entryOf(id)) return location.replace(`/claims/${encodeURIComponent(id)}`);
  light([id]);
  if (isBeside()) document.getElementById(`q-${id}`)?.scrollIntoView({ block: "center", behavior: "instant" });
}

// A layer that is off is passed over by the Tab key, too.
function switched() {
  for (const [box, style] of [["show-claims", ".ref"], ["show-voices", "a.voice"], ["show-places", "a.place"], ["show-times", "a.time"]]) {
    const isOn = document.getElementById(box).checked;
    document.querySelectorAll(`.printed ${style}`).forEach((one) => { one.tabIndex = isOn ? 0 : -1; });
  }
}

document.querySelector(".legend").addEventListener("change", switched);
window.addEventListener("hashchange", arrive);
switched();
window.addEventListener("load", arrive); // after the browser has gone to the entry by itself
