// A quick look at a photograph before it is sent: too dark, blurred, or the page not whole in the frame.
// Measured on a small copy on this phone; whatever is found is a hint and never hinders sending.

export const WIDE = 640; // pixels of the copy: enough for lines of print, little enough for an old phone
const DARK_MEAN = 90; // grey of 255; pages photographed in a lit room lie above 150
const SHARP_LEAST = 200; // variance of the Laplacian where print is sharpest; steady photographs and scans lie above 2,000
const TILES = 6;
const APART_LEAST = 45; // grey between paper and desk, below which no border of the paper can be told
const STRIP = 0.012; // of the copy's smaller side: how near the border is at the border
const TOUCHING = 0.55; // of a side's strip that is paper
const CLEAR = 0.35;

export async function lookAt(file) {
  if (!file.type.startsWith("image/") || !("createImageBitmap" in window)) return [];
  try {
    const bitmap = await createImageBitmap(file);
    const scale = Math.min(1, WIDE / bitmap.width);
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(bitmap.width * scale));
    canvas.height = Math.max(1, Math.round(bitmap.height * scale));
    const context = canvas.getContext("2d", { willReadFrequently: true });
    context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    bitmap.close();
    return look(context.getImageData(0, 0, canvas.width, canvas.height));
  } catch {
    return []; // a picture that this browser cannot open (HEIC): the service will
  }
}

export function look(picture) {
  const { mean, sharpness, sides, apart } = measure(picture);
  const found = [];
  if (mean < DARK_MEAN) found.push("dark");
  if (sharpness < SHARP_LEAST) found.push("blurred");
  const touching = sides.filter((share) => share > TOUCHING).length;
  if (apart >= APART_LEAST && touching > 0 && sides.some((share) => share < CLEAR)) found.push("cut");
  return found;
}

export function measure({ data, width, height }) {
  const grey = new Float32Array(width * height);
  const counts = new Uint32Array(256);
  let sum = 0;
  for (let at = 0; at < grey.length; at += 1) {
    const value = 0.299 * data[4 * at] + 0.587 * data[4 * at + 1] + 0.114 * data[4 * at + 2];
    grey[at] = value;
    counts[Math.round(value)] += 1;
    sum += value;
  }
  const { threshold, apart } = split(counts, grey.length);
  return { mean: sum / grey.length, sharpness: sharpest(grey, width, height), sides: borders(grey, width, height, threshold), apart };
}

// Otsu's threshold between the darker and the brighter part, and how far apart their means lie.
function split(counts, total) {
  let all = 0;
  for (let value = 0; value < 256; value += 1) all += value * counts[value];
  let below = 0, sumBelow = 0, best = -1, threshold = 128, apart = 0;
  for (let value = 0; value < 255; value += 1) {
    below += counts[value];
    sumBelow += value * counts[value];
    if (!below || below === total) continue;
    const difference = (all - sumBelow) / (total - below) - sumBelow / below;
    const between = below * (total - below) * difference * difference;
    if (between > best) { best = between; threshold = value; apart = difference; }
  }
  return { threshold, apart };
}

// The variance of the Laplacian in the second sharpest of the tiles: print stands somewhere, and one speck is no print.
function sharpest(grey, width, height) {
  const found = [];
  for (let row = 0; row < TILES; row += 1) {
    for (let column = 0; column < TILES; column += 1) {
      const x0 = Math.max(1, Math.floor((column * width) / TILES)), x1 = Math.min(width - 1, Math.floor(((column + 1) * width) / TILES));
      const y0 = Math.max(1, Math.floor((row * height) / TILES)), y1 = Math.min(height - 1, Math.floor(((row + 1) * height) / TILES));
      let sum = 0, squares = 0, count = 0;
      for (let y = y0; y < y1; y += 1) {
        for (let x = x0; x < x1; x += 1) {
          const at = y * width + x;
          const value = 4 * grey[at] - grey[at - 1] - grey[at + 1] - grey[at - width] - grey[at + width];
          sum += value;
          squares += value * value;
          count += 1;
        }
      }
      if (count) found.push(squares / count - (sum / count) ** 2);
    }
  }
  found.sort((one, other) => other - one);
  return found[Math.min(1, found.length - 1)] ?? 0;
}

// Of each side's strip (top, right, bottom, left) the share that is as bright as paper.
function borders(grey, width, height, threshold) {
  const strip = Math.max(2, Math.round(Math.min(width, height) * STRIP));
  const share = (x0, y0, x1, y1) => {
    let bright = 0;
    for (let y = y0; y < y1; y += 1) for (let x = x0; x < x1; x += 1) if (grey[y * width + x] > threshold) bright += 1;
    return bright / Math.max(1, (x1 - x0) * (y1 - y0));
  };
  return [share(0, 0, width, strip), share(width - strip, 0, width, height), share(0, height - strip, width, height), share(0, 0, strip, height)];
}
