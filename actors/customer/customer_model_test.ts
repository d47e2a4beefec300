/** Whatever staff and files say in whatever order: what a customer's record promises. */
import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { createCustomerKind } from "./customer.ts";
import type { CustomerCommand } from "./protocol.ts";
import type { CustomerState } from "./state.ts";

const TAGS = ["a", "b", "c", "d"];
const untilMs = fc.option(fc.integer({ min: 1, max: 60 }));
const binding = fc.option(
  fc.constantFrom("m1", "m2").map((manager) => ({ manager, units: [`jx.a.${manager}`, "jx.a"] })),
);
/** Sometimes the version that is there, sometimes one of before. */
const lag = fc.constantFrom(0, 0, 0, 1, 2);

type Step = { readonly waitMs: number; readonly lag: number; readonly body: CustomerCommand };

const step: fc.Arbitrary<Step> = fc.record({
  waitMs: fc.integer({ min: 0, max: 20 }),
  lag,
  body: fc.oneof(
    fc.constant<CustomerCommand>({ kind: "view" }),
    fc.record({
      kind: fc.constant("set-facts" as const),
      facts: fc.record({
        tags: fc.uniqueArray(fc.constantFrom(...TAGS)),
        isNew: fc.boolean(),
        orgUnitIds: fc.constantFrom([], ["jx.b"]),
      }),
      by: fc.constant("s"),
    }),
    fc.record({
      kind: fc.constant("set-tags" as const),
      tags: fc.uniqueArray(fc.record({ tag: fc.constantFrom(...TAGS), untilMs }), {
        selector: ({ tag }) => tag,
      }),
      version: fc.constant(0),
      by: fc.constant("s"),
    }),
    fc.record({
      kind: fc.constant("bind" as const),
      binding,
      version: fc.constant(0),
      by: fc.constant("s"),
    }),
    fc.record({
      kind: fc.constant("import" as const),
      name: fc.option(fc.constantFrom("陈安", "万博")),
      since: fc.option(fc.constantFrom("2019-03-08", "2020-01-01")),
      tags: fc.uniqueArray(fc.constantFrom(...TAGS)),
      binding,
      by: fc.constant("s"),
    }),
  ),
});

Deno.test("a record counts its changes, forgets no current tag, and survives passivation and replay", () => {
  fc.assert(fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
    const kind = createCustomerKind();
    let state = kind.initial("ann");
    let replayed = kind.initial("ann");
    let atMs = 0;
    let changes = 0;
    for (const { waitMs, lag, body } of steps) {
      atMs += waitMs;
      const before = structuredClone(state);
      const asked = "version" in body ? { ...body, version: state.version - lag } : body;
      const decision = kind.decide(
        { body: asked, atMs, commandId: "c", random: "r", from: null },
        state,
      );
      assertEquals(state, before, "decide wrote");
      if (!("reply" in decision)) throw new Error("Nobody waits for a customer");
      const { events, reply } = decision;
      if ("version" in asked && lag > 0) assertEquals([reply.kind, events.length], ["rejected", 0]);
      for (const event of events) {
        state = kind.evolve(state, event);
        const stored: typeof event = JSON.parse(JSON.stringify(event));
        replayed = kind.evolve(replayed, stored);
      }
      changes += events.length;
      assertEquals(state.version, changes);
      // The reply tells what is there now.
      if (reply.kind === "view") assertEquals(reply.view.version, changes);
      state = kind.load("ann", JSON.parse(JSON.stringify(kind.save(state))), kind.snapshotVersion);
      assertEquals(state, replayed);
      check(state, atMs);
    }
  }));
});

Deno.test("the same file again changes nothing, whatever was there before", () => {
  const rows = step.filter(({ body }) => body.kind === "import");
  fc.assert(fc.property(fc.array(step, { maxLength: 10 }), rows, (steps, row) => {
    const kind = createCustomerKind();
    let state = kind.initial("ann");
    let atMs = 0;
    const does = (body: CustomerCommand) => {
      const { events } = kind.decide(
        { body, atMs, commandId: "c", random: "r", from: null },
        state,
      );
      for (const event of events) state = kind.evolve(state, event);
      return events.length;
    };
    for (const { waitMs, body } of steps) {
      atMs += waitMs;
      does("version" in body ? { ...body, version: state.version } : body);
    }
    does(row.body);
    assertEquals(does(row.body), 0);
  }));
});

function check(state: Readonly<CustomerState>, atMs: number): void {
  const kind = createCustomerKind();
  const stamp = { atMs, commandId: "c", random: "r", from: null } as const;
  const decision = kind.decide({ ...stamp, body: { kind: "facts" } }, state);
  if (!("reply" in decision) || decision.reply.kind !== "facts") throw new Error("No facts");
  const { facts, manager } = decision.reply;
  assertEquals(manager, state.manager);
  assertEquals(new Set(facts.tags).size, facts.tags.length);
  for (const { tag, untilMs } of state.tags) {
    assertEquals(facts.tags.includes(tag), untilMs === null || untilMs > atMs, tag);
  }
}
