import { assert, assertEquals } from "@std/assert";
import { systemWorld } from "../../engine/mod.ts";
import { isCode, newCode } from "./codes.ts";

const { random } = systemWorld();

Deno.test("a code has nine characters, none of which looks like another", () => {
  for (let n = 0; n < 500; n++) {
    const code = newCode(random);
    assertEquals(code.length, 9);
    assert(isCode(code), code);
    assert(!/[01oil]/i.test(code), code);
  }
});

Deno.test("codes are spread evenly over the alphabet", () => {
  const counts = new Map<string, number>();
  for (let n = 0; n < 4_000; n++) {
    for (const character of newCode(random)) {
      counts.set(character, (counts.get(character) ?? 0) + 1);
    }
  }
  const mean = 4_000 * 9 / 31;
  assertEquals(counts.size, 31);
  for (const [character, count] of counts) {
    // Six standard deviations: once in a billion runs.
    assert(Math.abs(count - mean) < 6 * Math.sqrt(mean), `${character}: ${count}`);
  }
});

Deno.test("what is typed wrong is no code", () => {
  for (
    const text of ["", "abc", "abcdefgho", "ABCDEFGHJ", "abcdefghj2", "../../abc", "abcdefgh "]
  ) {
    assert(!isCode(text), text);
  }
});
