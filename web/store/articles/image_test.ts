import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { drawCover } from "./art.ts";
import { PLAIN_PNG } from "./fixtures/pictures.ts";
import { imageOf } from "./image.ts";
import { encodePng } from "./png.ts";

/** A JPEG of one frame, cut down to what says its size. */
const JPEG = Uint8Array.of(
  ...[0xff, 0xd8],
  ...[0xff, 0xe0, 0, 4, 0x4a, 0x46],
  ...[0xff, 0xc4, 0, 3, 0],
  ...[0xff, 0xc0, 0, 11, 8, 0x01, 0x2c, 0x02, 0x58, 1, 0, 0, 0],
  ...[0xff, 0xd9],
);

function webp(kind: string, body: readonly number[]): Uint8Array {
  const text = (word: string) => [...word].map((letter) => letter.charCodeAt(0));
  const size = 12 + body.length;
  return Uint8Array.of(
    ...text("RIFF"),
    ...[size & 255, size >> 8, 0, 0],
    ...text("WEBP"),
    ...text(kind),
    ...[body.length & 255, body.length >> 8, 0, 0],
    ...body,
  );
}

Deno.test("a PNG, a JPEG and all three sorts of WebP say their size", () => {
  assertEquals(imageOf(PLAIN_PNG), { contentType: "image/png", width: 2, height: 1 });
  assertEquals(imageOf(JPEG), { contentType: "image/jpeg", width: 600, height: 300 });
  const lossy = webp("VP8 ", [0, 0, 0, 0x9d, 0x01, 0x2a, 0x58, 0x02, 0x2c, 0x01, 0, 0]);
  assertEquals(imageOf(lossy), { contentType: "image/webp", width: 600, height: 300 });
  const lossless = webp("VP8L", [0x2f, 0x57, 0xc2, 0x4a, 0, 0, 0, 0, 0, 0]);
  assertEquals(imageOf(lossless), { contentType: "image/webp", width: 600, height: 300 });
  const extended = webp("VP8X", [0, 0, 0, 0, 0x57, 0x02, 0, 0x2b, 0x01, 0, 0, 0]);
  assertEquals(imageOf(extended), { contentType: "image/webp", width: 600, height: 300 });
});

Deno.test("what only calls itself a picture is none", () => {
  const text = (words: string) => new TextEncoder().encode(words);
  assertEquals(imageOf(text("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>")), null);
  assertEquals(imageOf(text("GIF89a\x01\x00\x01\x00")), null);
  assertEquals(imageOf(text("<!doctype html><script>alert(1)</script>")), null);
  assertEquals(imageOf(new Uint8Array(0)), null);
  assertEquals(imageOf(PLAIN_PNG.subarray(0, 8)), null);
});

Deno.test("a picture that is cut off is none", () => {
  for (const whole of [PLAIN_PNG, JPEG]) {
    assertEquals(imageOf(whole.subarray(0, whole.length - 1)), null);
  }
});

Deno.test("phones put their own behind a JPEG; behind a PNG there is nothing", () => {
  const more = new TextEncoder().encode("MotionPhoto_Data");
  assertEquals(imageOf(new Uint8Array([...JPEG, ...more]))?.width, 600);
  assertEquals(imageOf(new Uint8Array([...PLAIN_PNG, ...more])), null);
});

Deno.test("a small file that would unpack to a huge picture is none", async () => {
  const bomb = await encodePng({ width: 1, height: 1, rgb: new Uint8Array(3) });
  new DataView(bomb.buffer).setUint32(16, 60_000);
  assertEquals(imageOf(bomb), null);
});

Deno.test("no bytes make it throw", () => {
  const starts = [PLAIN_PNG, JPEG, webp("VP8X", [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])];
  fc.assert(fc.property(
    fc.constantFrom(...starts),
    fc.nat(60),
    fc.uint8Array({ maxLength: 40 }),
    (start, cut, tail) => {
      imageOf(new Uint8Array([...start.subarray(0, cut), ...tail]));
    },
  ));
});

Deno.test("a drawn cover is a PNG that a browser can show", async () => {
  const png = await encodePng(drawCover("orange"));
  assertEquals(imageOf(png), { contentType: "image/png", width: 640, height: 360 });
});
