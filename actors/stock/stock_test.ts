import { assert, assertEquals } from "@std/assert";
import { Cell, codeOf, ENDS_MS, HOLD_MS, OPEN_MS, stateOf } from "./scenario.ts";

const SOON_MS = OPEN_MS + 10;

Deno.test("grab is refused before the opening however early, and says when it opens", () => {
  const cell = Cell.with(1);
  assertEquals(cell.grab(OPEN_MS - 1, "ann"), {
    kind: "rejected",
    code: "not-open",
    opensAtMs: OPEN_MS,
  });
  assertEquals(codeOf(cell.grab(OPEN_MS, "ann")), "reserved");
});

Deno.test("grab is refused by a cell that no campaign has configured", () => {
  assertEquals(codeOf(new Cell().grab(SOON_MS, "ann")), "not-found");
});

Deno.test("grab is refused from the end on without any message", () => {
  const cell = Cell.with(1);
  assertEquals(codeOf(cell.grab(ENDS_MS, "ann")), "ended");
});

Deno.test("grab is refused while paused, but a hold is confirmed and its clock runs on", () => {
  const cell = Cell.with(3);
  const bought = cell.reserved(SOON_MS, "ann");
  const lapsing = cell.reserved(SOON_MS, "bob");
  cell.direct(SOON_MS + 1, {
    phase: { version: 2, paused: true, ended: false, endsAtMs: ENDS_MS },
  });
  assertEquals(cell.report?.phase, 2, "the pause is acknowledged at once");
  assertEquals(codeOf(cell.grab(SOON_MS + 2, "cid")), "paused");
  assertEquals(stateOf(cell.confirm(SOON_MS + 3, bought)), "confirmed");
  assertEquals(codeOf(cell.confirm(SOON_MS + HOLD_MS, lapsing, null)), "expired");
});

Deno.test("64 grabs of one customer take one unit", () => {
  const cell = Cell.with(100);
  const codes = Array.from({ length: 64 }, () => codeOf(cell.grab(SOON_MS, "ann")));
  assertEquals(codes.filter((code) => code === "reserved").length, 1);
  assertEquals(codes.filter((code) => code === "reservation").length, 63);
  assertEquals(cell.state.sums.available, 99);
});

Deno.test("a winner who loads again gets the reservation, not sold-out", () => {
  const cell = Cell.with(1);
  const won = cell.reserved(SOON_MS, "ann");
  cell.direct(SOON_MS, { drain: true, final: true });
  const reply = cell.grab(SOON_MS + 1, "ann");
  assertEquals(reply, { kind: "reservation", reservation: won });
});

Deno.test("grab refuses more than one order takes and more than one person may have", () => {
  const cell = Cell.with(10, { perCustomerMax: 3, perOrderMax: 2 });
  assertEquals(codeOf(cell.grab(SOON_MS, "ann", { units: 3 })), "order-limit");
  cell.reserved(SOON_MS, "ann", 2);
  assertEquals(codeOf(cell.grab(SOON_MS, "ann", { units: 2 })), "limit-reached");
  cell.reserved(SOON_MS, "ann", 1);
  assertEquals(codeOf(cell.grab(SOON_MS, "ann", { units: 1 })), "limit-reached");
  assertEquals(cell.state.sums.available, 7);
});

Deno.test("cancel and expiry free the personal limit", () => {
  const cell = Cell.with(1);
  const first = cell.reserved(SOON_MS, "ann");
  assertEquals(stateOf(cell.cancel(SOON_MS + 1, first)), "cancelled");
  const second = cell.reserved(SOON_MS + 2, "ann");
  assert(second.id !== first.id);
  const third = cell.reserved(SOON_MS + 2 + HOLD_MS, "ann");
  assert(third.id !== second.id);
  assertEquals(cell.state.sums.held, 1);
});

Deno.test("who takes and lets go without end is stopped", () => {
  const cell = Cell.with(1);
  for (let i = 0; i < 200; i++) cell.cancel(SOON_MS, cell.reserved(SOON_MS, "ann"));
  assertEquals(codeOf(cell.grab(SOON_MS, "ann")), "limit-reached");
  assertEquals(codeOf(cell.grab(SOON_MS, "bob")), "reserved");
});

Deno.test("the same key replays the stored answer, another body under it is a mismatch", () => {
  const cell = Cell.with(10, { perCustomerMax: 5 });
  const first = cell.grab(SOON_MS, "ann", { key: "k", units: 2 });
  const again = cell.grab(SOON_MS + 1, "ann", { key: "k", units: 2 });
  assertEquals(codeOf(first), "reserved");
  assertEquals(codeOf(again), "reservation");
  assertEquals(
    "reservation" in again && again.reservation,
    "reservation" in first && first.reservation,
  );
  assertEquals(codeOf(cell.grab(SOON_MS, "ann", { key: "k", units: 1 })), "idempotency-mismatch");
  assertEquals(codeOf(cell.grab(SOON_MS, "bob", { key: "k", units: 1 })), "reserved");
  const dayLater = SOON_MS + 24 * 3_600_000;
  assertEquals(codeOf(cell.grab(dayLater, "ann", { key: "k", units: 2 })), "reservation");
});

Deno.test("a refusal is not stored under its key", () => {
  const cell = Cell.with(1);
  assertEquals(codeOf(cell.grab(OPEN_MS - 1, "ann", { key: "k" })), "not-open");
  assertEquals(codeOf(cell.grab(OPEN_MS, "ann", { key: "k" })), "reserved");
});

Deno.test("eligibility asks for any of the tags, any of the units, and newness", () => {
  const facts = { tags: ["farmer"], isNew: false, orgUnitIds: ["outlet-1", "bank-1"] };
  const tagged = Cell.with(9, { eligibility: { tags: ["farmer", "vip"] } });
  assertEquals(codeOf(tagged.grab(SOON_MS, "ann", { facts })), "reserved");
  assertEquals(codeOf(tagged.grab(SOON_MS, "bob")), "not-eligible");
  const local = Cell.with(9, { eligibility: { orgUnitIds: ["bank-1"] } });
  assertEquals(codeOf(local.grab(SOON_MS, "ann", { facts })), "reserved");
  const fresh = Cell.with(9, { eligibility: { newCustomersOnly: true } });
  assertEquals(codeOf(fresh.grab(SOON_MS, "ann", { facts })), "not-eligible");
  assertEquals(codeOf(fresh.grab(SOON_MS, "bob")), "reserved");
});

Deno.test("a hold expires at its instant and its unit is there for the next", () => {
  const cell = Cell.with(1);
  cell.reserved(SOON_MS, "ann");
  cell.wake(SOON_MS);
  assertEquals(cell.kind.wake?.(cell.state), SOON_MS + HOLD_MS);
  assertEquals(codeOf(cell.grab(SOON_MS + HOLD_MS - 1, "bob")), "wait");
  const late = Cell.with(1);
  late.reserved(SOON_MS, "ann");
  assertEquals(codeOf(late.grab(SOON_MS + HOLD_MS, "bob")), "reserved");
});

Deno.test("a wake expires a bounded number of holds and asks for the next at once", () => {
  const cell = Cell.with(600);
  for (let i = 0; i < 600; i++) cell.reserved(SOON_MS, `c${i}`);
  const due = SOON_MS + HOLD_MS;
  cell.wake(due);
  assertEquals(cell.state.sums.held, 600 - 512);
  assertEquals(cell.kind.wake?.(cell.state), due);
  cell.wake(due);
  assertEquals(cell.state.sums.held, 0);
  assertEquals(cell.state.sums.available, 600);
});

Deno.test("confirm takes exactly the price", () => {
  const cell = Cell.with(2, { perCustomerMax: 2 });
  const held = cell.reserved(SOON_MS, "ann", 2);
  const wrong = cell.confirm(SOON_MS, held, "p1", 100);
  assertEquals(codeOf(wrong), "payment-mismatch");
  assertEquals("refundFen" in wrong && wrong.refundFen, 100);
  assertEquals(stateOf(cell.confirm(SOON_MS, held, "p2", 200)), "confirmed");
  assertEquals(cell.state.sums.confirmed, 2);
});

Deno.test("a payment of the wrong amount is refunded and buys nothing any more", () => {
  const cell = Cell.with(1);
  const held = cell.reserved(SOON_MS, "ann");
  cell.confirm(SOON_MS, held, "p1", 99);
  assertEquals(codeOf(cell.confirm(SOON_MS, held, "p1", 100)), "payment-mismatch");
  assertEquals(stateOf(cell.confirm(SOON_MS, held, "p2", 100)), "confirmed");
});

Deno.test("what costs nothing is confirmed without a payment", () => {
  const cell = Cell.with(1, { priceFen: 0 });
  const held = cell.reserved(SOON_MS, "ann");
  assertEquals(stateOf(cell.confirm(SOON_MS, held, null)), "confirmed");
  assertEquals(codeOf(cell.confirm(SOON_MS, held, null)), "reservation");
});

Deno.test("the same payment again is the same answer, a second payment is refunded", () => {
  const cell = Cell.with(1);
  const held = cell.reserved(SOON_MS, "ann");
  cell.confirm(SOON_MS, held, "p1");
  assertEquals(codeOf(cell.confirm(SOON_MS + 1, held, "p1")), "reservation");
  assertEquals(cell.events, []);
  const double = cell.confirm(SOON_MS + 2, held, "p2");
  assertEquals(codeOf(double), "already-confirmed");
  assertEquals("refundFen" in double && double.refundFen, 100);
  assertEquals(cell.events, ["refund-due"]);
  cell.confirm(SOON_MS + 3, held, "p2");
  assertEquals(cell.events, [], "a refund is due once");
});

Deno.test("a late payment takes the unit again if one is left", () => {
  const cell = Cell.with(1);
  const held = cell.reserved(SOON_MS, "ann");
  const reply = cell.confirm(SOON_MS + HOLD_MS, held);
  assertEquals(stateOf(reply), "confirmed");
  assertEquals(cell.events.slice(0, 2), ["expired", "retaken"]);
  assertEquals(cell.state.sums.confirmed, 1);
});

Deno.test("a late payment whose unit is gone asks the campaign, then is refunded once", () => {
  const cell = Cell.with(1);
  const late = cell.reserved(SOON_MS, "ann");
  const at = SOON_MS + HOLD_MS;
  cell.reserved(at, "bob");
  const waits = cell.confirm(at + 1, late);
  assertEquals(codeOf(waits), "wait");
  const request = cell.report?.request?.number ?? 0;
  cell.direct(at + 5_000, { answer: { request, more: false } });
  const answer = cell.onlyAnswer();
  assertEquals(codeOf(answer), "expired");
  assertEquals("refundFen" in answer && answer.refundFen, 100);
  assert(cell.events.includes("refund-due"));
  const again = cell.confirm(at + 6_000, late);
  assertEquals(codeOf(again), "expired");
  assertEquals("refundFen" in again && again.refundFen, 100);
  assertEquals(cell.events, []);
});

Deno.test("a late payment gets the unit that the campaign sends", () => {
  const cell = Cell.with(1);
  const late = cell.reserved(SOON_MS, "ann");
  const at = SOON_MS + HOLD_MS;
  cell.reserved(at, "bob");
  cell.confirm(at + 1, late);
  cell.direct(at + 2, { granted: 2, answer: { request: 1, more: true } });
  const answer = cell.onlyAnswer();
  assertEquals(stateOf(answer), "confirmed");
  assertEquals(codeOf(cell.confirm(at + 3, late)), "reservation");
});

Deno.test("a late payment does not break the limit per person", () => {
  const cell = Cell.with(5);
  const late = cell.reserved(SOON_MS, "ann");
  const at = SOON_MS + HOLD_MS;
  cell.reserved(at, "ann");
  const reply = cell.confirm(at + 1, late);
  assertEquals(codeOf(reply), "expired");
  assertEquals("refundFen" in reply && reply.refundFen, 100);
});

Deno.test("a refunded payment never buys, even if a unit comes back", () => {
  const cell = Cell.with(5);
  const late = cell.reserved(SOON_MS, "ann");
  const at = SOON_MS + HOLD_MS;
  const second = cell.reserved(at, "ann");
  cell.confirm(at + 1, late, "p1");
  cell.cancel(at + 2, second);
  assertEquals(codeOf(cell.confirm(at + 3, late, "p1")), "expired");
  assertEquals(cell.state.sums.confirmed, 0);
});

Deno.test("cancel is idempotent, and refused after confirmation", () => {
  const cell = Cell.with(2);
  const held = cell.reserved(SOON_MS, "ann");
  cell.cancel(SOON_MS, held);
  assertEquals(stateOf(cell.cancel(SOON_MS, held)), "cancelled");
  assertEquals(cell.state.sums.available, 2);
  const bought = cell.reserved(SOON_MS, "bob");
  cell.confirm(SOON_MS, bought);
  assertEquals(codeOf(cell.cancel(SOON_MS, bought)), "already-confirmed");
});

Deno.test("another's reservation is not found", () => {
  const cell = Cell.with(1);
  const held = cell.reserved(SOON_MS, "ann");
  for (const kind of ["cancel", "reservation"] as const) {
    assertEquals(codeOf(cell.do(SOON_MS, { kind, customer: "bob", id: held.id })), "not-found");
  }
  const guessed = held.id.slice(0, -1) + "_";
  const reply = cell.do(SOON_MS, { kind: "reservation", customer: "ann", id: guessed });
  assertEquals(codeOf(reply), "not-found");
});

Deno.test("a return puts the unit on sale again and names what must be refunded", () => {
  const cell = Cell.with(1);
  const bought = cell.reserved(SOON_MS, "ann");
  const giveBack = { kind: "return", id: bought.id, by: "s1", reason: "damaged" } as const;
  assertEquals(codeOf(cell.do(SOON_MS, giveBack)), "not-confirmed");
  cell.confirm(SOON_MS, bought);
  const reply = cell.do(SOON_MS + 1, giveBack);
  assertEquals(stateOf(reply), "returned");
  assertEquals("reservation" in reply && reply.reservation?.refundFen, 100);
  assertEquals(stateOf(cell.do(SOON_MS + 2, giveBack)), "returned");
  assertEquals(codeOf(cell.grab(SOON_MS + 3, "bob")), "reserved");
});

Deno.test("reminders are capped and without duplicates", () => {
  const cell = Cell.with(1);
  const remind = (customer: string) => cell.do(OPEN_MS - 10, { kind: "remind", customer });
  assertEquals(remind("ann"), { kind: "reminded", first: true });
  assertEquals(remind("ann"), { kind: "reminded", first: false });
  for (let i = 0; i < 9_999; i++) remind(`c${i}`);
  assertEquals(codeOf(remind("late")), "reminders-full");
});

Deno.test("a repeated grab sees what the first one made", () => {
  const cell = Cell.with(1);
  const made = cell.reserved(SOON_MS, "ann");
  const reply = cell.kind.again?.(
    {
      body: { kind: "grab", customer: "ann", units: 1 },
      atMs: SOON_MS,
      commandId: "c2",
      random: "abcdefghijklmnopqrstu",
      from: null,
    },
    cell.state,
    SOON_MS,
  );
  assertEquals(reply, { reply: { kind: "reservation", reservation: made } });
});
