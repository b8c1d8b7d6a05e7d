// Exchanges what a link's fragment carries for a session cookie. The fragment never reaches a server's log, and is taken
// out of the address before anything else happens. A one-time link asks for the last digits of the ID number first.
import { call } from "./call.js";

const told = document.getElementById("told");
const form = document.getElementById("digits-form");
const choices = document.getElementById("choices");
const sent = new URLSearchParams(location.hash.slice(1));
const link = sent.get("link");
const token = sent.get("token") || (link ? "" : location.hash.slice(1));
const to = sent.get("to") || new URLSearchParams(location.search).get("to") || "/";
history.replaceState(null, "", "/enter");

function goOn() {
  // Only a page of ours: "//host" and "/\host" would lead elsewhere.
  location.replace(/^\/(?![/\\])/.test(to) && !to.includes("\\") ? to : "/");
}

function fail(sentence) {
  const heading = document.getElementById("heading");
  heading.textContent = heading.dataset.failed;
  document.getElementById("help").hidden = false;
  told.textContent = sentence;
}

function choose() {
  document.getElementById("heading").textContent = choices.dataset.heading;
  told.textContent = "";
}

async function exchange() {
  if (!token) return choices ? choose() : fail(told.dataset.incomplete);
  try {
    await call("/session", { method: "POST", body: JSON.stringify({ token }) });
    goOn();
  } catch (error) {
    fail(error.status === 401 ? told.dataset.refused : error.message);
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
    if (error.code === "LINK_OVER") fail(error.message);
    else told.textContent = error.message;
    form.hidden = error.code === "LINK_OVER";
    button.disabled = false;
  }
}

if (choices && (link || token)) choices.hidden = true; // whoever comes by a link has nothing to choose
if (link) {
  told.textContent = "";
  form.hidden = false;
  form.addEventListener("submit", open);
  document.getElementById("digits").focus();
} else {
  await exchange();
}
