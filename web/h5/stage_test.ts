import { assertEquals } from "@std/assert";
import { customer, iso, NOW_MS, reservation, sale } from "./fixtures.ts";
import { deadlineOf, type Facts, type Refusal, sameStage, stageOf } from "./stage.ts";

function stage(part: Partial<Facts> = {}) {
  return stageOf({
    campaign: sale(),
    signedIn: true,
    me: customer(),
    refusal: null,
    nowMs: NOW_MS,
    jitterMs: 0,
    ...part,
  });
}

function refused(code: Refusal["code"], version = 5): Refusal {
  return { code, problem: null, version };
}

const BEFORE = sale({ phase: "warming", startsAt: iso(10_000) });
const ALL_HELD = sale({ soldOut: "all-held" });

Deno.test("before the start the page asks to sign in, then to set a reminder, then to wait", () => {
  assertEquals(stage({ campaign: BEFORE, signedIn: false, me: null }), {
    kind: "early",
    signedIn: false,
    reminded: false,
  });
  assertEquals(stage({ campaign: BEFORE }), { kind: "early", signedIn: true, reminded: false });
  assertEquals(stage({ campaign: BEFORE, me: customer({ reminded: true }) }), {
    kind: "early",
    signedIn: true,
    reminded: true,
  });
});

Deno.test("server time alone opens the sale, whatever phase was heard last", () => {
  assertEquals(stage({ campaign: BEFORE, nowMs: NOW_MS + 9_999 }).kind, "early");
  assertEquals(stage({ campaign: BEFORE, nowMs: NOW_MS + 10_000 }).kind, "open");
  assertEquals(stage({ campaign: sale({ startsAt: iso(1) }) }).kind, "early");
});

Deno.test("the opening is spread by the phone's own jitter", () => {
  const nowMs = NOW_MS + 10_000;
  assertEquals(stage({ campaign: BEFORE, nowMs, jitterMs: 150 }).kind, "early");
  assertEquals(stage({ campaign: BEFORE, nowMs: nowMs + 150, jitterMs: 150 }).kind, "open");
});

Deno.test("server time alone ends the sale", () => {
  assertEquals(stage({ nowMs: NOW_MS + 3_600_000 }).kind, "ended");
  assertEquals(stage({ campaign: sale({ phase: "ended" }) }).kind, "ended");
  assertEquals(stage({ campaign: sale({ phase: "settled" }) }).kind, "ended");
});

Deno.test("a held unit goes before everything, also while paused and after the end", () => {
  const me = customer({ reservations: [reservation()] });
  for (const phase of ["open", "paused", "ended"] as const) {
    assertEquals(stage({ campaign: sale({ phase }), me }).kind, "held", phase);
  }
  assertEquals(stage({ campaign: ALL_HELD, me }).kind, "held");
});

Deno.test("a hold that ran out by server time is held no more", () => {
  const me = customer({ reservations: [reservation({ expiresAt: iso(-1) })] });
  assertEquals(stage({ me }).kind, "open");
  assertEquals(stage({ me, campaign: ALL_HELD }).kind, "all-held");
});

Deno.test("a winner sees the win, also when all is sold or over", () => {
  const me = customer({ reservations: [reservation({ state: "confirmed" })] });
  assertEquals(stage({ me }).kind, "confirmed");
  assertEquals(stage({ me, campaign: sale({ soldOut: "final" }) }).kind, "confirmed");
  assertEquals(stage({ me, campaign: sale({ phase: "ended" }) }).kind, "confirmed");
});

Deno.test("below the limit one may grab again, as many as order and limit allow", () => {
  const campaign = sale({ perCustomerMax: 5, perOrderMax: 3 });
  const me = (units: number) =>
    customer({ reservations: [reservation({ state: "confirmed", units })] });
  assertEquals(stage({ campaign }), {
    kind: "open",
    signedIn: true,
    again: false,
    unitsMax: 3,
  });
  assertEquals(stage({ campaign, me: me(3) }), {
    kind: "open",
    signedIn: true,
    again: true,
    unitsMax: 2,
  });
  assertEquals(stage({ campaign, me: me(5) }).kind, "confirmed");
});

Deno.test("expired and cancelled reservations free the limit", () => {
  const me = customer({
    reservations: [reservation({ state: "expired" }), reservation({ state: "cancelled" })],
  });
  assertEquals(stage({ me }).kind, "open");
});

Deno.test("all held by others leads to the waiting list, the place, then the offer", () => {
  assertEquals(stage({ campaign: ALL_HELD }), { kind: "all-held", held: 1, signedIn: true });
  const waiting = { place: 3, ahead: 2, offer: null };
  assertEquals(stage({ campaign: ALL_HELD, me: customer({ waiting }) }), {
    kind: "waiting",
    place: 3,
    held: 1,
  });
  const offer = { place: null, ahead: 0, offer: { deadline: iso(1_000) } };
  assertEquals(stage({ campaign: ALL_HELD, me: customer({ waiting: offer }) }), {
    kind: "offer",
    deadlineMs: NOW_MS + 1_000,
  });
  assertEquals(
    stage({ campaign: ALL_HELD, me: customer({ waiting: offer }), nowMs: NOW_MS + 1_000 }).kind,
    "all-held",
  );
});

Deno.test("whoever waits is told once everything is sold", () => {
  const me = customer({ waiting: { place: 3, ahead: 2, offer: null } });
  assertEquals(stage({ campaign: sale({ soldOut: "final" }), me }).kind, "sold-out");
});

Deno.test("a refusal for want of units holds until the server says something newer", () => {
  assertEquals(stage({ refusal: refused("all-held") }).kind, "all-held");
  assertEquals(stage({ refusal: refused("sold-out") }).kind, "sold-out");
  assertEquals(stage({ refusal: refused("outlet-limit") }).kind, "outlet-limit");
  assertEquals(
    stage({ refusal: refused("all-held"), campaign: sale({ version: 6 }) }).kind,
    "open",
  );
});

Deno.test("a unit that comes back reopens what was sold out", () => {
  assertEquals(stage({ campaign: sale({ soldOut: "final" }) }).kind, "sold-out");
  assertEquals(
    stage({ campaign: sale({ version: 6 }), refusal: refused("sold-out") }).kind,
    "open",
  );
});

Deno.test("refusals of the person stay", () => {
  const campaign = sale({ version: 99 });
  for (const code of ["not-eligible", "limit-reached"] as const) {
    assertEquals(stage({ campaign, refusal: refused(code) }).kind, code);
  }
});

Deno.test("paused shows as paused, whatever the stock", () => {
  assertEquals(stage({ campaign: sale({ phase: "paused", soldOut: "all-held" }) }).kind, "paused");
});

Deno.test("each stage counts down to its own deadline", () => {
  assertEquals(deadlineOf(stage({ campaign: BEFORE }), BEFORE), NOW_MS + 10_000);
  assertEquals(deadlineOf(stage(), sale()), NOW_MS + 3_600_000);
  const me = customer({ reservations: [reservation()] });
  assertEquals(deadlineOf(stage({ me }), sale()), NOW_MS + 300_000);
  assertEquals(deadlineOf({ kind: "ended" }, sale()), null);
});

Deno.test("sameStage compares what stages say", () => {
  assertEquals(sameStage(stage(), stage()), true);
  assertEquals(sameStage(stage(), stage({ signedIn: false })), false);
  assertEquals(sameStage({ kind: "ended" }, { kind: "paused" }), false);
});
