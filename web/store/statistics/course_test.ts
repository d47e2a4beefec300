import { assert, assertEquals } from "@std/assert";
import { stepFor } from "./course.ts";

Deno.test("a chart has at most 600 steps, and short sales have seconds", () => {
  assertEquals([1, 60, 599].map(stepFor), [1, 1, 1]);
  assertEquals([7_200, 86_400, 7 * 86_400].map(stepFor), [30, 300, 1_800]);
  for (let seconds = 1; seconds < 1e9; seconds = Math.ceil(seconds * 1.7)) {
    assert(Math.ceil(seconds / stepFor(seconds)) <= 600, String(seconds));
  }
});
