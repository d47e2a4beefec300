import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { Newest } from "./newest.ts";

Deno.test("it keeps what a map that drops its first entry keeps", () => {
  const key = fc.integer({ min: 0, max: 9 });
  const step = fc.oneof(
    fc.record({ kind: fc.constant("set" as const), key }),
    fc.record({ kind: fc.constant("delete" as const), key }),
    fc.record({ kind: fc.constant("clear" as const), key }),
  );
  fc.assert(fc.property(fc.integer({ min: 1, max: 6 }), fc.array(step), (max, steps) => {
    const newest = new Newest<number, number>(max);
    const model = new Map<number, number>();
    steps.forEach(({ kind, key }, value) => {
      if (kind === "clear") {
        newest.clear();
        model.clear();
      } else if (kind === "delete") {
        assertEquals(newest.delete(key), model.delete(key));
      } else {
        model.delete(key);
        model.set(key, value);
        const gone = newest.set(key, value);
        const [first] = model;
        const due = model.size > max ? first : undefined;
        assertEquals(gone === null ? undefined : [gone.key, gone.value], due);
        if (due !== undefined) model.delete(due[0]);
      }
      assertEquals([...newest.values()], [...model.values()]);
      assertEquals(newest.size, model.size);
      for (let one = 0; one < 10; one++) assertEquals(newest.get(one), model.get(one));
      const [first] = model;
      const oldest = newest.oldest();
      assertEquals(oldest === null ? undefined : [oldest.key, oldest.value], first);
    });
  }));
});

Deno.test("a full one takes an entry as fast as one that is not", () => {
  const size = 150_000;
  const msFor = (max: number) => {
    const newest = new Newest<string, number>(max);
    for (let n = 0; n < size; n++) newest.set(`name ${n}`, n);
    const beganMs = performance.now();
    for (let n = size; n < size + 30_000; n++) newest.set(`name ${n}`, n);
    return performance.now() - beganMs;
  };
  msFor(size);
  // Of several, since others have the machine, too. A plain map takes fifteen times as long when it is full.
  const ratios = Array.from({ length: 5 }, () => msFor(size) / msFor(2 * size));
  assert(Math.min(...ratios) < 8, `full ÷ growing: ${ratios.join(", ")}`);
});
