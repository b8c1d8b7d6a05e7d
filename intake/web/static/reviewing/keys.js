// Keys of the reviewers' pages: one place that knows when a key is meant for the page and not for a field.
const FIELDS = new Set(["INPUT", "SELECT", "TEXTAREA"]);
const isField = (element) => FIELDS.has(element.tagName) && element.type !== "checkbox";

export function listen(actions) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const dialog = document.getElementById("keys");
    if (dialog && dialog.open && event.key !== "?") return;
    if (isField(event.target)) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    const action = actions[event.key];
    if (!action) return;
    if (action(event) !== false) event.preventDefault();
  });
}

export function keysDialog() {
  const dialog = document.getElementById("keys");
  const button = document.getElementById("keys-button");
  const toggle = () => { if (dialog.open) dialog.close(); else dialog.showModal(); };
  button.hidden = false;
  button.addEventListener("click", toggle);
  return toggle;
}

// A list of which one is chosen: j and k go on and back, and the chosen one is seen and focused.
export class Chooser {
  constructor(all, chosen, onChoose = () => {}) {
    this.all = all;
    this.at = -1;
    this.onChoose = onChoose;
    if (all.length) this.choose(Math.max(0, all.indexOf(chosen)), false);
  }

  get one() { return this.all[this.at]; }

  choose(at, focus = true) {
    if (at < 0 || at >= this.all.length) return;
    if (this.one) { this.one.classList.remove("at"); this.one.removeAttribute("aria-current"); }
    this.at = at;
    this.one.classList.add("at");
    this.one.setAttribute("aria-current", "true");
    if (focus) this.one.scrollIntoView({ block: "nearest" });
    this.onChoose(this.one, focus);
  }

  next() { this.choose(this.at + 1); }
  back() { this.choose(this.at - 1); }
}
