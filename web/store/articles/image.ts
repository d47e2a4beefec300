/** What a picture really is, read from its bytes: whatever a client calls it counts for nothing. */
import type { MediaJson } from "../../shared/api_catalogue.ts";

/** Format and size in pixels. */
export type Image = Pick<MediaJson, "contentType" | "width" | "height">;

/** Widest and highest: a small file may unpack to far more memory than a phone has. */
export const IMAGE_SIDE_MAX = 4_096;

const PNG_SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** Chunks or segments looked at, however many a file has. */
const PARTS_MAX = 10_000;

/** Format and size of a PNG, JPEG or WebP that is whole; null for anything else. */
export function imageOf(bytes: Uint8Array): Image | null {
  const image = pngOf(bytes) ?? jpegOf(bytes) ?? webpOf(bytes);
  if (image === null || image.width < 1 || image.height < 1) return null;
  return image.width > IMAGE_SIDE_MAX || image.height > IMAGE_SIDE_MAX ? null : image;
}

function pngOf(bytes: Uint8Array): Image | null {
  if (PNG_SIGNATURE.some((byte, at) => bytes[at] !== byte)) return null;
  const view = viewOf(bytes);
  if (bytes.length < 33 || nameAt(bytes, 12) !== "IHDR") return null;
  let at = 8;
  for (let part = 0; part < PARTS_MAX && at + 12 <= bytes.length; part++) {
    const name = nameAt(bytes, at + 4);
    at += 12 + view.getUint32(at);
    if (name !== "IEND") continue;
    // What follows the end is no picture: some other file hides behind it.
    if (at !== bytes.length) return null;
    return { contentType: "image/png", width: view.getUint32(16), height: view.getUint32(20) };
  }
  return null;
}

function jpegOf(bytes: Uint8Array): Image | null {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8 || bytes[2] !== 0xff) return null;
  if (!hasEnd(bytes)) return null;
  const view = viewOf(bytes);
  let at = 2;
  for (let part = 0; part < PARTS_MAX && at + 9 <= bytes.length; part++) {
    if (bytes[at] !== 0xff) return null;
    const marker = bytes[at + 1] ?? 0;
    if (isFrame(marker)) {
      return {
        contentType: "image/jpeg",
        height: view.getUint16(at + 5),
        width: view.getUint16(at + 7),
      };
    }
    // 0xff before a marker is padding.
    at += marker === 0xff ? 1 : 2 + view.getUint16(at + 2);
  }
  return null;
}

/** Whether the end of the image is there. Phones put films and notes of their own behind it. */
function hasEnd(bytes: Uint8Array): boolean {
  for (let at = bytes.length - 2; at > 2; at--) {
    if (bytes[at] === 0xff && bytes[at + 1] === 0xd9) return true;
  }
  return false;
}

/** Start of frame: all but tables (DHT, DAC) and a reserved one in that range. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

function webpOf(bytes: Uint8Array): Image | null {
  if (bytes.length < 30 || nameAt(bytes, 0) !== "RIFF" || nameAt(bytes, 8) !== "WEBP") return null;
  const view = viewOf(bytes);
  const told = 8 + view.getUint32(4, true);
  if (told !== bytes.length) return null;
  const size = (width: number, height: number): Image => ({
    contentType: "image/webp",
    width,
    height,
  });
  switch (nameAt(bytes, 12)) {
    case "VP8 ":
      return size(view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff);
    case "VP8L": {
      const packed = view.getUint32(21, true);
      return bytes[20] === 0x2f ? size((packed & 0x3fff) + 1, ((packed >> 14) & 0x3fff) + 1) : null;
    }
    case "VP8X":
      return size((view.getUint32(24, true) & 0xffffff) + 1, (view.getUint32(26, true) >>> 8) + 1);
    default:
      return null;
  }
}

function nameAt(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4));
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
