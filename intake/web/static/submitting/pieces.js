// One file sent by tus 1.0: a line that breaks costs only what had not arrived, even when the page is opened anew.
import { Refused, SAME_PAGE } from "../call.js";

const TUS = { ...SAME_PAGE, "Tus-Resumable": "1.0.0" };
const WAITS = [500, 1000, 2000, 4000, 8000, 15000, 15000, 15000, 30000, 30000, 30000]; // milliseconds between tries: three minutes

export async function sendInPieces(file, said, onBytes, onCut, english) {
  const words = { ...TUS, "Accept-Language": english ? "en" : "zh-CN" };
  const mark = await markOf(file, said);
  let url = recall(mark);
  for (let failed = 0; ;) {
    let offset = null;
    try {
      if (url) offset = await whereAre(url, words);
      if (offset === null) {
        url = await announce(file, said, words);
        remember(mark, url);
        offset = { bytes: 0, document: null };
      }
      if (!offset.document || offset.bytes < file.size) offset = await patch(url, file, offset.bytes, words, onBytes);
      if (offset.bytes >= file.size) {
        forget(mark);
        return { id: url.split("/").pop(), document: offset.document };
      }
    } catch (error) {
      const lasting = error instanceof Refused && error.status >= 400 && error.status < 500 && error.status !== 409 && error.status !== 429;
      if (lasting || failed >= WAITS.length) {
        if (lasting) forget(mark);
        throw error;
      }
      onCut();
      await pause(WAITS[failed]);
      failed += 1;
    }
  }
}

async function announce(file, said, words) {
  const metadata = Object.entries(said).filter(([, value]) => value).map(([name, value]) => `${name} ${base64(value)}`).join(",");
  const answer = await ask("/v1/uploads", { method: "POST", headers: { ...words, "Upload-Length": String(file.size), "Upload-Metadata": metadata } });
  return answer.headers.get("Location");
}

// How much is there, or null where the service has forgotten the file.
async function whereAre(url, words) {
  try {
    const answer = await ask(url, { method: "HEAD", headers: words });
    return { bytes: Number(answer.headers.get("Upload-Offset")), document: became(answer.headers.get("Content-Location")) };
  } catch (error) {
    if (error instanceof Refused && error.status === 404) return null;
    throw error;
  }
}

async function ask(url, options) {
  let answer;
  try {
    answer = await fetch(url, options);
  } catch {
    throw new Refused(0, {});
  }
  if (!answer.ok) throw new Refused(answer.status, options.method === "HEAD" ? {} : await answer.json().catch(() => ({})));
  return answer;
}

function patch(url, file, offset, words, onBytes) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("PATCH", url);
    const headers = { ...words, "Upload-Offset": String(offset), "Content-Type": "application/offset+octet-stream" };
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.addEventListener("progress", (event) => onBytes(offset + event.loaded));
    request.addEventListener("error", () => reject(new Refused(0, {})));
    request.addEventListener("load", () => {
      if (request.status === 204) {
        resolve({ bytes: Number(request.getResponseHeader("Upload-Offset")), document: became(request.getResponseHeader("Content-Location")) });
        return;
      }
      let problem = {};
      try { problem = JSON.parse(request.responseText); } catch { problem = {}; }
      reject(new Refused(request.status, problem));
    });
    request.send(file.slice(offset));
  });
}

function became(place) {
  return place ? place.split("/").pop() : null;
}

function base64(text) {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}

function pause(milliseconds) {
  return new Promise((resolve) => {
    const over = () => { clearTimeout(timer); window.removeEventListener("online", over); resolve(); };
    const timer = setTimeout(over, milliseconds);
    window.addEventListener("online", over);
  });
}

// Remembered by a digest, so that no name of a file stays in a shared browser.
async function markOf(file, said) {
  if (!crypto.subtle) return null;
  const words = JSON.stringify([said, file.name, file.size, file.lastModified]);
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(words));
  return `claimgate-${[...new Uint8Array(digest)].map((one) => one.toString(16).padStart(2, "0")).join("")}`;
}

function recall(mark) {
  try { return mark && localStorage.getItem(mark); } catch { return null; }
}

function remember(mark, url) {
  try { if (mark) localStorage.setItem(mark, url); } catch { /* a browser that keeps nothing begins anew */ }
}

function forget(mark) {
  try { if (mark) localStorage.removeItem(mark); } catch { /* nothing was kept */ }
}
