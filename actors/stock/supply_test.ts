/** A cell and its campaign: asking, denial, recall, surrender, offers, reports. */
import { assertEquals } from "@std/assert";
import { Cell, codeOf, ENDS_MS, HOLD_MS, OPEN_MS, stateOf } from "./scenario.ts";

const SOON_MS = OPEN_MS + 10;
const OFFER = { kind: "offer", customer: "ann", ticket: 0 } as const;

Deno.test("a dry cell parks grabs, asks once, and serves them first come first", () => {
  const cell = Cell.with(1);
  cell.reserved(SOON_MS, "ann");
  assertEquals(codeOf(cell.grab(SOON_MS, "bob")), "wait");
  assertEquals(cell.report?.request, { number: 1, need: 1, least: 1 });
  assertEquals(codeOf(cell.grab(SOON_MS, "cid")), "wait");
  assertEquals(cell.report, null, "one request at a time");
  cell.direct(SOON_MS + 5, { granted: 2, answer: { request: 1, more: true } });
  assertEquals([...cell.settled.values()].map(codeOf), ["reserved"]);
  assertEquals(cell.report?.request, { number: 2, need: 1, least: 1 }, "it asks for the rest");
  cell.direct(SOON_MS + 9, { answer: { request: 2, more: false } });
  assertEquals([...cell.settled.values()].map(codeOf), ["reserved", "all-held"]);
});

Deno.test("a denial holds until the campaign reopens", () => {
  const cell = Cell.with(0);
  cell.grab(SOON_MS, "ann");
  cell.direct(SOON_MS, { held: 7, answer: { request: 1, more: false } });
  assertEquals(cell.grab(SOON_MS, "bob"), { kind: "rejected", code: "all-held", heldByOthers: 7 });
  assertEquals(cell.events, []);
  cell.direct(SOON_MS + 1, { reopen: true });
  assertEquals(codeOf(cell.grab(SOON_MS + 2, "bob")), "wait");
});

Deno.test("sold-out is said only once the campaign calls it final, and a return takes it back", () => {
  const cell = Cell.with(1);
  const bought = cell.reserved(SOON_MS, "ann");
  cell.grab(SOON_MS, "bob");
  cell.direct(SOON_MS, { answer: { request: 1, more: false } });
  assertEquals(codeOf(cell.grab(SOON_MS, "cid")), "all-held");
  cell.confirm(SOON_MS, bought);
  cell.direct(SOON_MS, { final: true });
  assertEquals(codeOf(cell.grab(SOON_MS, "cid")), "sold-out");
  cell.do(SOON_MS, { kind: "return", id: bought.id, by: "s", reason: "r" });
  assertEquals(codeOf(cell.grab(SOON_MS, "cid")), "reserved");
});

Deno.test("a recall is answered at once, even with nothing", () => {
  const cell = Cell.with(5);
  cell.reserved(SOON_MS, "ann");
  cell.direct(SOON_MS, { recall: { number: 1, half: true } });
  assertEquals(cell.report?.recalled, 1);
  assertEquals(cell.report?.sums.surrendered, 2);
  cell.direct(SOON_MS, { drain: true, recall: { number: 2, half: false } });
  assertEquals(cell.report?.sums.surrendered, 4);
  cell.direct(SOON_MS, { recall: { number: 3, half: false } });
  assertEquals(cell.report?.recalled, 3);
  assertEquals(cell.report?.sums.surrendered, 4);
});

Deno.test("a draining cell surrenders what is freed within its report interval", () => {
  const cell = Cell.with(2);
  const held = cell.reserved(SOON_MS, "ann");
  const other = cell.reserved(SOON_MS, "bob");
  cell.direct(SOON_MS, { drain: true, recall: { number: 1, half: false } });
  cell.cancel(SOON_MS + 50, held);
  assertEquals(cell.report, null, "it has just reported");
  assertEquals(cell.kind.wake?.(cell.state), SOON_MS + 200);
  cell.wake(SOON_MS + 200);
  assertEquals(cell.report?.sums.surrendered, 1);
  cell.cancel(SOON_MS + 900, other);
  assertEquals(cell.report?.sums.surrendered, 2, "at once when it was silent for long");
});

Deno.test("a freed unit of a draining cell is not for the next click but for the line", () => {
  const cell = Cell.with(1);
  const held = cell.reserved(SOON_MS, "ann");
  cell.direct(SOON_MS, { drain: true, recall: { number: 1, half: false } });
  cell.cancel(SOON_MS + 1, held);
  assertEquals(codeOf(cell.grab(SOON_MS + 2, "bob")), "wait");
});

Deno.test("reports are coalesced and only sent when something changed", () => {
  const cell = Cell.with(100);
  cell.wake(SOON_MS);
  assertEquals(cell.report, null);
  for (let i = 0; i < 50; i++) cell.reserved(SOON_MS + i, `c${i}`);
  cell.wake(SOON_MS + 50);
  assertEquals(cell.report?.sums.held, 50);
  cell.reserved(SOON_MS + 51, "ann");
  cell.wake(SOON_MS + 60);
  assertEquals(cell.report, null);
  assertEquals(cell.kind.wake?.(cell.state), SOON_MS + 250);
  cell.wake(SOON_MS + 250);
  assertEquals(cell.report?.sums, { version: 51, surrendered: 0, held: 51, confirmed: 0 });
  assertEquals(cell.kind.wake?.(cell.state), SOON_MS + HOLD_MS);
});

Deno.test("a parked grab whose caller has been answered takes no unit", () => {
  const cell = Cell.with(0);
  cell.grab(SOON_MS, "ann");
  cell.direct(SOON_MS + 2_001, { granted: 1, answer: { request: 1, more: true } });
  assertEquals(cell.state.sums.held, 0);
  assertEquals(cell.state.sums.available, 1);
});

Deno.test("pausing and ending answer parked grabs", () => {
  for (
    const [code, phase] of [["paused", { paused: true, ended: false }], [
      "ended",
      { paused: false, ended: true },
    ]] as const
  ) {
    const cell = Cell.with(0);
    cell.grab(SOON_MS, "ann");
    cell.direct(SOON_MS + 1, { phase: { version: 2, endsAtMs: ENDS_MS, ...phase } });
    assertEquals([...cell.settled.values()].map(codeOf), [code]);
  }
});

Deno.test("the second parked grab of one customer gets the first one's reservation", () => {
  const cell = Cell.with(0);
  cell.grab(SOON_MS, "ann");
  cell.grab(SOON_MS, "ann");
  cell.direct(SOON_MS + 1, { granted: 2, answer: { request: 1, more: true } });
  cell.wake(SOON_MS + 1);
  cell.direct(SOON_MS + 1, { answer: { request: 2, more: false } });
  assertEquals([...cell.settled.values()].map(codeOf), ["reserved", "reservation"]);
  assertEquals(cell.state.sums.held, 1);
});

Deno.test("an offered unit is for one customer alone and counts as held", () => {
  const cell = Cell.with(0);
  cell.direct(SOON_MS, { drain: true });
  cell.do(SOON_MS, { ...OFFER, granted: 1, deadlineMs: SOON_MS + 5_000 }, "campaign/sale");
  assertEquals(codeOf(cell.grab(SOON_MS, "bob")), "wait");
  assertEquals(cell.do(SOON_MS, { kind: "status", customer: "ann" }), {
    kind: "status",
    reminded: false,
    offer: { deadlineMs: SOON_MS + 5_000 },
    reservations: [],
  });
  assertEquals(codeOf(cell.grab(SOON_MS + 4_999, "ann")), "reserved");
  assertEquals(cell.report?.offers, [{ customer: "ann", ticket: 0, outcome: "taken" }]);
  assertEquals(cell.report?.sums.held, 1);
});

Deno.test("an offer lapses at its deadline and gives its unit back in the same word", () => {
  const cell = Cell.with(0);
  cell.direct(SOON_MS, { drain: true });
  cell.do(SOON_MS, { ...OFFER, granted: 1, deadlineMs: SOON_MS + 5_000 }, "campaign/sale");
  cell.wake(SOON_MS + 300);
  assertEquals(cell.kind.wake?.(cell.state), SOON_MS + 5_000);
  cell.wake(SOON_MS + 5_000);
  assertEquals(cell.report?.offers, [{ customer: "ann", ticket: 0, outcome: "lapsed" }]);
  assertEquals(cell.report?.sums.surrendered, 1);
});

Deno.test("an offer that was given back does not serve the grab that waits", () => {
  const cell = Cell.with(0);
  cell.direct(SOON_MS, { drain: true });
  cell.grab(SOON_MS, "ann");
  cell.do(SOON_MS, { ...OFFER, granted: 1, deadlineMs: SOON_MS + 5_000 }, "campaign/sale");
  cell.do(SOON_MS, { kind: "withdraw-offer", customer: "ann" }, "campaign/sale");
  assertEquals(cell.state.sums.offered, 0);
  assertEquals(cell.state.sums.held, 0);
  assertEquals(cell.report?.sums.surrendered, 1);
});

Deno.test("an offer to somebody at the limit is declined at once", () => {
  const cell = Cell.with(1);
  cell.reserved(SOON_MS, "ann");
  cell.direct(SOON_MS, { drain: true });
  cell.do(SOON_MS, { ...OFFER, granted: 2, deadlineMs: SOON_MS + 5_000 }, "campaign/sale");
  assertEquals(cell.report?.offers, [{ customer: "ann", ticket: 0, outcome: "declined" }]);
  assertEquals(cell.report?.sums.surrendered, 1);
});

Deno.test("holds outlive the end, and what they free is surrendered", () => {
  const cell = Cell.with(2);
  const bought = cell.reserved(ENDS_MS - 10, "ann");
  cell.reserved(ENDS_MS - 10, "bob");
  cell.direct(ENDS_MS, {
    drain: true,
    phase: { version: 2, paused: false, ended: true, endsAtMs: ENDS_MS },
  });
  assertEquals(stateOf(cell.confirm(ENDS_MS + 1_000, bought)), "confirmed");
  cell.wake(ENDS_MS - 10 + HOLD_MS);
  assertEquals(cell.report?.sums, { version: 5, surrendered: 1, held: 0, confirmed: 1 });
});

Deno.test("nobody but the campaign moves units", () => {
  const cell = Cell.with(1);
  const forged = {
    kind: "direct",
    phase: { version: 9, paused: false, ended: false, endsAtMs: ENDS_MS },
    granted: 99,
    drain: false,
    final: false,
    held: 0,
  } as const;
  for (const from of [null, "campaign/other", "stock/sale/1"]) {
    assertEquals(codeOf(cell.do(SOON_MS, forged, from)), "not-found");
  }
  assertEquals(cell.state.sums.received, 1);
});

Deno.test("escrow is applied by maximum: an old word changes nothing", () => {
  const cell = Cell.with(5);
  cell.direct(SOON_MS, { granted: 3 });
  assertEquals(cell.state.sums.received, 5);
  assertEquals(cell.state.sums.available, 5);
});
