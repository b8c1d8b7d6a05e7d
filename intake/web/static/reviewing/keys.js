// Keys of the reviewers' pages: one place that knows when a key is meant for the page and not for a field.
const FIELDS = new Set(["INPUT", "SELECT", "TEXTAREA"]);
const isField = (element) => FIELDS.has(element.tagName) && element.type !== "checkbox";
const OFF = "claimgate-keys-off"; // whoever speaks to the machine, or leans on a key, can do without them

// Only keys that the page's list names are heard: what people are told is what there is.
function shownKeys() {
  const said = [...document.querySelectorAll("#keys kbd")].map((one) => one.textContent.replace("1 … 9", "1 2 3 4 5 6 7 8 9"));
  return new Set(said.join(" ").split(/[\s/]+/));
}

export function listen(actions) {
  const shown = shownKeys();
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (document.getElementById("keys").open && event.key !== "?") return;
    if (isField(event.target)) {
      if (event.key === "Escape") { event.preventDefault(); leave(event.target); }
      return;
    }
    if (event.key.length === 1 && localStorage.getItem(OFF)) return;
    const action = shown.has(event.key) && actions[event.key];
    if (action && action(event) !== false) event.preventDefault();
  });
}

// Gives the focus to what may not have it by itself; it is never nowhere.
export function focus(element) {
  if (element.tabIndex < 0) element.tabIndex = -1;
  element.focus({ preventScroll: true });
}

function leave(field) {
  const folded = field.closest("details")?.querySelector("summary");
  focus(folded || document.querySelector("[data-row].at") || document.querySelector("h1"));
}

// A key that does what a link or button of the page does.
export const press = (selector) => () => {
  const one = document.querySelector(selector);
  if (one) one.click();
  return Boolean(one);
};

export function keysDialog() {
  const dialog = document.getElementById("keys");
  const button = document.getElementById("keys-button");
  const heard = document.getElementById("keys-on");
  const toggle = () => { if (dialog.open) dialog.close(); else dialog.showModal(); };
  button.hidden = false;
  button.addEventListener("click", toggle);
  heard.checked = !localStorage.getItem(OFF);
  heard.addEventListener("change", () => { if (heard.checked) localStorage.removeItem(OFF); else localStorage.setItem(OFF, "1"); });
  return toggle;
}

// A list of which one is chosen: j and k go on and back, and the chosen one is seen and focused.
export class Chooser {
  constructor(all, chosen, onChoose = () => {}) {
    this.all = all;
    this.at = -1;
    this.onChoose = onChoose;
    this.choose(all.indexOf(chosen), false);
  }

  get one() { return this.all[this.at]; }

  choose(at, byHand = true) {
    if (!this.all.length) return;
    at = Math.min(Math.max(0, at), this.all.length - 1); // past the end the last one still gets the focus
    if (this.one) { this.one.classList.remove("at"); this.one.removeAttribute("aria-current"); }
    this.at = at;
    this.one.classList.add("at");
    this.one.setAttribute("aria-current", "true");
    if (byHand) { focus(this.one); this.one.scrollIntoView({ block: "nearest" }); }
    this.onChoose(this.one);
  }

  next() { this.choose(this.at + 1); }
  back() { this.choose(this.at - 1); }
}
