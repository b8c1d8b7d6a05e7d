// Flags by keyboard: a key opens what may be said, a digit says it with its reason.
import { Chooser, keysDialog, listen, press } from "./keys.js";

export function flagKeys(onChoose, more = {}) {
  const all = [...document.querySelectorAll("[data-flag]")];
  const chooser = new Chooser(all, document.querySelector("[data-flag].at"), onChoose);

  function open(key) {
    const said = chooser.one && chooser.one.querySelector(`.say[data-key="${key}"]`);
    if (!said) return false;
    for (const other of chooser.one.querySelectorAll(".say[open]")) if (other !== said) other.open = false;
    said.open = true;
    (said.querySelector("[data-value]") || said.querySelector("summary")).focus();
    return true;
  }

  function digit(number) {
    const said = chooser.one && chooser.one.querySelector(".say[open]");
    const button = said && said.querySelector(`[data-digit="${number}"]`);
    if (!button) return false;
    const note = said.querySelector("[name=note]");
    if (number === "9" && !note.value.trim()) { note.focus(); return true; }
    button.click();
    return true;
  }

  for (const note of document.querySelectorAll(".say [name=note]")) {
    note.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing) return;
      event.preventDefault(); // the form's first button is another reason
      note.closest("form").querySelector('[data-digit="9"]').click();
    });
  }

  const actions = {
    j: () => chooser.next(),
    k: () => chooser.back(),
    q: press("[data-queue]"),
    Enter: (event) => {
      if (event.target.closest("a, button, summary")) return false;
      const take = chooser.one && chooser.one.querySelector("[data-take], [data-open]");
      if (take) take.click();
      return Boolean(take);
    },
    "?": keysDialog(),
    ...more,
  };
  for (const key of "oceu") actions[key] = () => open(key);
  for (const number of "123456789") actions[number] = () => digit(number);
  listen(actions);
  return chooser;
}
