// Zoom and pan of a page by its viewBox: keys, wheel, drag and touch.
const STEP = 1.5;
const MOST = 12;

const boxOf = (svg) => svg.getAttribute("viewBox").split(" ").map(Number);
const wholeOf = (svg) => svg.dataset.whole.split(" ").map(Number);

// Never shows more beside the page than the page itself leaves free.
function put(svg, [left, top, width, height]) {
  const [, , across, down] = wholeOf(svg);
  const within = (at, most) => Math.min(Math.max(0, at), Math.max(0, most));
  const box = [within(left, across - width), within(top, down - height), width, height];
  svg.setAttribute("viewBox", box.map((one) => Math.round(one)).join(" "));
}

export function zoom(svg, factor) {
  const [left, top, width, height] = boxOf(svg);
  const [, , across, down] = wholeOf(svg);
  const wide = Math.min(across, Math.max(across / MOST, width / factor));
  const high = wide * (down / across);
  put(svg, [left + (width - wide) / 2, top + (height - high) / 2, wide, high]);
}

export function whole(svg) { svg.setAttribute("viewBox", svg.dataset.whole); }

export function pan(svg, right, down) {
  const [left, top, width, height] = boxOf(svg);
  put(svg, [left + right * width, top + down * height, width, height]);
}

// Shows a place with some of what is around it, never larger than a third of the page.
export function show(svg, view) {
  const [left, top, width, height] = view.split(" ").map(Number);
  const [, , across, down] = wholeOf(svg);
  const wide = Math.min(across, Math.max(width * 1.6, across / 3, height * (across / down) * 1.6));
  const high = wide * (down / across);
  put(svg, [left + width / 2 - wide / 2, top + height / 2 - high / 2, wide, high]);
}

export function handle(svg) {
  let from = null;
  svg.addEventListener("wheel", (event) => { event.preventDefault(); zoom(svg, event.deltaY < 0 ? 1.2 : 1 / 1.2); }, { passive: false });
  svg.addEventListener("pointerdown", (event) => { if (!event.target.closest("a")) { from = [event.clientX, event.clientY]; svg.setPointerCapture(event.pointerId); } });
  svg.addEventListener("pointermove", (event) => {
    if (!from) return;
    const size = svg.getBoundingClientRect();
    pan(svg, (from[0] - event.clientX) / size.width, (from[1] - event.clientY) / size.height);
    from = [event.clientX, event.clientY];
  });
  svg.addEventListener("pointerup", () => { from = null; });
  svg.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: [-0.15, 0], ArrowRight: [0.15, 0], ArrowUp: [0, -0.15], ArrowDown: [0, 0.15] }[event.key];
    if (step && event.target === svg) { event.preventDefault(); pan(svg, ...step); }
  });
}

export const IN = STEP;
export const OUT = 1 / STEP;
