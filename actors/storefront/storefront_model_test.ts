/** A storefront against a plain list of what happened to it. */
import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { dayOf } from "./day.ts";
import { type Count, DEFAULT_CONTENT, type Measure, VERSIONS_MAX } from "./protocol.ts";
import type { StorefrontCommand } from "./protocol.ts";
import { createStorefrontKind } from "./storefront.ts";

type Op =
  | { kind: "save" | "publish"; late: boolean }
  | { kind: "back"; pick: number }
  | { kind: "count"; counts: readonly Count[] }
  | { kind: "pass"; ms: number }
  | { kind: "store" };

const CHANNELS = ["wechat", "print", "direct"];

const count: fc.Arbitrary<Count> = fc.oneof(
  fc.record({
    channel: fc.constantFrom(...CHANNELS),
    measure: fc.constant("visit" as const),
    visitor: fc.nat({ max: 12 }),
  }),
  fc.record({
    channel: fc.constantFrom(...CHANNELS),
    measure: fc.constantFrom("click" as const, "share" as const, "action" as const),
    item: fc.constantFrom("p1", "p2"),
  }),
);

const op: fc.Arbitrary<Op> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constantFrom("save" as const, "publish" as const),
      late: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("back" as const), pick: fc.nat(30) }) },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant("count" as const),
      counts: fc.array(count, { maxLength: 8 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("pass" as const),
      ms: fc.constantFrom(1, 3_600_000, 86_400_000),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: "store" as const }) },
);

Deno.test("a storefront is what a list of its edits and visits says", () => {
  fc.assert(
    fc.property(fc.array(op, { maxLength: 60, size: "max" }), (ops) => play(ops)),
    { numRuns: Number(Deno.env.get("MODEL_RUNS") ?? 300) },
  );
});

function play(ops: readonly Op[]): void {
  const kind = createStorefrontKind();
  let state = kind.initial("m");
  let atMs = Date.UTC(2026, 10, 22, 12);
  /** Texts of the published versions by number, of the draft, and every edit that was taken. */
  const published: string[] = [];
  let draft: string | null = null;
  let edits = 0;
  const counted: { day: string; count: Count }[] = [];

  const send = (body: StorefrontCommand) => {
    const turn = kind.decide({ body, atMs, commandId: "c", random: "", from: null }, state);
    for (const event of turn.events) state = kind.evolve(state, JSON.parse(JSON.stringify(event)));
    if (!("reply" in turn)) throw new Error("waits");
    return turn.reply;
  };

  ops.forEach((each, i) => {
    switch (each.kind) {
      case "pass":
        atMs += each.ms;
        break;
      case "store":
        state = kind.load("m", JSON.parse(JSON.stringify(kind.save(state))), 1);
        break;
      case "count":
        send({ kind: "count", counts: each.counts });
        for (const count of each.counts) counted.push({ day: dayOf(atMs), count });
        break;
      case "save": {
        const revision = edits - (each.late ? 1 : 0);
        const content = { ...DEFAULT_CONTENT, news: [String(i)] };
        const reply = send({ kind: "save-draft", content, revision, by: "m" });
        assertEquals(reply.kind, each.late ? "rejected" : "view");
        if (each.late) break;
        draft = String(i);
        edits++;
        break;
      }
      case "publish": {
        const reply = send({ kind: "publish", revision: edits - (each.late ? 1 : 0), by: "m" });
        const taken = !each.late && draft !== null;
        assertEquals(reply.kind, taken ? "view" : "rejected");
        if (!taken || draft === null) break;
        published.push(draft);
        draft = null;
        edits++;
        break;
      }
      case "back": {
        const reply = send({ kind: "roll-back", to: each.pick, revision: edits, by: "m" });
        const old = published[each.pick - 1];
        const kept = each.pick > published.length - VERSIONS_MAX;
        assertEquals(reply.kind, old !== undefined && kept ? "view" : "rejected");
        if (old === undefined || !kept) break;
        published.push(old);
        draft = null;
        edits++;
      }
    }
    check();
  });

  function check(): void {
    const reply = send({ kind: "view" });
    if (reply.kind !== "view") throw new Error(reply.kind);
    const { view } = reply;
    assertEquals(view.revision, edits);
    assertEquals(view.draft?.content.news ?? null, draft === null ? null : [draft]);
    assertEquals(view.published?.content.news?.[0], published.at(-1));
    assertEquals(view.published?.version ?? 0, published.length);
    const today = counted.filter(({ day }) => day === dayOf(atMs)).map(({ count }) => count);
    for (const measure of ["visit", "click", "share", "action"] as const) {
      assertEquals(sum(measure), today.filter((one) => one.measure === measure).length);
    }
    // Of the few visitors here no two share a slot, so the estimate is off by rounding at most.
    const visitors = new Set(today.flatMap(({ visitor }) => visitor ?? [])).size;
    assertEquals(sum("visitor"), visitors);
  }

  function sum(measure: Measure): number {
    const reply = send({ kind: "today" });
    if (reply.kind !== "today") throw new Error(reply.kind);
    return reply.today.rows.filter((row) => row.measure === measure)
      .reduce((all, { n }) => all + n, 0);
  }
}
