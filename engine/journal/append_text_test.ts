import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { appendText, readAppends } from "./append_text.ts";
import type { ShardAppend } from "./journal.ts";

const text = fc.string({ unit: "binary", maxLength: 40 });
const entry = fc.record({
  actor: text,
  expectedSeq: fc.nat(),
  count: fc.nat(),
  body: text,
  dueAtMs: fc.oneof(
    fc.constant(undefined),
    fc.constant(null),
    fc.double({ min: 0, max: 1e15, noNaN: true }).map((ms) => ms + 0),
  ),
});
const append: fc.Arbitrary<ShardAppend> = fc.record({
  shard: fc.nat(255),
  epoch: fc.nat(),
  nonce: text,
  batchId: text,
  entries: fc.array(entry, { maxLength: 5 }),
});

Deno.test("readAppends is the inverse of appendText for any texts and numbers", () => {
  fc.assert(fc.property(fc.array(append, { maxLength: 5 }), (appends) => {
    assertEquals(readAppends(appends.map(appendText).join("")), appends);
  }));
});
