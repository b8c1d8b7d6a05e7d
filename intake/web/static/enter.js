// Exchanges the token in the link's fragment for a session cookie. The fragment never reaches a server's log.
import { call } from "./call.js";

const told = document.getElementById("told");
const sent = new URLSearchParams(location.hash.slice(1));
const token = sent.get("token") || location.hash.slice(1);
const to = sent.get("to") || "/";
history.replaceState(null, "", "/enter");

try {
  if (!token) throw new Error("链接不完整，请从原来的地方重新打开。");
  await call("/session", { method: "POST", body: JSON.stringify({ token }) });
  location.replace(to.startsWith("/") && !to.startsWith("//") ? to : "/");
} catch (error) {
  told.textContent = error.message;
}
