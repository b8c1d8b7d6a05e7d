// Ink layers in the browser: which pixels of a page are red, blue-black pen or print, by colour alone.
// A hint for the eye and nothing more: no check and no decision rests on it.
const LIGHT = 150; // every channel above it, and no colour: surely paper
const INK = 42; // so much darker than the page's paper: ink, its soft edges too
const HUE = 36; // channels further apart than that: a colour and not grey

// The mean colour of what is surely paper; white where nothing is.
export function paperOf(pixels) {
  const sum = [0, 0, 0];
  let count = 0;
  for (let at = 0; at < pixels.length; at += 4 * 97) {
    const low = Math.min(pixels[at], pixels[at + 1], pixels[at + 2]);
    const high = Math.max(pixels[at], pixels[at + 1], pixels[at + 2]);
    if (low <= LIGHT || high - low >= HUE) continue;
    for (let channel = 0; channel < 3; channel += 1) sum[channel] += pixels[at + channel];
    count += 1;
  }
  return count ? sum.map((one) => Math.round(one / count)) : [255, 255, 255];
}

export function layerOf(red, green, blue, paper) {
  const high = Math.max(red, green, blue);
  const low = Math.min(red, green, blue);
  if (red === high && red - Math.max(green, blue) >= HUE) return "red";
  if (blue === high && blue - red >= HUE / 2) return "pen";
  return low < Math.min(...paper) - INK ? "print" : "paper";
}

export function keepLayers(pixels, kept) {
  const paper = paperOf(pixels);
  for (let at = 0; at < pixels.length; at += 4) {
    const layer = layerOf(pixels[at], pixels[at + 1], pixels[at + 2], paper);
    if (layer !== "paper" && !kept.has(layer)) [pixels[at], pixels[at + 1], pixels[at + 2]] = paper;
  }
  return pixels;
}

// Gives the address of the page's picture with only some layers; the picture itself when all are kept.
export async function draw(href, kept) {
  if (kept.size === 3) return href;
  const picture = new Image();
  picture.src = href;
  await picture.decode();
  const canvas = document.createElement("canvas");
  canvas.width = picture.naturalWidth;
  canvas.height = picture.naturalHeight;
  const context = canvas.getContext("2d");
  context.drawImage(picture, 0, 0);
  const whole = context.getImageData(0, 0, canvas.width, canvas.height);
  keepLayers(whole.data, kept);
  context.putImageData(whole, 0, 0);
  const blob = await new Promise((done) => canvas.toBlob(done));
  return URL.createObjectURL(blob);
}
