import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { Leaders, LEADERS_MAX } from "./leaders.ts";
import { People } from "./people.ts";
import { Arena } from "./texts.ts";

const PEOPLE = 40;

Deno.test("the best of a cell are what sorting everybody gives, however they rise and fall", () => {
  const move = fc.record({
    n: fc.nat({ max: PEOPLE - 1 }),
    up: fc.boolean(),
    leaves: fc.nat({ max: 20 }).map((one) => one === 0),
    laterMs: fc.nat({ max: 2 }),
  });
  fc.assert(fc.property(fc.array(move, { maxLength: 300, size: "max" }), (moves) => {
    const people = someone();
    const leaders = new Leaders(people);
    const { counted, countedAtMs } = people.col;
    let atMs = 1;
    for (const { n, up, leaves, laterMs } of moves) {
      atMs += laterMs;
      if (leaves) {
        people.col.removed.set(n, 1);
        leaders.left(n);
        assertEquals(leaders.list, sorted(people));
        continue;
      }
      if (!up && counted.get(n) === 0) continue;
      counted.add(n, up ? 1 : -1);
      countedAtMs.set(n, atMs);
      if (up) leaders.rose(n);
      else leaders.fell(n);
      assertEquals(leaders.list, sorted(people));
    }
    const rebuilt = new Leaders(people);
    rebuilt.rebuild();
    assertEquals(rebuilt.list, leaders.list);
  }));
});

function someone(): People {
  const people = new People(new Arena());
  for (let n = 0; n < PEOPLE; n++) {
    people.add({
      customer: `u${n}`,
      ...{ mask: null, device: null, inviterMask: null, inviterDeviceHash: 0 },
      ...{ inviter: null, grand: null, level: 0, via: -1, channel: -1, atMs: 1 },
    });
  }
  return people;
}

function sorted({ col }: People): number[] {
  return Array.from({ length: PEOPLE }, (_, n) => n)
    .filter((n) => col.counted.get(n) > 0 && col.removed.get(n) === 0)
    .toSorted((a, b) =>
      col.counted.get(b) - col.counted.get(a) || col.countedAtMs.get(a) - col.countedAtMs.get(b) ||
      a - b
    )
    .slice(0, LEADERS_MAX);
}
