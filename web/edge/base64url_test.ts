import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { Buffer } from "node:buffer";
import { decodeBase64Url } from "./base64url.ts";

const decode = (text: string) => {
  const source = Buffer.from(text, "latin1");
  const target = new Uint8Array(source.length + 3);
  const length = decodeBase64Url(source, { start: 0, end: source.length }, target);
  return length < 0 ? null : target.slice(0, length);
};

Deno.test("decode is the inverse of encode", () => {
  fc.assert(fc.property(fc.uint8Array(), (bytes) => {
    assertEquals(decode(Buffer.from(bytes).toString("base64url")), bytes);
  }));
});

Deno.test("decode refuses whatever encode would not have written", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 12 }), (text) => {
      const latin = Buffer.from(text, "latin1").toString("latin1");
      const bytes = decode(latin);
      if (bytes !== null) assertEquals(Buffer.from(bytes).toString("base64url"), latin);
    }),
    { numRuns: 2_000 },
  );
  for (const wrong of ["A", "AB==", "A+", "AA/A", "AAAAA", "AB", "AAB", "AA=A", "\xff\xff"]) {
    assertEquals(decode(wrong), null, wrong);
  }
});
