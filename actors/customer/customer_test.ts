import { assertEquals } from "@std/assert";
import customerV1 from "../fixtures/customer_v1.json" with { type: "json" };
import customerV2 from "../fixtures/customer_v2.json" with { type: "json" };
import { createCustomerKind } from "./customer.ts";
import {
  type CustomerCommand,
  type CustomerEvent,
  type CustomerReply,
  TAGS_MAX,
} from "./protocol.ts";
import type { CustomerState } from "./state.ts";

const DAY_MS = 86_400_000;
const ANN = { manager: "m1", units: ["jx.a.1", "jx.a", "jx"] } as const;

function customerOf(state?: CustomerState) {
  const kind = createCustomerKind();
  let current = state ?? kind.initial("ann");
  let atMs = 1_000;
  return {
    /** Decides and evolves; gives the reply and how many events were stored. */
    does(body: CustomerCommand): { reply: CustomerReply; events: number } {
      const decision = kind.decide(
        { body, atMs, commandId: "c", random: "r", from: null },
        current,
      );
      for (const event of decision.events) current = kind.evolve(current, event);
      if (!("reply" in decision)) throw new Error("Nobody waits for a customer");
      return { reply: decision.reply, events: decision.events.length };
    },
    view() {
      const { reply } = this.does({ kind: "view" });
      if (reply.kind !== "view") throw new Error(reply.kind);
      return reply.view;
    },
    facts() {
      const { reply } = this.does({ kind: "facts" });
      if (reply.kind !== "facts") throw new Error(reply.kind);
      return reply.facts;
    },
    passivate() {
      current = kind.load(
        "ann",
        JSON.parse(JSON.stringify(kind.save(current))),
        kind.snapshotVersion,
      );
    },
    later(ms: number) {
      atMs += ms;
    },
  };
}

const importOf = (part: Partial<Extract<CustomerCommand, { kind: "import" }>> = {}) => ({
  kind: "import" as const,
  name: null,
  since: null,
  tags: [],
  binding: null,
  by: "s",
  ...part,
});

Deno.test("a customer never seen before is new, untagged, of no unit and nobody's", () => {
  const customer = customerOf();
  assertEquals(customer.facts(), { tags: [], isNew: true, orgUnitIds: [] });
  assertEquals([customer.view().manager, customer.view().version], [null, 0]);
});

Deno.test("facts that were set are kept over passivation", () => {
  const customer = customerOf();
  const facts = { tags: ["farmer"], isNew: false, orgUnitIds: ["outlet-1"] };
  customer.does({ kind: "set-facts", facts, by: "s" });
  customer.passivate();
  assertEquals(customer.facts(), facts);
});

Deno.test("a binding brings the units of the manager's outlet, and taking it away takes them too", () => {
  const customer = customerOf();
  customer.does({ kind: "bind", binding: ANN, version: 0, by: "s" });
  assertEquals(customer.facts().orgUnitIds, ["jx.a.1", "jx.a", "jx"]);
  assertEquals(customer.view().isNew, true, "being bound is no business yet");
  assertEquals(customer.does({ kind: "bind", binding: ANN, version: 1, by: "s" }).events, 0);
  customer.does({ kind: "bind", binding: null, version: 1, by: "s" });
  assertEquals([customer.facts().orgUnitIds, customer.view().manager], [[], null]);
});

Deno.test("the later of two editors is told, and nothing is overwritten", () => {
  const customer = customerOf();
  const tags = [{ tag: "farmer", untilMs: null }];
  customer.does({ kind: "set-tags", tags, version: 0, by: "first" });
  for (
    const late of [
      { kind: "set-tags", tags: [], version: 0, by: "second" },
      { kind: "bind", binding: ANN, version: 0, by: "second" },
    ] as const
  ) {
    const { reply, events } = customer.does(late);
    assertEquals([reply.kind === "rejected" && reply.code, events], ["stale", 0]);
  }
  assertEquals(customer.view().tags.map(({ tag, by }) => [tag, by]), [["farmer", "first"]]);
});

Deno.test("a tag counts until its end, and one that stays keeps who gave it and when", () => {
  const customer = customerOf();
  const spring = { tag: "spring", untilMs: 1_000 + DAY_MS };
  const farmer = { tag: "farmer", untilMs: null };
  customer.does({ kind: "set-tags", tags: [spring, farmer], version: 0, by: "first" });
  customer.later(DAY_MS - 1);
  assertEquals(customer.facts().tags, ["spring", "farmer"]);
  customer.does({ kind: "set-tags", tags: [farmer, spring], version: 1, by: "second" });
  assertEquals(customer.view().tags.map(({ by, atMs }) => [by, atMs]), [["first", 1_000], [
    "first",
    1_000,
  ]]);
  customer.later(1);
  assertEquals(customer.facts().tags, ["farmer"]);
});

Deno.test("the same file again changes nothing", () => {
  const customer = customerOf();
  const row = importOf({ name: "陈安", since: "2019-03-08", tags: ["farmer"], binding: ANN });
  assertEquals(customer.does(row).reply, { kind: "imported", change: "created" });
  customer.passivate();
  assertEquals(customer.does(row), {
    reply: { kind: "imported", change: "unchanged" },
    events: 0,
  });
  const more = importOf({ tags: ["vip"] });
  assertEquals(customer.does(more).reply, { kind: "imported", change: "changed" });
  const view = customer.view();
  assertEquals([view.name, view.since, view.isNew, view.manager], [
    "陈安",
    "2019-03-08",
    false,
    "m1",
  ]);
  assertEquals(view.tags.map(({ tag, source }) => `${source} ${tag}`), [
    "import farmer",
    "import vip",
  ]);
});

Deno.test("a trial says what would change and changes nothing", () => {
  const customer = customerOf();
  const row = importOf({ tags: ["vip"], dry: true });
  assertEquals(customer.does(row), {
    reply: { kind: "imported", change: "created" },
    events: 0,
  });
  assertEquals(customer.view().version, 0);
});

Deno.test("tags are bounded", () => {
  const customer = customerOf();
  const words = Array.from({ length: TAGS_MAX }, (_, n) => `t${n}`);
  customer.does(importOf({ tags: words }));
  const { reply, events } = customer.does(importOf({ tags: ["one more"] }));
  assertEquals([reply.kind === "rejected" && reply.code, events], ["too-many-tags", 0]);
});

Deno.test("records and snapshots of the first release say the same today", () => {
  const kind = createCustomerKind();
  let replayed = kind.initial(customerV1.key);
  for (const event of customerV1.events) {
    const current = kind.upcast?.(event, customerV1.eventVersion);
    if (current === undefined) throw new Error("Cannot upcast");
    replayed = kind.evolve(replayed, current);
  }
  const loaded = kind.load(customerV1.key, customerV1.snapshot, customerV1.snapshotVersion);
  for (const state of [replayed, loaded]) {
    assertEquals(customerOf(state).facts(), customerV1.expect);
    assertEquals(customerOf(state).view().manager, null);
  }
  assertEquals(customerOf(replayed).view().tags[1]?.by, "staff-province");
});

Deno.test("records and snapshots of the second release know of no deeds and go on from there", () => {
  const kind = createCustomerKind();
  let replayed = kind.initial(customerV2.key);
  for (const event of customerV2.events) replayed = kind.evolve(replayed, event as CustomerEvent);
  const loaded = kind.load(customerV2.key, customerV2.snapshot, customerV2.snapshotVersion);
  assertEquals(loaded, replayed);
  const customer = customerOf(loaded);
  assertEquals(customer.facts(), customerV2.expect);
  const event = { id: "e", type: "account-opened", atMs: 900 } as const;
  assertEquals(customer.does({ kind: "event", event, reversal: false }).events, 1);
  assertEquals(customer.view().version, 2, "deeds are no change of the record");
});

Deno.test("others see the first character of a name, else the masked phone", () => {
  const customer = customerOf();
  const mask = () => {
    const { reply } = customer.does({ kind: "facts" });
    return reply.kind === "facts" ? reply.mask : reply.kind;
  };
  assertEquals(mask(), null);
  assertEquals(customer.does({ kind: "seen", mask: "139****0101" }).events, 1);
  assertEquals(customer.does({ kind: "seen", mask: "139****0101" }).events, 0);
  assertEquals(mask(), "139****0101");
  customer.does(importOf({ name: "陈安" }));
  customer.passivate();
  assertEquals(mask(), "陈*");
});
