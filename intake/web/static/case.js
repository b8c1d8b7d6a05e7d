// The page of one claim: legs, notice, upload, papers.
import { call, make, yuan } from "./call.js";
import { showDocument } from "./document.js";
import { follow, uploads } from "./upload.js";

const words = JSON.parse(document.getElementById("words").textContent);
const claim = document.getElementById("case").dataset.claim;
const path = `/v1/claims/${encodeURIComponent(claim)}`;
const told = document.getElementById("told");
const MOVING = new Set(["RECEIVED", "STORED", "CLASSIFIED", "EXTRACTED", "CHECKED"]);
let reviewer = false;
let submitter = false;

function showLegs(verdict) {
  const legs = verdict.legs.map((leg) => {
    const why = [leg.code, ...leg.reasons].filter((code, index, all) => all.indexOf(code) === index);
    const sentence = words.codes[leg.code] || "";
    const codes = reviewer ? why.join("、") : "";
    return make("li", {},
      make("span", {}, `${words.items[leg.item] || leg.item} → ${words.payees[leg.payee] || leg.payee}`),
      make("span", { class: "sum" }, `${yuan(leg.fen)} 元`),
      make("span", { class: "why" }, make("span", { class: `tag ${leg.status}` }, words.statuses[leg.status]), " ",
        sentence || (leg.status === "OPEN" ? "" : "材料补正、核对完以后再定。"), codes ? ` ${codes}` : ""));
  });
  document.getElementById("legs").replaceChildren(...legs);
  document.getElementById("legs-part").hidden = legs.length === 0;
}

function showNotice(notice) {
  const faults = notice.faults.map((fault) => make("li", {},
    fault.document ? make("a", { href: `#${fault.document}`, onclick: () => open(fault.document) }, fault.message) : fault.message,
    fault.page !== null ? `（第 ${fault.page + 1} 页）` : "", make("span", { class: "cure" }, fault.cure)));
  const person = notice.person_legs.map((leg) =>
    make("p", {}, `${words.items[leg.item] || leg.item}中本人应得的 ${yuan(leg.fen)} 元不受影响，${words.statuses[leg.status]}${leg.status === "OPEN" ? "" : `（${words.codes[leg.code] || leg.code}）`}。`));
  const first = faults.length
    ? make("p", {}, `以下 ${faults.length} 处需要补正，全部列在这里，没有别的。`)
    : make("p", {}, "目前没有需要您补正的地方。");
  const until = faults.length ? make("p", {}, `请在 ${notice.until} 前补交。可以上传、邮寄，也可以到窗口。`) : "";
  document.getElementById("notice").replaceChildren(first, faults.length ? make("ol", { class: "faults" }, ...faults) : "", until, ...person);
  document.getElementById("notice-part").hidden = false;
}

function open(id) {
  const part = document.getElementById(id);
  if (part) part.open = true;
}

async function showDocuments(list, opened) {
  const shown = [];
  for (const one of list) shown.push(await call(`/v1/documents/${encodeURIComponent(one.id)}`));
  const parts = shown.map((body) => showDocument(body, words, reviewer));
  document.getElementById("documents").replaceChildren(...parts);
  document.getElementById("documents-part").hidden = parts.length === 0;
  if (opened) open(opened);
  for (const body of shown) if (MOVING.has(body.state)) follow(body.id, (text) => { told.textContent = text; }, () => refresh());
}

async function refresh(opened = null) {
  const record = await call(path);
  told.textContent = "";
  showLegs(await call(`${path}/verdict`));
  if (submitter) showNotice(await call(`${path}/notice`));
  await showDocuments(record.documents, opened);
}

try {
  const me = await call("/v1/me");
  submitter = me.role === "submitter";
  reviewer = !submitter;
  document.getElementById("who").textContent = `${words.roles[me.role] || me.role} ${me.subject}`;
  const kinds = document.getElementById("kind");
  for (const [code, word] of Object.entries(words.kinds)) if (code !== "OTHER") kinds.append(make("option", { value: code }, word));
  document.getElementById("upload-part").hidden = !submitter;
  if (submitter) uploads(claim, (id) => refresh(id));
  await refresh(location.hash ? location.hash.slice(1) : null);
} catch (error) {
  told.textContent = error.message;
}
