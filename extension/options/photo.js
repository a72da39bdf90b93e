// A photo for the card: drawn down to a small square, without what a camera wrote beside it.
// @ts-check
import { MOST } from "../background/card.js";

const SIDE = 96;
const QUALITIES = [0.9, 0.75, 0.6, 0.4];

/** @param {CanvasImageSource & { width: number, height: number }} picture @param {HTMLCanvasElement} canvas */
function drawSquare(picture, canvas) {
  const side = Math.min(picture.width, picture.height);
  const [x, y] = [(picture.width - side) / 2, (picture.height - side) / 2];
  const pen = canvas.getContext("2d");
  if (!pen) throw new Error("no canvas");
  canvas.width = canvas.height = SIDE;
  pen.imageSmoothingQuality = "high";
  pen.fillStyle = "white"; // under what is transparent: JPEG would make it black
  pen.fillRect(0, 0, SIDE, SIDE);
  pen.drawImage(picture, x, y, side, side, 0, 0, SIDE, SIDE);
}

/**
 * The file's picture as a small data: address, "" where the browser cannot read it.
 * @param {Blob} file
 */
export async function smallPhoto(file) {
  try {
    const canvas = document.createElement("canvas");
    drawSquare(await createImageBitmap(file), canvas);
    const tries = QUALITIES.map((quality) => canvas.toDataURL("image/jpeg", quality));
    return tries.find((one) => one.length <= MOST.photo) ?? "";
  } catch {
    return "";
  }
}

/**
 * Show a photo that is kept. Drawn, and not as an image: the page's policy lets in its own files alone.
 * @param {string} photo as a data: address @param {HTMLCanvasElement} canvas
 */
export async function showPhoto(photo, canvas) {
  const [, type = "", data = ""] = /^data:([^;]+);base64,(.*)$/.exec(photo) ?? [];
  const bytes = Uint8Array.from(atob(data), (sign) => sign.charCodeAt(0));
  drawSquare(await createImageBitmap(new Blob([bytes], { type })), canvas);
}
