import { assert, assertEquals } from "@std/assert";
import jsQR from "jsqr";
import { qrPath, qrSvg } from "./qr.ts";
import { unreachable } from "./reach.ts";

const LINK = "https://yundian.example/r/abcdefgh2";
const SCALE = 4;

/** Draws the path as a camera would see it. */
function pixelsOf(text: string): { pixels: Uint8ClampedArray; side: number } {
  const { modules, path } = qrPath(text);
  const side = modules * SCALE;
  const pixels = new Uint8ClampedArray(side * side * 4).fill(255);
  for (const [, x = "", y = "", width = ""] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    for (let row = Number(y) * SCALE; row < (Number(y) + 1) * SCALE; row++) {
      const from = (row * side + Number(x) * SCALE) * 4;
      pixels.fill(0, from, from + Number(width) * SCALE * 4);
      for (let at = from + 3; at < from + Number(width) * SCALE * 4; at += 4) pixels[at] = 255;
    }
  }
  return { pixels, side };
}

Deno.test("a code is read back as the link that it was made of", () => {
  const { pixels, side } = pixelsOf(LINK);
  assertEquals(jsQR(pixels, side, side)?.data, LINK);
});

Deno.test("four modules around a code are quiet", () => {
  const { modules, path } = qrPath(LINK);
  for (const [, x = "", y = "", width = ""] of path.matchAll(/M(\d+) (\d+)h(\d+)v/g)) {
    assert(Number(x) >= 4 && Number(y) >= 4, `${x} ${y}`);
    assert(Number(x) + Number(width) <= modules - 4 && Number(y) < modules - 4, `${x} ${y}`);
  }
});

Deno.test("a short link takes few modules, so a small print is still read", () => {
  assertEquals(qrPath(LINK).modules, 29 + 8);
});

Deno.test("the document says its size where asked for", () => {
  assert(qrSvg(LINK, 300).includes('width="300" height="300"'));
  assert(!qrSvg(LINK).includes("width="));
});

Deno.test("addresses of this machine alone are warned of", () => {
  for (const own of ["http://127.0.0.1:8000", "http://localhost:8000", "http://[::1]:8000"]) {
    assert(unreachable(own, "en")?.includes("PUBLIC_URL"), own);
    assert(unreachable(own, "zh")?.includes("手机"), own);
  }
  assertEquals(unreachable("https://yundian.example", "zh"), null);
  assertEquals(unreachable("http://192.168.1.20:8000", "zh"), null);
});
