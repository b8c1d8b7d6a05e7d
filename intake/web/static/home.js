// Opens a case by its number.
import { call } from "./call.js";

document.getElementById("open").addEventListener("submit", (event) => {
  event.preventDefault();
  location.assign(`/cases/${encodeURIComponent(document.getElementById("number").value.trim())}`);
});

try {
  const me = await call("/v1/me");
  document.getElementById("told").textContent = "";
  if (me.bound.claim) location.replace(`/cases/${encodeURIComponent(me.bound.claim)}`);
} catch {
  // Not signed in: the sentence on the page says what to do.
}
