// Choosing pages and sending them as one document, then following its way step by step.
import { Refused, SAME_PAGE, make } from "./call.js";

const LARGEST = 20 * 1024 * 1024;

export function uploads(claim, onDone) {
  const chosen = [];
  const list = document.getElementById("chosen");
  const send = document.getElementById("send");
  const progress = document.getElementById("progress");
  const text = document.getElementById("progress-text");
  const part = document.getElementById("progress-part");
  let key = crypto.randomUUID ? crypto.randomUUID() : String(Math.random()).slice(2);

  function draw() {
    list.replaceChildren(
      ...chosen.map((file, index) =>
        make("li", {}, `${file.name}（${Math.max(1, Math.round(file.size / 1024))} KB）`,
          make("button", { type: "button", "aria-label": `去掉第 ${index + 1} 页`, onclick: () => { chosen.splice(index, 1); draw(); } }, "去掉"))));
    send.disabled = chosen.length === 0;
  }

  function add(files) {
    for (const file of files) {
      if (file.size > LARGEST) say(`“${file.name}” 超过 20 MB，请调小后再选。`);
      else chosen.push(file);
    }
    key = crypto.randomUUID ? crypto.randomUUID() : String(Math.random()).slice(2);
    draw();
  }

  function say(sentence, value = null, most = null) {
    part.hidden = false;
    text.textContent = sentence;
    if (value === null) progress.removeAttribute("value");
    else { progress.max = most; progress.value = value; }
  }

  for (const id of ["camera", "files"]) {
    const input = document.getElementById(id);
    const take = () => { add(input.files); input.value = ""; };
    input.addEventListener("change", take);
    if (input.files.length) take(); // chosen while the page was still loading
  }

  document.getElementById("upload").addEventListener("submit", async (event) => {
    event.preventDefault();
    const body = new FormData();
    for (const file of chosen) body.append("file", file, file.name);
    body.append("kind", document.getElementById("kind").value);
    send.disabled = true;
    try {
      const answer = await post(claim, body, key, (share) => say(`正在上传 ${Math.round(share * 100)}%`, share, 1));
      chosen.splice(0);
      draw();
      follow(answer.id, say, () => { part.hidden = true; onDone(answer.id); });
    } catch (error) {
      say(error.message, 0, 1);
      send.disabled = chosen.length === 0;
    }
  });
}

function post(claim, body, key, onShare) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", `/v1/claims/${encodeURIComponent(claim)}/documents`);
    request.setRequestHeader("Idempotency-Key", key);
    for (const [name, value] of Object.entries(SAME_PAGE)) request.setRequestHeader(name, value);
    request.upload.addEventListener("progress", (event) => event.lengthComputable && onShare(event.loaded / event.total));
    request.addEventListener("error", () => reject(new Refused(0, { detail: "网络断开了。照片还在，请再点一次上传。" })));
    request.addEventListener("load", () => {
      let answer = {};
      try { answer = JSON.parse(request.responseText); } catch { answer = {}; }
      if (request.status === 200 || request.status === 201) resolve(answer);
      else reject(new Refused(request.status, answer));
    });
    request.send(body);
  });
}

export function follow(id, say, onRest) {
  const events = new EventSource(`/v1/documents/${encodeURIComponent(id)}/events`);
  const tell = (event) => {
    const told = JSON.parse(event.data);
    if (told.stage) say(told.text, told.stage.n, told.stage.of);
  };
  events.addEventListener("state", tell);
  events.addEventListener("stage", tell);
  events.addEventListener("end", () => { events.close(); onRest(); });
}
