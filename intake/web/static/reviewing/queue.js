// The queue by keyboard: j and k choose, Enter takes and opens.
import { Chooser, keysDialog, listen } from "./keys.js";

const rows = new Chooser([...document.querySelectorAll("[data-row]")], null);
const toggleKeys = keysDialog();

listen({
  j: () => rows.next(),
  k: () => rows.back(),
  Enter: (event) => {
    if (event.target.closest("a, button") || !rows.one) return false;
    rows.one.querySelector("[data-open]").click();
    return true;
  },
  "?": toggleKeys,
});
