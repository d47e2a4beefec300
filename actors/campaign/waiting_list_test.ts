import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { WaitingList } from "./waiting_list.ts";

type Op = { kind: "join" | "remove"; who: number } | { kind: "store" } | { kind: "clear" };

const op: fc.Arbitrary<Op> = fc.oneof(
  {
    weight: 20,
    arbitrary: fc.record({
      kind: fc.constantFrom("join" as const, "remove" as const),
      who: fc.nat({ max: 12 }),
    }),
  },
  { weight: 2, arbitrary: fc.constant({ kind: "store" as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: "clear" as const }) },
);

Deno.test("a waiting list is an array with exact places", () => {
  fc.assert(fc.property(fc.array(op, { maxLength: 80, size: "max" }), (ops) => {
    let list = new WaitingList();
    let model: string[] = [];
    for (const each of ops) {
      if (each.kind === "clear") {
        list.clear();
        model = [];
      } else if (each.kind === "store") {
        list = WaitingList.load(JSON.parse(JSON.stringify(list.save())));
      } else {
        const who = `c${each.who}`;
        if (each.kind === "remove") {
          list.remove(who);
          model = model.filter((other) => other !== who);
        } else if (!model.includes(who)) {
          list.join(who);
          model.push(who);
        }
      }
      assertEquals(list.size, model.length);
      assertEquals(list.first(3).map((waiter) => waiter.customer), model.slice(0, 3));
      model.forEach((who, index) => assertEquals(list.place(who), index + 1));
      assertEquals(list.place("nobody"), null);
    }
  }));
});
