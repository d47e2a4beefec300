import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { Column } from "./columns.ts";
import { DueHeap } from "./due_heap.ts";
import { HashIndex, hashOfPlace } from "./hash_index.ts";
import { Arena, Names } from "./texts.ts";

Deno.test("a column gives back what was set, and its fill elsewhere, saved or not", () => {
  const value = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
  fc.assert(fc.property(fc.array(value, { maxLength: 70 }), fc.constantFrom(0, -1), (all, fill) => {
    const column = Column.ints(fill);
    all.forEach((each, index) => column.set(index, each));
    const loaded = Column.ints(fill);
    loaded.load(column.save(all.length));
    for (const one of [column, loaded]) {
      assertEquals(all.map((_, index) => one.get(index)), all);
      assertEquals(one.get(all.length), fill);
    }
  }));
});

Deno.test("a column of instants is exact, in whatever order they are", () => {
  fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 2 ** 45 })), (all) => {
    const column = Column.times();
    all.forEach((each, index) => column.set(index, each));
    const loaded = Column.times();
    loaded.load(column.save(all.length));
    assertEquals(all.map((_, index) => loaded.get(index)), all);
  }));
});

Deno.test("an arena gives back any texts, and tells which one begins a group", () => {
  const text = fc.option(fc.oneof(fc.string({ unit: "grapheme" }), fc.string()));
  fc.assert(fc.property(fc.array(fc.array(text, { minLength: 1, maxLength: 4 })), (groups) => {
    const arena = new Arena();
    const starts = groups.map((group) => arena.add(...group));
    for (const one of [arena, Arena.load(arena.save())]) {
      groups.forEach((group, index) => {
        const start = starts[index] ?? -1;
        const wellFormed = group.map((each) => each?.toWellFormed() ?? null);
        assertEquals(group.map((_, i) => one.text(start, i)), wellFormed);
        const [first] = wellFormed;
        if (first !== null && first !== undefined) {
          assertEquals(one.begins(start, first), true);
          assertEquals(one.begins(start, `${first}x`), false);
          assertEquals(one.begins(start, `x${first.slice(1)}y`), false);
        }
      });
    }
  }));
});

Deno.test("names keep their numbers", () => {
  const names = new Names();
  assertEquals(["m1", "m2", "m1", null].map((name) => names.put(name)), [0, 1, 0, -1]);
  const loaded = Names.load(names.save());
  assertEquals([loaded.put("m2"), loaded.name(0), loaded.name(-1)], [1, "m1", null]);
});

Deno.test("a hash index finds every entry among thousands, and nothing else", () => {
  const index = new HashIndex();
  const place = (n: number) => ({ cell: n % 7, n: Math.floor(n / 7) });
  const find = (n: number) => index.find(hashOfPlace(place(n)), (entry) => entry === n);
  for (let n = 0; n < 5_000; n++) {
    assertEquals(find(n), -1);
    index.add(hashOfPlace(place(n)), n);
  }
  for (let n = 0; n < 5_000; n++) assertEquals(find(n), n);
});

Deno.test("the heap gives what is due first, and of what is due some with the first", () => {
  fc.assert(fc.property(fc.array(fc.nat({ max: 20 })), fc.nat({ max: 20 }), (dues, atMs) => {
    const heap = new DueHeap();
    dues.forEach((dueMs, reward) => heap.add(reward, dueMs));
    const due = heap.due(atMs, 1_000);
    assertEquals(due.length, dues.filter((each) => each <= atMs).length);
    assertEquals(heap.due(atMs, 3).length, Math.min(3, due.length));
    const order = dues.map((_, reward) => reward).toSorted((a, b) =>
      (dues[a] ?? 0) - (dues[b] ?? 0) || a - b
    );
    for (const reward of order) {
      assertEquals([heap.first, heap.firstMs], [reward, dues[reward]]);
      heap.dropFirst();
    }
    assertEquals(heap.firstMs, Infinity);
  }));
});
