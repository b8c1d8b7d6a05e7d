// Ink layers in the browser: which pixels of a page are red, blue-black pen or print, by colour alone.
// A hint for the eye and nothing more: no check and no decision rests on it.
const DARK = 150; // a channel below it: ink and not paper
const HUE = 36; // channels further apart than that: a colour and not grey

export function layerOf(red, green, blue) {
  const high = Math.max(red, green, blue);
  const low = Math.min(red, green, blue);
  if (low > DARK && high - low < HUE) return "paper";
  if (red === high && red - Math.max(green, blue) >= HUE) return "red";
  if (blue === high && blue - red >= HUE / 2) return "pen";
  return low <= DARK ? "print" : "paper";
}

export function keepLayers(pixels, kept) {
  for (let at = 0; at < pixels.length; at += 4) {
    const layer = layerOf(pixels[at], pixels[at + 1], pixels[at + 2]);
    if (layer !== "paper" && !kept.has(layer)) pixels[at] = pixels[at + 1] = pixels[at + 2] = 255;
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
