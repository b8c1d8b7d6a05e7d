// Calls of our own API; every refusal becomes its own sentence.
export const SAME_PAGE = { "X-Claimgate": "1" };

export class Refused extends Error {
  constructor(status, problem) {
    super(problem.detail || "系统暂时没有回应，请稍后再试。");
    this.status = status;
    this.code = problem.code || "";
  }
}

export async function call(path, options = {}) {
  let answer;
  try {
    answer = await fetch(path, { ...options, headers: { ...SAME_PAGE, ...(options.headers || {}) } });
  } catch {
    throw new Refused(0, { detail: "网络断开了。已经选好的照片还在，请稍后再试。" });
  }
  if (answer.status === 204) return null;
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Refused(answer.status, body);
  return body;
}

export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "class") element.className = value;
    else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

export function yuan(fen) {
  const sign = fen < 0 ? "-" : "";
  const whole = Math.floor(Math.abs(fen) / 100).toString().replace(/\B(?=(\d{3})+(?!\d))/g, ",");
  return `${sign}${whole}.${String(Math.abs(fen) % 100).padStart(2, "0")}`;
}
