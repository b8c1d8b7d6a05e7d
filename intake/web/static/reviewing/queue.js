// The queue by keyboard: j and k choose, Enter takes and opens, f filters, n and p turn pages.
import { Chooser, keysDialog, listen, press } from "./keys.js";

const rows = new Chooser([...document.querySelectorAll("[data-row]")], null);

listen({
  j: () => rows.next(),
  k: () => rows.back(),
  Enter: (event) => {
    if (event.target.closest("a, button") || !rows.one) return false;
    rows.one.querySelector("[data-open]").click();
    return true;
  },
  f: () => document.querySelector(".filters select").focus(),
  n: press("[rel=next]"),
  p: press("[data-first]"),
  "?": keysDialog(),
});
