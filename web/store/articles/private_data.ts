/**
 * Takes out of a picture what nobody sees and anybody could read: where and when it was taken, with which phone, the
 * small picture before it was cut, the film behind it. Pixels stay as they are; so do colour profile and rotation.
 */
import type { Image } from "./image.ts";

/** The picture without it; null where its parts do not add up. */
export function withoutPrivateData(bytes: Uint8Array, image: Image): Uint8Array | null {
  switch (image.contentType) {
    case "image/jpeg":
      return cleanJpeg(bytes);
    case "image/png":
      return cleanPng(bytes);
    case "image/webp":
      return cleanWebp(bytes);
  }
}

const MARKER = {
  end: 0xd9,
  scan: 0xda,
  app0: 0xe0,
  app1: 0xe1,
  app2: 0xe2,
  app14: 0xee,
  app15: 0xef,
  note: 0xfe,
};
const PROFILE = "ICC_";

function cleanJpeg(bytes: Uint8Array): Uint8Array | null {
  const view = viewOf(bytes);
  const kept: Uint8Array[] = [bytes.subarray(0, 2)];
  let rotation = 1;
  let at = 2;
  while (at + 4 <= bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1] ?? 0;
    if (marker === MARKER.end) return joined(kept, { rotation, end: bytes.subarray(at, at + 2) });
    if (marker === 0xff) {
      at++;
      continue;
    }
    let next = at + 2 + view.getUint16(at + 2);
    if (marker === MARKER.scan) next = endOfScan(bytes, next);
    const segment = bytes.subarray(at, next);
    if (marker === MARKER.app1) rotation = rotationOf(segment) ?? rotation;
    if (isKept(marker, segment)) kept.push(segment);
    at = next;
  }
  // The last two bytes may be the end itself.
  const isEnd = bytes[at] === 0xff && bytes[at + 1] === MARKER.end;
  return isEnd ? joined(kept, { rotation, end: bytes.subarray(at, at + 2) }) : null;
}

/** JFIF, the colour profile, what Adobe says about colours, and all that is about pixels. */
function isKept(marker: number, segment: Uint8Array): boolean {
  if (marker === MARKER.note) return false;
  if (marker < MARKER.app0 || marker > MARKER.app15) return true;
  // Others use the profile's number to say where further pictures are: they are gone.
  if (marker === MARKER.app2) return nameAt(segment, 4) === PROFILE;
  return marker === MARKER.app0 || marker === MARKER.app14;
}

/** In the data of a scan 0xff stands before 0, or before the number of a restart; anything else is a marker. */
function endOfScan(bytes: Uint8Array, from: number): number {
  for (let at = from; at + 1 < bytes.length; at++) {
    const next = bytes[at + 1] ?? 0;
    if (bytes[at] === 0xff && next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) {
      return at;
    }
  }
  return bytes.length;
}

function joined(
  kept: readonly Uint8Array[],
  options: { readonly rotation: number; readonly end: Uint8Array },
): Uint8Array {
  const [start = new Uint8Array(0), ...rest] = kept;
  const rotated = options.rotation === 1 ? [] : [rotationSegment(options.rotation)];
  // JFIF says that its own part comes first.
  const jfif = rest[0]?.[1] === MARKER.app0 ? rest.slice(0, 1) : [];
  return concat([start, ...jfif, ...rotated, ...rest.slice(jfif.length), options.end]);
}

const EXIF = [0x45, 0x78, 0x69, 0x66, 0, 0];
const ROTATION_TAG = 0x0112;

/** How an Exif segment says that the picture is to be turned, 1 to 8; null where it does not. */
function rotationOf(segment: Uint8Array): number | null {
  if (segment.length < 24 || EXIF.some((byte, at) => segment[4 + at] !== byte)) return null;
  const tiff = segment.subarray(10);
  const view = viewOf(tiff);
  const little = tiff[0] === 0x49;
  const first = view.getUint32(4, little);
  if (first + 2 > tiff.length) return null;
  const entries = view.getUint16(first, little);
  for (let entry = 0; entry < entries; entry++) {
    const at = first + 2 + entry * 12;
    if (at + 12 > tiff.length) return null;
    if (view.getUint16(at, little) !== ROTATION_TAG) continue;
    const rotation = view.getUint16(at + 8, little);
    return rotation >= 1 && rotation <= 8 ? rotation : null;
  }
  return null;
}

/** The smallest Exif segment there is: one entry, big-endian. */
function rotationSegment(rotation: number): Uint8Array {
  return Uint8Array.of(
    ...[0xff, MARKER.app1, 0, 34],
    ...EXIF,
    ...[0x4d, 0x4d, 0, 42, 0, 0, 0, 8],
    ...[0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, rotation, 0, 0],
    ...[0, 0, 0, 0],
  );
}

/** Chunks with words, time or Exif; the others are about pixels. */
const PRIVATE_CHUNKS = ["tEXt", "zTXt", "iTXt", "eXIf", "tIME"];

function cleanPng(bytes: Uint8Array): Uint8Array | null {
  const view = viewOf(bytes);
  const kept: Uint8Array[] = [bytes.subarray(0, 8)];
  for (let at = 8; at + 12 <= bytes.length;) {
    const next = at + 12 + view.getUint32(at);
    if (next > bytes.length) return null;
    if (!PRIVATE_CHUNKS.includes(nameAt(bytes, at + 4))) kept.push(bytes.subarray(at, next));
    at = next;
  }
  return concat(kept);
}

const WEBP_EXIF = 0x08;
const WEBP_XMP = 0x04;

function cleanWebp(bytes: Uint8Array): Uint8Array | null {
  const view = viewOf(bytes);
  const kept: Uint8Array[] = [bytes.subarray(0, 12)];
  for (let at = 12; at + 8 <= bytes.length;) {
    const length = view.getUint32(at + 4, true);
    // Each part fills an even number of bytes.
    const next = Math.min(at + 8 + length + (length & 1), bytes.length);
    if (at + 8 + length > bytes.length) return null;
    const name = nameAt(bytes, at);
    if (name !== "EXIF" && name !== "XMP ") kept.push(bytes.subarray(at, next));
    at = next;
  }
  const clean = concat(kept);
  viewOf(clean).setUint32(4, clean.length - 8, true);
  if (nameAt(clean, 12) === "VP8X") clean[20] = (clean[20] ?? 0) & ~(WEBP_EXIF | WEBP_XMP);
  return clean;
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function nameAt(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4));
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
