// Exchanges what a link's fragment carries for a session cookie. The fragment never reaches a server's log, and is taken
// out of the address before anything else happens. A one-time link asks for the last digits of the ID number first.
import { call } from "./call.js";

const told = document.getElementById("told");
const form = document.getElementById("digits-form");
const sent = new URLSearchParams(location.hash.slice(1));
const link = sent.get("link");
const token = sent.get("token") || (link ? "" : location.hash.slice(1));
const to = sent.get("to") || new URLSearchParams(location.search).get("to") || "/";
history.replaceState(null, "", "/enter");

function goOn() {
  location.replace(to.startsWith("/") && !to.startsWith("//") && !to.includes("\\") ? to : "/");
}

async function exchange() {
  try {
    if (!token) throw new Error(told.dataset.stranger);
    await call("/session", { method: "POST", body: JSON.stringify({ token }) });
    goOn();
  } catch (error) {
    told.textContent = error.message;
  }
}

async function open(event) {
  event.preventDefault();
  const button = form.querySelector("button");
  button.disabled = true;
  try {
    const digits = document.getElementById("digits").value.trim();
    await call("/session/link", { method: "POST", body: JSON.stringify({ token: link, digits }) });
    goOn();
  } catch (error) {
    told.textContent = error.message;
    form.hidden = error.code === "LINK_OVER";
    button.disabled = false;
  }
}

if (link) {
  told.textContent = "";
  form.hidden = false;
  form.addEventListener("submit", open);
  document.getElementById("digits").focus();
} else {
  await exchange();
}
