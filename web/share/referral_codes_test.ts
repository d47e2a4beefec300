import { assert, assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { isCode } from "./codes.ts";
import { CODED_BOUNDS, isReferralCode, ReferralCodes } from "./referral_codes.ts";

const codes = new ReferralCodes("a secret of at least thirty-two characters");
const place = fc.record({
  no: fc.nat(CODED_BOUNDS.no - 1),
  cell: fc.nat(CODED_BOUNDS.cell - 1),
  n: fc.nat(CODED_BOUNDS.n - 1),
});
const ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz";

Deno.test("every place comes back from its code, in capitals too", () => {
  fc.assert(fc.property(place, (one) => {
    const code = codes.encode(one);
    assertEquals(codes.decode(code), one);
    assertEquals(codes.decode(code.toUpperCase()), one);
    assert(isReferralCode(code) && !isCode(code), code);
  }));
});

Deno.test("the first and the last place have codes, and nothing beyond has", () => {
  const last = {
    no: CODED_BOUNDS.no - 1,
    cell: CODED_BOUNDS.cell - 1,
    n: CODED_BOUNDS.n - 1,
  };
  const first = { no: 0, cell: 0, n: 0 };
  for (const one of [first, last]) assertEquals(codes.decode(codes.encode(one)), one);
  for (const key of ["no", "cell", "n"] as const) {
    assertThrows(() => codes.encode({ ...last, [key]: last[key] + 1 }), RangeError);
    assertThrows(() => codes.encode({ ...first, [key]: -1 }), RangeError);
    assertThrows(() => codes.encode({ ...first, [key]: 0.5 }), RangeError);
  }
});

Deno.test("a code with one other character is none", () => {
  let taken = 0;
  let tried = 0;
  fc.assert(
    fc.property(place, fc.nat(13), fc.nat(30), (one, at, value) => {
      const code = codes.encode(one);
      const other = code.slice(0, at) + ALPHABET[value] + code.slice(at + 1);
      if (other === code) return;
      tried++;
      if (codes.decode(other) !== null) taken++;
    }),
    { numRuns: 5_000, seed: 1 },
  );
  assert(tried > 4_000);
  assertEquals(taken, 0);
});

Deno.test("neither guessed codes nor those of another secret are taken", () => {
  const others = new ReferralCodes("another secret of at least thirty-two");
  fc.assert(
    fc.property(place, (one) => {
      assertNotEquals(others.encode(one), codes.encode(one));
      assertEquals(others.decode(codes.encode(one)), null);
    }),
    { numRuns: 2_000, seed: 2 },
  );
});

Deno.test("what has not the shape of a code is none", () => {
  const code = codes.encode({ no: 7, cell: 3, n: 12_345 });
  for (
    const text of [
      "",
      "anncodexy",
      code.slice(1),
      `${code}2`,
      code.replace(/.$/, "0"),
      "张".repeat(14),
    ]
  ) {
    assertEquals([codes.decode(text), isReferralCode(text)], [null, false], text);
  }
  // Beyond what a half can hold.
  assertEquals(codes.decode("z".repeat(14)), null);
});
