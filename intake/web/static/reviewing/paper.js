// One paper: boxes and values find each other, zoom and pan, ink layers, flags by keyboard.
import { call } from "../call.js";
import { flagKeys } from "./flags.js";
import { focus } from "./keys.js";
import { draw } from "./layers.js";
import { handle, IN, OUT, show, whole, zoom } from "./zoom.js";

const sheets = [...document.querySelectorAll(".sheet-svg")];
let current = sheets[0];

function point(box, scroll = false) {
  for (const other of document.querySelectorAll(".box.at")) other.classList.remove("at");
  if (!box) return;
  box.classList.add("at");
  current = box.closest("svg");
  show(current, box.dataset.view);
  if (scroll) current.scrollIntoView({ block: "nearest" });
}

function light(row) {
  for (const other of document.querySelectorAll("tr.at")) other.classList.remove("at");
  if (!row) return;
  const folded = row.closest("details");
  if (folded) folded.open = true;
  if (row.tagName === "TR") row.classList.add("at");
  row.scrollIntoView({ block: "center" });
}

// From a value to its place on the page; the focus stays with the value, so that the next one is one key away.
const values = [...document.querySelectorAll("[data-find]")];
function look(value) { point(document.getElementById(value.dataset.find), true); light(value.closest("tr")); }

function step(by) {
  const here = values.findIndex((one) => one.closest("tr").contains(document.activeElement));
  const there = values[here + by];
  if (!there) return false;
  look(there);
  focus(there);
  return true;
}

function toSheet() {
  if (!current) return false;
  current.scrollIntoView({ block: "nearest" });
  focus(current);
  return true;
}

const act = {
  in: () => current && zoom(current, IN),
  out: () => current && zoom(current, OUT),
  all: () => current && whole(current),
};
const flags = flagKeys((flag) => point(document.getElementById(`bf-${flag.id}`)), {
  z: act.in, Z: act.out, 0: act.all, s: toSheet, v: () => step(1), V: () => step(-1),
});

for (const svg of sheets) {
  handle(svg);
  svg.addEventListener("focusin", (event) => {
    current = svg;
    if (event.target.matches("a.box:focus-visible")) show(svg, event.target.dataset.view); // it may lie beside what is shown
  });
  svg.addEventListener("click", (event) => {
    const box = event.target.closest("a.box");
    if (!box) return;
    event.preventDefault();
    const target = document.getElementById(box.getAttribute("href").slice(1));
    const at = flags.all.indexOf(target);
    if (at >= 0) flags.choose(at);
    else { point(box); light(target); focus(target.querySelector("[data-find]")); }
  });
}
for (const value of values) value.addEventListener("click", () => look(value));

const tools = document.getElementById("tools");
tools.hidden = sheets.length === 0;
for (const button of tools.querySelectorAll("[data-zoom]")) button.addEventListener("click", act[button.dataset.zoom]);
const layers = [...tools.querySelectorAll("[data-layer]")];
let turn = 0; // a picture that is drawn when another choice was made since is not shown
for (const layer of layers) {
  layer.addEventListener("change", async () => {
    const kept = new Set(layers.filter((one) => one.checked).map((one) => one.dataset.layer));
    const mine = turn += 1;
    for (const image of document.querySelectorAll("[data-raster]")) {
      image.dataset.own = image.dataset.own || image.getAttribute("href");
      const drawn = await draw(image.dataset.own, kept);
      const unused = mine === turn ? image.getAttribute("href") : drawn;
      if (mine === turn) image.setAttribute("href", drawn);
      if (unused.startsWith("blob:") && unused !== image.getAttribute("href")) URL.revokeObjectURL(unused);
    }
  });
}

// The number stands in the form's place for a minute, and has the focus that the form's button had.
const SHOWN_MS = 60_000;
for (const form of document.querySelectorAll("[data-reveal]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const body = new URLSearchParams(new FormData(form));
    body.set("reason", event.submitter.value);
    const shown = document.createElement("output");
    try {
      shown.textContent = (await call(form.action, { method: "POST", body, headers: { Accept: "application/json" } })).value;
      shown.className = "whole";
    } catch (refused) {
      shown.textContent = refused.message;
    }
    form.hidden = true;
    form.after(shown);
    focus(shown);
    setTimeout(() => {
      const folded = form.closest("details");
      if (document.activeElement === shown) folded.querySelector("summary").focus();
      shown.remove();
      form.hidden = folded.open = false;
    }, SHOWN_MS);
  });
}
