import { assertEquals } from "@std/assert";
import { createCustomerKind } from "./customer.ts";

Deno.test("a customer never seen before is new, and facts that were set are kept", () => {
  const kind = createCustomerKind();
  let state = kind.initial("ann");
  const stamp = { atMs: 1, commandId: "c", random: "r", from: null } as const;
  assertEquals(kind.decide({ ...stamp, body: { kind: "facts" } }, state), {
    events: [],
    reply: { kind: "facts", facts: { tags: [], isNew: true, orgUnitIds: [] } },
  });
  const facts = { tags: ["farmer"], isNew: false, orgUnitIds: ["outlet-1"] };
  const set = kind.decide({ ...stamp, body: { kind: "set-facts", facts, by: "s" } }, state);
  for (const event of set.events) state = kind.evolve(state, event);
  state = kind.load("ann", JSON.parse(JSON.stringify(kind.save(state))), 1);
  const decision = kind.decide({ ...stamp, body: { kind: "facts" } }, state);
  assertEquals("reply" in decision && decision.reply, { kind: "facts", facts });
});
