import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { digest } from "./digest.ts";
import { Signer } from "./signer.ts";

const SECRET = "a secret of at least thirty-two characters";

Deno.test("a signature is the beginning of the platform's digest", () => {
  const signer = new Signer(SECRET);
  fc.assert(fc.property(fc.string({ unit: "grapheme", maxLength: 80 }), (text) => {
    assertEquals(signer.sign(text), digest(SECRET, text).slice(0, 16));
    assert(signer.isSigned(text, signer.sign(text)));
  }));
});

Deno.test("another text, another secret, a shorter signature: none is right", () => {
  const signer = new Signer(SECRET);
  const signature = signer.sign("one");
  assertEquals(signer.isSigned("two", signature), false);
  assertEquals(new Signer(`${SECRET}!`).isSigned("one", signature), false);
  assertEquals(signer.isSigned("one", signature.slice(1)), false);
  assertEquals(signer.isSigned("x".repeat(5_000), signature), false);
  assertThrows(() => signer.sign("x".repeat(5_000)), RangeError);
});
