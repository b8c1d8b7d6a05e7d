// One paper: its pages with boxes on our raster, what was read, and what is doubted.
import { make, yuan } from "./call.js";

const MONEY = /(total|amount|paid_insurance|paid_account|paid_cash|retained_advance)/;

export function showDocument(body, words, reviewer) {
  const reading = body.reading;
  const kind = words.kinds[body.kind || body.declared] || "还没有识别";
  const state = words.states[body.state] || body.state;
  const findings = reading ? [...reading.findings, ...body.case_findings] : [];
  const worst = findings.find((one) => one.severity === "B") ? "B" : findings.find((one) => one.severity !== "I") ? "F" : "good";
  const holder = make("details", { class: "document card", id: body.id },
    make("summary", {}, kind, make("span", { class: `tag ${reading ? worst : "I"}` }, state)));
  let drawn = false;
  holder.addEventListener("toggle", () => {
    if (holder.open && !drawn) { drawn = true; holder.append(inside(body, findings, words, reviewer)); }
  });
  return holder;
}

function inside(body, findings, words, reviewer) {
  const reading = body.reading;
  if (!reading) return make("p", { class: "quiet" }, "还在读取，读完会自动显示。");
  const said = make("p", { class: "said", "aria-live": "polite" }, "点一下方框，看看读到了什么。");
  const spots = spotsOf(body, findings, words, reviewer);
  const pages = make("div", {}, ...reading.pages.filter((page) => body.rasters.includes(page.index))
    .map((page) => showPage(body, page, spots.filter((spot) => spot.page === page.index), said)));
  const legend = make("p", { class: "legend" },
    make("span", {}, make("i", {}), "读到的内容"),
    make("span", {}, make("i", { class: "mark" }), "签名、印章"),
    make("span", {}, make("i", { class: "finding" }), "需要看一下的地方"));
  const left = make("div", {}, pages.childElementCount ? legend : "", pages, pages.childElementCount ? said : "");
  const right = make("div", {}, listFindings(findings, words), table(spots, reviewer));
  return make("div", { class: "beside" }, left, right);
}

function showPage(body, page, spots, said) {
  const turned = ((page.turned % 360) + 360) % 360;
  const across = turned % 180 ? page.height : page.width;
  const down = turned % 180 ? page.width : page.height;
  const sheet = make("div", { class: "sheet" });
  sheet.style.aspectRatio = `${across} / ${down}`;
  const turn = make("div", { class: "turn" });
  turn.style.width = `${(100 * page.width) / across}%`;
  turn.style.aspectRatio = `${page.width} / ${page.height}`;
  turn.style.transform = `translate(-50%, -50%) rotate(${turned}deg)`;
  turn.append(make("img", { src: `/v1/documents/${encodeURIComponent(body.id)}/pages/${page.index}.png`, alt: `第 ${page.index + 1} 页`, loading: "lazy" }));
  for (const spot of spots) turn.append(draw(spot, page, said));
  sheet.append(turn);
  return make("div", { class: "page" }, make("p", { class: "quiet" }, `第 ${page.index + 1} 页`), sheet);
}

function draw(spot, page, said) {
  const [left, top, right, bottom] = spot.box;
  const button = make("button", { type: "button", class: `spot ${spot.sort}${spot.doubt ? " doubt" : ""}`, "aria-label": spot.text, title: spot.text });
  button.style.left = `${(100 * left) / page.width}%`;
  button.style.top = `${(100 * top) / page.height}%`;
  button.style.width = `${(100 * (right - left)) / page.width}%`;
  button.style.height = `${(100 * (bottom - top)) / page.height}%`;
  const tell = () => { said.textContent = spot.text; };
  button.addEventListener("click", tell);
  button.addEventListener("mouseenter", tell);
  button.addEventListener("focus", tell);
  spot.button = button;
  return button;
}

function spotsOf(body, findings, words, reviewer) {
  const reading = body.reading;
  const spots = [];
  const leaf = (path, one) => {
    const label = (reading.labels || {})[path] || path;
    const value = show(path, one.value, words);
    const raw = reviewer && one.raw ? `，原文“${one.raw}”，可信度 ${one.confidence}` : "";
    const doubt = one.sure ? "" : "，工作人员会核对";
    spots.push({ sort: "field", label, value, more: reviewer ? `${(one.raw || "").slice(0, 80)}（${one.confidence ?? ""}）` : "", doubt: !one.sure, page: one.page, box: one.box, text: `${label}：${value}${raw}${doubt}` });
  };
  const walk = (path, value) => {
    if (Array.isArray(value)) value.forEach((one, index) => walk(`${path}[${index}]`, one));
    else if (value && typeof value === "object" && "value" in value) leaf(path, value);
    else if (value && typeof value === "object") for (const [name, one] of Object.entries(value)) walk(`${path}.${name}`, one);
  };
  for (const [name, value] of Object.entries(reading.fields)) walk(name, value);
  for (const mark of reading.marks) {
    const name = words.marks[mark.type] || mark.type;
    const state = mark.present ? "有" : "没有找到";
    const match = reviewer && mark.name_match ? `，${words.matches[mark.name_match]}，可信度 ${mark.confidence}` : "";
    spots.push({ sort: "mark", label: mark.name ? `${name}（${mark.name}）` : name, value: state, more: match, doubt: !mark.sure, page: mark.page, box: mark.box, text: `${name} ${mark.name || ""}：${state}${match}` });
  }
  for (const one of findings) {
    if (one.box) spots.push({ sort: "finding", label: "", value: "", more: "", doubt: false, page: one.page, box: one.box, text: one.message });
  }
  return spots.filter((spot) => spot.box || spot.label);
}

function show(path, value, words) {
  if (value === null || value === undefined) return "没有读出";
  if (value === true) return "有";
  if (value === false) return "没有";
  if (typeof value === "number" && MONEY.test(path)) return `${yuan(value)} 元`;
  return words.items[value] || String(value);
}

function listFindings(findings, words) {
  const told = findings.filter((one) => one.severity !== "I");
  if (!told.length) return make("p", {}, "没有发现需要补正的地方。");
  return make("div", {}, make("h3", {}, "需要看一下的地方"),
    make("ul", { class: "faults" }, ...told.map((one) => make("li", {},
      make("span", { class: `tag ${one.severity || "F"}` }, words.severities[one.severity || "F"]), " ", one.message, one.code && one.code !== "REVIEW" ? make("span", { class: "quiet" }, ` ${one.code}`) : ""))));
}

function table(spots, reviewer) {
  const rows = spots.filter((spot) => spot.label).map((spot) => {
    const seen = spot.box ? make("button", { type: "button", onclick: () => jump(spot) }, spot.value) : spot.value;
    return make("tr", {}, make("th", { scope: "row" }, spot.label), make("td", {}, seen,
      spot.doubt ? make("span", { class: "tag F" }, "待核对") : "",
      reviewer && spot.more ? make("div", { class: "quiet raw" }, spot.more) : ""));
  });
  return rows.length ? make("div", {}, make("h3", {}, "读到的内容"), make("table", { class: "values" }, make("tbody", {}, ...rows))) : "";
}

function jump(spot) {
  if (!spot.button) return;
  document.querySelectorAll(".chosen-spot").forEach((one) => one.classList.remove("chosen-spot"));
  spot.button.classList.add("chosen-spot");
  spot.button.scrollIntoView({ block: "center" });
  spot.button.focus({ preventScroll: true });
}
