// Keys of the review. A key only moves the focus to what it is for; Enter does the rest, so nothing is decided by a slip.
// Everything they reach can be reached by Tab too. They rest while one types (Escape leaves a field), and can be
// switched off for good.
"use strict";

const bar = document.querySelector("[data-keys]");
const cards = [...document.querySelectorAll("[data-card]")];
const STORED = "rashomon-review-keys";

function isOn() {
  return localStorage.getItem(STORED) !== "off";
}

function show() {
  document.body.classList.toggle("keys-on", isOn());
  const toggle = bar.querySelector("[data-toggle]");
  toggle.setAttribute("aria-pressed", String(isOn()));
  toggle.textContent = isOn() ? "Keys on" : "Keys off";
}

function isTyping(target) {
  return target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]") !== null;
}

function cardHere() {
  return document.activeElement.closest("[data-card]");
}

function step(by) {
  const here = cards.indexOf(cardHere());
  const next = cards[here < 0 ? (by > 0 ? 0 : cards.length - 1) : here + by];
  if (next) next.focus();
}

function goTo(key) {
  const scope = cardHere() || cards[0];
  const target = (scope && scope.querySelector(`[data-key="${key}"]`)) || document.querySelector(`[data-key="${key}"]`);
  if (!target) return false;
  target.focus();
  return true;
}

if (bar) {
  bar.hidden = false;
  bar.querySelector("[data-toggle]").addEventListener("click", () => {
    localStorage.setItem(STORED, isOn() ? "off" : "on");
    show();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && isTyping(event.target)) (cardHere() || document.getElementById("main")).focus();
    if (!isOn() || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if (!/^[12nouscm]$/.test(event.key) || !goTo(event.key)) return;
    event.preventDefault();
  });
  show();
  // After a decision the next one is at hand; what was decided is told by the status at the top.
  if (document.querySelector("[data-decided]") && cards.length) cards[0].focus({ preventScroll: true });
}
