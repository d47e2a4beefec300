import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { PLAIN_PNG } from "./fixtures/pictures.ts";
import { imageOf } from "./image.ts";
import { withoutPrivateData } from "./private_data.ts";

const text = (words: string) => [...new TextEncoder().encode(words)];

function segment(marker: number, body: readonly number[]): number[] {
  return [0xff, marker, (body.length + 2) >> 8, (body.length + 2) & 255, ...body];
}

/** Little-endian Exif: the rotation, then a place. */
function exif(rotation: number): number[] {
  return segment(0xe1, [
    ...text("Exif\0\0"),
    ...[0x49, 0x49, 42, 0, 8, 0, 0, 0, 1, 0],
    ...[0x12, 0x01, 3, 0, 1, 0, 0, 0, rotation, 0, 0, 0, 0, 0, 0, 0],
    ...text("28.68N 115.85E"),
  ]);
}

const JFIF = segment(0xe0, [...text("JFIF\0"), 1, 1, 0, 0, 1, 0, 1, 0, 0]);
const PROFILE = segment(0xe2, text("ICC_PROFILE\0"));
const FRAME = segment(0xc0, [8, 1, 44, 2, 88, 1, 0, 0]);
/** A scan with a stuffed byte and a restart, a table between two scans as in progressive pictures. */
const SCANS = [
  ...segment(0xda, [1, 0, 0, 0, 63, 0]),
  ...[1, 0xff, 0, 2, 0xff, 0xd3, 3],
  ...segment(0xc4, [0, 1]),
  ...segment(0xda, [1, 0, 0, 0, 63, 0]),
  ...[4, 5],
];
const START = [0xff, 0xd8];
const END = [0xff, 0xd9];

function clean(bytes: Uint8Array): Uint8Array | null {
  const image = imageOf(bytes);
  if (image === null) throw new Error("Cannot test: it is no picture");
  return withoutPrivateData(bytes, image);
}

Deno.test("a JPEG loses its place, its notes and the film behind it, and keeps its colours", () => {
  const taken = Uint8Array.of(
    ...START,
    ...JFIF,
    ...exif(1),
    ...PROFILE,
    ...segment(0xe2, text("MPF\0")),
    ...segment(0xed, text("Photoshop 3.0")),
    ...segment(0xfe, text("by Liu")),
    ...FRAME,
    ...SCANS,
    ...END,
    ...text("MotionPhoto"),
    ...END,
  );
  const kept = Uint8Array.of(...START, ...JFIF, ...PROFILE, ...FRAME, ...SCANS, ...END);
  assertEquals(clean(taken), kept);
  assertEquals(clean(kept), kept);
});

Deno.test("a JPEG that is to be turned is still turned", () => {
  const taken = Uint8Array.of(...START, ...JFIF, ...exif(6), ...FRAME, ...SCANS, ...END);
  const cleaned = clean(taken);
  assert(cleaned !== null);
  assert(!new TextDecoder("latin1").decode(cleaned ?? undefined).includes("28.68N"));
  assertEquals(imageOf(cleaned ?? new Uint8Array(0))?.width, 600);
  // Once more: what it says of its rotation is read back, and nothing else is left to take out.
  assertEquals(clean(cleaned ?? new Uint8Array(0)), cleaned);
});

Deno.test("a PNG loses its words and its time", () => {
  const note = [0, 0, 0, 4, ...text("tEXt"), ...text("a\0bc"), 1, 2, 3, 4];
  const at = 33;
  const taken = Uint8Array.of(...PLAIN_PNG.subarray(0, at), ...note, ...PLAIN_PNG.subarray(at));
  assertEquals(clean(taken), PLAIN_PNG);
});

Deno.test("a WebP loses its Exif, and no longer says that it has one", () => {
  const part = (name: string, body: readonly number[]) => [
    ...text(name),
    ...[body.length & 255, body.length >> 8, 0, 0],
    ...body,
    ...(body.length % 2 === 1 ? [0] : []),
  ];
  const file = (parts: readonly number[]) => {
    const size = parts.length + 4;
    return Uint8Array.of(...text("RIFF"), size & 255, size >> 8, 0, 0, ...text("WEBP"), ...parts);
  };
  const head = (flags: number) => part("VP8X", [flags, 0, 0, 0, 0x57, 0x02, 0, 0x2b, 0x01, 0]);
  const pixels = part("VP8L", [0x2f, 1, 2, 3, 4]);
  const taken = file([
    ...head(0x1c),
    ...pixels,
    ...part("EXIF", text("28.68N")),
    ...part("XMP ", [1]),
  ]);
  assertEquals(clean(taken), file([...head(0x10), ...pixels]));
});

Deno.test("no bytes make it throw, and what comes out is a picture", () => {
  const start = Uint8Array.of(...START, ...JFIF, ...exif(6), ...FRAME, ...SCANS, ...END);
  fc.assert(fc.property(fc.nat(start.length - 1), fc.nat(255), (at, byte) => {
    const damaged = Uint8Array.from(start);
    damaged[at] = byte;
    const image = imageOf(damaged);
    const cleaned = image === null ? null : withoutPrivateData(damaged, image);
    if (cleaned !== null) assertEquals(imageOf(cleaned)?.contentType, image?.contentType);
  }));
});
