/** What customers do reaches the campaigns that want to know, once, whichever comes first. */
import { assertEquals } from "@std/assert";
import fc from "fast-check";
import type { Enrol, Happened } from "../referral/transfer.ts";
import { createCustomerKind } from "./customer.ts";
import {
  type CustomerCommand,
  type CustomerMessage,
  ENROLMENTS_MAX,
  type Happening,
  HAPPENINGS_KEPT_MS,
  HAPPENINGS_MAX,
} from "./protocol.ts";

const DAY_MS = 86_400_000;
const START_MS = 1_000 * DAY_MS;

function hub() {
  const kind = createCustomerKind();
  let state = kind.initial("ann");
  const sent: { to: string; command: Happened }[] = [];
  let nowMs = START_MS;
  return {
    sent,
    get state() {
      return state;
    },
    later(ms: number) {
      nowMs += ms;
    },
    hears(body: CustomerCommand | CustomerMessage, from: string | null = null) {
      const decision = kind.decide(
        { body, atMs: nowMs, commandId: "c", random: "r", from },
        state,
      );
      for (const event of decision.events) {
        state = kind.evolve(state, JSON.parse(JSON.stringify(event)));
      }
      for (const { to, command } of decision.send ?? []) {
        sent.push({ to, command: command as Happened });
      }
      state = kind.load("ann", JSON.parse(JSON.stringify(kind.save(state))), kind.snapshotVersion);
      if (!("reply" in decision)) throw new Error("Nobody waits for a customer");
      return decision.reply;
    },
    does(event: Happening, reversal = false, from: string | null = null) {
      return this.hears({ kind: "event", event, reversal }, from);
    },
    enrols(part: Partial<Enrol> = {}) {
      const message = enrolOf(part);
      return this.hears(message, `referral/${message.campaign}/${message.cell}`);
    },
    told() {
      return sent.map(({ to, command: { n, event, reversal } }) =>
        `${to} ${n} ${reversal ? "-" : "+"}${event.id}`
      );
    },
  };
}

function enrolOf(part: Partial<Enrol>): Enrol {
  return {
    kind: "enrol",
    campaign: "r",
    cell: 2,
    n: 7,
    types: ["account-opened"],
    sinceMs: START_MS - 30 * DAY_MS,
    untilMs: START_MS + 30 * DAY_MS,
    ...part,
  };
}

function opened(id: string, atMs = START_MS): Happening {
  return { id, type: "account-opened", atMs };
}

Deno.test("an event after joining is forwarded, one of before too, in the order in which they happened", () => {
  const customer = hub();
  customer.does(opened("late", START_MS - DAY_MS));
  customer.does(opened("early", START_MS - 2 * DAY_MS));
  customer.enrols();
  customer.does(opened("now"));
  assertEquals(customer.told(), [
    "referral/r/2 7 +early",
    "referral/r/2 7 +late",
    "referral/r/2 7 +now",
  ]);
});

Deno.test("the same event again answers when it first came and goes nowhere", () => {
  const customer = hub();
  customer.enrols();
  assertEquals(customer.does(opened("a")), {
    kind: "event",
    first: true,
    receivedAtMs: START_MS,
  });
  customer.later(DAY_MS);
  assertEquals(customer.does(opened("a")), {
    kind: "event",
    first: false,
    receivedAtMs: START_MS,
  });
  assertEquals(customer.told().length, 1);
});

Deno.test("the id of an event stands for it and nothing else", () => {
  const customer = hub();
  customer.does(opened("a"));
  const others: Happening[] = [
    { ...opened("a"), type: "card-activated" },
    { ...opened("a"), atMs: START_MS - 1 },
    { ...opened("a"), amountFen: 1 },
  ];
  for (const event of others) {
    const reply = customer.does(event);
    assertEquals(reply.kind === "rejected" && reply.code, "mismatch");
  }
  const notice = customer.hears({ kind: "taken-back", id: "a", of: "b", atMs: START_MS });
  assertEquals(notice.kind === "rejected" && notice.code, "mismatch");
});

Deno.test("only what a campaign asks for reaches it: types, and instants of its window", () => {
  const customer = hub();
  customer.enrols();
  customer.does({ ...opened("card"), type: "card-activated" });
  customer.does(opened("too early", START_MS - 31 * DAY_MS));
  customer.later(40 * DAY_MS);
  customer.does(opened("too late", START_MS + 31 * DAY_MS));
  customer.does(opened("in time, told late", START_MS + 30 * DAY_MS));
  assertEquals(customer.told(), ["referral/r/2 7 +in time, told late"]);
});

Deno.test("what is taken back is told once, also when the notice repeats or another follows", () => {
  const customer = hub();
  customer.enrols();
  customer.does(opened("a"));
  const notice = { kind: "taken-back", id: "n1", of: "a", atMs: START_MS } as const;
  customer.hears(notice);
  customer.hears(notice);
  customer.does(opened("a"), true);
  assertEquals(customer.told(), ["referral/r/2 7 +a", "referral/r/2 7 -a"]);
});

Deno.test("what is taken back before it comes never counts", () => {
  const customer = hub();
  customer.enrols();
  customer.hears({ kind: "taken-back", id: "n1", of: "a", atMs: START_MS });
  customer.does(opened("a"));
  customer.enrols({ campaign: "later" });
  assertEquals(customer.told(), ["referral/r/2 7 -a"], "it may have been counted and forgotten");
});

Deno.test("what is taken back after it was pushed out of the record is told by its id, to all, once", () => {
  const customer = hub();
  customer.enrols();
  customer.enrols({ campaign: "deposits", cell: 0, n: 3, types: ["deposit-made"] });
  customer.does(opened("a"));
  for (let n = 0; n < HAPPENINGS_MAX; n++) {
    customer.does({ ...opened(`card${n}`), type: "card-activated" });
  }
  assertEquals(customer.state.happenings.some(({ id }) => id === "a"), false);
  customer.hears({ kind: "taken-back", id: "n1", of: "a", atMs: START_MS });
  customer.does(opened("a"), true);
  assertEquals(customer.told(), [
    "referral/r/2 7 +a",
    "referral/r/2 7 -a",
    "referral/deposits/0 3 -a",
  ]);
});

Deno.test("applications that a customer opens push no event of the bank out, only older ones of themselves", () => {
  const customer = hub();
  customer.does(opened("account"));
  for (let n = 0; n <= HAPPENINGS_MAX; n++) {
    customer.does({ ...opened(`p${n}`), type: "application-opened" });
  }
  assertEquals(customer.state.happenings.slice(0, 2).map(({ id }) => id), ["account", "p1"]);
  assertEquals(customer.state.happenings.length, HAPPENINGS_MAX + 1);
  for (let n = 0; n < HAPPENINGS_MAX; n++) customer.does(opened(`e${n}`));
  const ids = customer.state.happenings.map(({ id }) => id);
  assertEquals([ids.length, ids[0], ids.includes("account")], [2 * HAPPENINGS_MAX, "p1", false]);
});

Deno.test("only a campaign's own cell enrols, and only stock cells tell of purchases", () => {
  const customer = hub();
  customer.hears(enrolOf({}), "referral/r/3");
  customer.hears(enrolOf({}), "campaign/r");
  assertEquals(customer.state.enrolments.length, 0);
  customer.does(opened("a"), false, "wallet/ann");
  assertEquals(customer.state.happenings.length, 0);
  customer.does({ id: "s1", type: "purchase-confirmed", atMs: START_MS }, false, "stock/s/1");
  assertEquals(customer.state.happenings.length, 1);
});

Deno.test("a longer enrolment tells only what the shorter one left out", () => {
  const customer = hub();
  customer.does(opened("old", START_MS - 40 * DAY_MS));
  customer.does(opened("new"));
  customer.enrols();
  customer.enrols({ sinceMs: START_MS - 60 * DAY_MS });
  assertEquals(customer.told(), ["referral/r/2 7 +new", "referral/r/2 7 +old"]);
});

Deno.test("what is kept is bounded: the oldest events go, and the campaigns that end first", () => {
  const customer = hub();
  for (let n = 0; n <= HAPPENINGS_MAX; n++) customer.does(opened(`e${n}`));
  assertEquals(customer.state.happenings.length, HAPPENINGS_MAX);
  assertEquals(customer.state.happenings[0]?.id, "e1");
  for (let n = 0; n <= ENROLMENTS_MAX; n++) {
    customer.enrols({ campaign: `r${n}`, untilMs: START_MS + (n === 5 ? 1 : 2 + n) });
  }
  const campaigns = customer.state.enrolments.map(({ campaign }) => campaign);
  assertEquals([campaigns.length, campaigns.includes("r5")], [ENROLMENTS_MAX, false]);
  customer.later(HAPPENINGS_KEPT_MS + 1);
  customer.does(opened("next year", START_MS + HAPPENINGS_KEPT_MS));
  assertEquals(customer.state.happenings.map(({ id }) => id), ["next year"]);
});

type Step =
  | { readonly kind: "event" | "back" | "repeat"; readonly id: number; readonly at: number }
  | { readonly kind: "enrol"; readonly campaign: number; readonly since: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constantFrom("event" as const, "back" as const, "repeat" as const),
    id: fc.nat(6),
    at: fc.nat(9),
  }),
  fc.record({ kind: fc.constant("enrol" as const), campaign: fc.nat(2), since: fc.nat(5) }),
);

Deno.test("in any order each campaign ends up with the events of its window that lasted, each once", () => {
  fc.assert(fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
    const customer = hub();
    const events = new Map<number, number>();
    const gone = new Set<number>();
    const since = new Map<number, number>();
    for (const one of steps) {
      if (one.kind === "enrol") {
        // A campaign asks once; its window never shrinks.
        if (since.has(one.campaign)) continue;
        since.set(one.campaign, one.since);
        customer.enrols({ campaign: `r${one.campaign}`, sinceMs: START_MS + one.since });
      } else if (one.kind === "back") {
        gone.add(one.id);
        customer.hears({ kind: "taken-back", id: `n${one.id}`, of: `e${one.id}`, atMs: START_MS });
      } else {
        const at = events.get(one.id) ?? one.at;
        events.set(one.id, at);
        customer.does(opened(`e${one.id}`, START_MS + at));
      }
    }
    const counts = new Map<string, number>();
    for (const { to, command: { event, reversal } } of customer.sent) {
      const key = `${to} ${event.id}`;
      const before = counts.get(key) ?? 0;
      // A cell takes back what it counted, and nothing else.
      if (!reversal) assertEquals(before, 0, `${key} is told twice`);
      counts.set(key, reversal ? 0 : 1);
    }
    for (const [campaign, from] of since) {
      for (const [id, at] of events) {
        const wanted = at >= from && !gone.has(id) ? 1 : 0;
        assertEquals(counts.get(`referral/r${campaign}/2 e${id}`) ?? 0, wanted);
      }
    }
  }));
});
