// Loaded into every page before its own scripts. Tells of each control what it is; keeps for this tab which controls
// were shown and which were used, which keys the page took, and where the focus could not be seen. Names: acts.py.
(() => {
  const CONTROLS = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
  const ids = new Map();
  const visited = new Set();
  const acts = (window.acts = { walking: false });

  function keep(list, told) {
    const kept = new Set(JSON.parse(sessionStorage.getItem(`acts.${list}`) || "[]"));
    const size = kept.size;
    for (const one of told) kept.add(JSON.stringify(one));
    if (kept.size > size) sessionStorage.setItem(`acts.${list}`, JSON.stringify([...kept]));
  }

  function leads(one) {
    const address = one.getAttribute("href");
    if (address === null || address.startsWith("#")) return address && "#";
    const to = new URL(address, location.href);
    if (to.origin !== location.origin) return to.protocol;
    const asked = [...new Set(to.searchParams.keys())].sort();
    return to.pathname + (asked.length ? `?${asked.join("&")}` : "");
  }

  function placeOf(one) {
    if (one.closest("dialog")) return "keys";
    if (one.closest("header.top")) return "top";
    if (one.closest("footer")) return "foot";
    return one.closest("main") ? "main" : "before";
  }

  function tell(one) {
    const form = one.closest("form");
    const { zoom = "", layer = "", key = "" } = one.closest("summary") ? one.parentElement.dataset : one.dataset;
    const word = form && form.querySelector("input[type=hidden][name=word]");
    return {
      page: location.pathname,
      place: placeOf(one),
      tag: one.localName,
      type: one.localName === "input" ? one.type : "",
      name: one.getAttribute("name") || one.id.replace(/^(?!keys-).*/, ""),
      value: one.localName === "button" || one.type === "checkbox" ? one.value : "",
      mark: zoom || layer || key,
      sort: [...(one.localName === "summary" ? one.parentElement : one).classList].filter((sort) => sort !== "at").join(" "),
      method: form ? (form.getAttribute("method") || "get").toUpperCase() : "",
      action: form ? new URL(form.getAttribute("action") || "", location.href).pathname : "",
      word: word ? word.value : "",
      to: leads(one) || "",
    };
  }

  const shown = (one) => one.checkVisibility({ visibilityProperty: true }) && !one.disabled && !one.closest("[hidden]");
  const controls = () => [...document.querySelectorAll(CONTROLS)];

  addEventListener("DOMContentLoaded", () => keep("shown", controls().map(tell)));
  addEventListener("click", (event) => {
    const one = event.target.closest(CONTROLS);
    if (!one) return;
    const link = one.localName === "a" && !one.getAttribute("href").startsWith("#");
    if (link && event.defaultPrevented) return; // swallowed: it leads nowhere
    keep("used", [tell(one)]);
    if (link && acts.walking) event.preventDefault();
  });
  addEventListener("input", (event) => keep("used", [tell(event.target)]), true);
  addEventListener("keydown", (event) => {
    if (event.defaultPrevented) keep("keys", [{ page: location.pathname, key: event.key }]);
    if (event.key.startsWith("Arrow") && event.target.matches("[tabindex='0']")) keep("used", [tell(event.target)]);
  });
  addEventListener("focusin", (event) => {
    const style = getComputedStyle(event.target);
    const seen = event.target.matches(":focus-visible") && style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    if (!seen) keep("unseen", [tell(event.target)]);
    visited.add(event.target);
  }, true);

  function kindOf(one) {
    const name = one.localName;
    if (name === "a") return one.getAttribute("href").startsWith("#") ? "place" : "link";
    if (name === "input") return { checkbox: "tick", date: "date" }[one.type] || "text";
    if (name === "button") return one.type === "submit" || one.id === "keys-button" ? "send" : "press";
    return { summary: "fold", select: "choice" }[name] || "region";
  }

  // What Tab came to: which control, what sort of keys it takes, whether it stands on the screen, whether it unfolds a
  // whole part of the page.
  acts.step = () => {
    const one = document.activeElement;
    if (!one || one === document.body) return null;
    if (!ids.has(one)) ids.set(one, ids.size);
    const box = one.getBoundingClientRect();
    const inside = box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth;
    const outer = one.localName === "summary" && !one.closest("tr, .flag");
    return { id: ids.get(one), kind: kindOf(one), told: tell(one), inside, outer };
  };
  acts.state = () => {
    const one = document.activeElement;
    return one.localName === "summary" ? one.parentElement.open : one.type === "checkbox" ? one.checked : one.value;
  };
  acts.at = (selector) => document.activeElement !== null && document.activeElement.matches(selector);
  acts.way = (selector) => {
    const target = controls().find((one) => one.matches(selector) && shown(one));
    const here = document.activeElement;
    const before = target && here && here !== document.body && here.compareDocumentPosition(target) & Node.DOCUMENT_POSITION_PRECEDING;
    return target ? (before ? "Shift+Tab" : "Tab") : "";
  };
  acts.unreached = () => controls().filter((one) => shown(one) && one.tabIndex >= 0 && !visited.has(one)).map(tell);
  acts.kept = (list) => JSON.parse(sessionStorage.getItem(`acts.${list}`) || "[]").map((one) => JSON.parse(one));
})();
