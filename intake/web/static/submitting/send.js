// Sending a paper with progress, and following the papers that are being read. Without this script the form works too.
import { Refused, SAME_PAGE, make } from "../call.js";
import { lookAt } from "./look.js";
import { sendInPieces } from "./pieces.js";

const LARGEST = 20 * 1024 * 1024;
const IN_PIECES = 1024 * 1024; // a file above this is sent so that a cut line costs only what had not arrived
const english = document.documentElement.lang === "en";
const say = (chinese, other) => (english ? other : chinese);
const form = document.getElementById("upload");
const place = document.querySelector("[data-claim]");
const looked = new WeakMap();
let turn = 0;

if (form) sending(form);
if (place && place.dataset.reading) follow(place.dataset.reading.split(" "));

function sending(form) {
  const chosen = [];
  const list = document.getElementById("chosen");
  const send = document.getElementById("send");
  const part = document.getElementById("progress-part");
  const text = document.getElementById("progress-text");
  const progress = document.getElementById("progress");
  let key = newKey();
  form.classList.add("scripted");

  const draw = () => {
    hint(chosen);
    list.replaceChildren(...chosen.map((file, index) => make("li", {}, `${file.name}（${Math.max(1, Math.round(file.size / 1024))} KB）`,
      make("button", { type: "button", "aria-label": say(`去掉第 ${index + 1} 页`, `Remove page ${index + 1}`), onclick: () => { chosen.splice(index, 1); key = newKey(); draw(); } }, say("去掉", "Remove")))));
    send.disabled = chosen.length === 0;
  };
  const tell = (sentence, share = null) => {
    part.hidden = false;
    text.textContent = sentence;
    if (share === null) progress.removeAttribute("value");
    else progress.value = share;
  };
  const add = (files) => {
    for (const file of files) {
      if (file.size > LARGEST) tell(say(`“${file.name}” 超过 20 MB，请调小后再选。`, `“${file.name}” exceeds 20 MB.`), 0);
      else chosen.push(file);
    }
    key = newKey();
    draw();
  };

  for (const input of form.querySelectorAll("input[type=file]")) {
    const take = () => { add([...input.files]); input.value = ""; };
    input.addEventListener("change", take);
    if (input.files.length) take(); // chosen while the page was still loading
  }
  draw();

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    send.disabled = true;
    try {
      const large = place.dataset.claim && form.getAttribute("action").startsWith("/cases/") && chosen.some((file) => file.size > IN_PIECES);
      const answer = await (large ? pieces : post)(form, chosen, key, (share, sentence) => tell(sentence || say(`正在上传 ${Math.round(share * 100)}%`, `Sending ${Math.round(share * 100)}%`), share));
      tell(say("已收到，正在打开。", "Received."), 1);
      location.assign(`/documents/${encodeURIComponent(answer.id)}`);
    } catch (error) {
      tell(error.message, 0);
      send.disabled = chosen.length === 0;
    }
  });
}

// What a quick look finds about the chosen pages, said beneath them; the button to send stays as it is.
async function hint(files) {
  const place = document.getElementById("looks");
  const mine = (turn += 1);
  const found = [];
  for (const [index, file] of files.entries()) {
    if (!looked.has(file)) looked.set(file, await lookAt(file));
    for (const code of looked.get(file)) found.push(make("p", { class: "look" }, said(code, index + 1)));
  }
  if (mine === turn) place.replaceChildren(...found);
}

function said(code, page) {
  if (code === "dark") return say(`第 ${page} 页有点暗。换到亮的地方再拍，会读得更准。也可以直接上传。`, `Page ${page} is rather dark. A brighter place helps. You may send it anyway.`);
  if (code === "blurred") return say(`第 ${page} 页有点模糊。拿稳、对好焦再拍，会读得更准。也可以直接上传。`, `Page ${page} is blurred. Hold still and photograph it again. You may send it anyway.`);
  return say(`第 ${page} 页好像没有拍全。把整张纸放进画面再拍。也可以直接上传。`, `Page ${page} seems cut off. Get the whole sheet into the frame. You may send it anyway.`);
}

function newKey() {
  return crypto.randomUUID ? crypto.randomUUID() : `${Date.now()}-${Math.random()}`;
}

// Page by page; the last one names the pages before it, and becomes the paper.
async function pieces(form, files, key, onShare) {
  const said = { claim: place.dataset.claim, kind: form.elements.kind.value };
  if (form.elements.on_behalf_of) said.on_behalf_of = form.elements.on_behalf_of.value;
  const all = files.reduce((sum, file) => sum + file.size, 0);
  const before = [];
  let done = 0;
  for (const [index, file] of files.entries()) {
    const last = index === files.length - 1;
    const more = last ? { before: before.join(" ") } : { held: "1" };
    const waits = () => onShare(done / all, say("网络断了，连上后会接着传，不用重来。", "The line was cut. It goes on by itself once it is back."));
    const sent = await sendInPieces(file, { ...said, ...more, filename: file.name }, (bytes) => onShare((done + bytes) / all), waits, english);
    if (last) return { id: sent.document };
    before.push(sent.id);
    done += file.size;
  }
  return null;
}

function post(form, files, key, onShare) {
  const body = new FormData();
  for (const file of files) body.append("file", file, file.name);
  for (const name of ["kind", "on_behalf_of"]) if (form.elements[name]) body.append(name, form.elements[name].value);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", form.getAttribute("action").replace(/^\/cases\//, "/v1/claims/").replace(/^\/documents\//, "/v1/documents/"));
    request.setRequestHeader("Idempotency-Key", key);
    request.setRequestHeader("Accept-Language", english ? "en" : "zh-CN");
    for (const [name, value] of Object.entries(SAME_PAGE)) request.setRequestHeader(name, value);
    request.upload.addEventListener("progress", (event) => event.lengthComputable && onShare(event.loaded / event.total));
    request.addEventListener("error", () => reject(new Refused(0, { detail: say("网络断开了。照片还在，请再点一次上传。", "The line was cut. The photos are still here: press send again.") })));
    request.addEventListener("load", () => {
      let answer = {};
      try { answer = JSON.parse(request.responseText); } catch { answer = {}; }
      if (request.status === 200 || request.status === 201) resolve(answer);
      else reject(new Refused(request.status, answer));
    });
    request.send(body);
  });
}

// Follows every paper that is being read; when the last one rests, the page is loaded anew with its result.
function follow(ids) {
  let moving = ids.length;
  const stage = document.getElementById("stage");
  for (const id of ids) {
    const events = new EventSource(`/v1/documents/${encodeURIComponent(id)}/events`);
    const tell = (event) => {
      const told = JSON.parse(event.data);
      if (stage && told.stage) stage.textContent = english ? `step ${told.stage.n} of ${told.stage.of}` : told.text;
    };
    events.addEventListener("stage", tell);
    events.addEventListener("state", tell);
    events.addEventListener("end", () => {
      events.close();
      moving -= 1;
      if (moving === 0) location.replace(location.pathname);
    });
  }
}
