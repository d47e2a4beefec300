import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { chance } from "./chance.ts";

Deno.test("chance is the same for the same seed, and even over the iterations", () => {
  assertEquals(chance(7, 3, "wish"), chance(7, 3, "wish"));
  assertNotEquals(chance(7, 3, "wish"), chance(8, 3, "wish"));
  for (const question of ["wish", "key", "stay"]) {
    const counts = Array.from({ length: 10 }, () => 0);
    for (let n = 0; n < 10_000; n++) {
      const bin = Math.floor(10 * chance(1, n, question));
      counts[bin] = (counts[bin] ?? 0) + 1;
    }
    assert(counts.every((count) => count > 850 && count < 1_150), `${question}: ${counts}`);
  }
});

Deno.test("answers to different questions have nothing to do with each other", () => {
  let both = 0;
  for (let n = 0; n < 10_000; n++) {
    if (chance(1, n, "wish") < 0.5 && chance(1, n, "key") < 0.5) both++;
  }
  assert(both > 2_300 && both < 2_700, String(both));
});
