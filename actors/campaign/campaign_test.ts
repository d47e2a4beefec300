import { assert, assertEquals } from "@std/assert";
import { DEFAULT_LIMITS } from "../../engine/limits.ts";
import { createKinds } from "../mod.ts";
import type { DirectoryReply } from "../directory/protocol.ts";
import { cellOfCustomer, type StockReply } from "../stock/protocol.ts";
import type { StockState } from "../stock/state.ts";
import { PostOffice } from "../testing/post_office.ts";
import type { Actor, CampaignCommand, CampaignReply } from "./protocol.ts";
import type { FlashSaleSpec, SaleView } from "./protocol.ts";

const NOW_MS = 1_000_000;
const OPEN_MS = NOW_MS + 100_000;
const ENDS_MS = OPEN_MS + 600_000;
const ANN: Actor = { id: "ann", role: "bank", unit: "bank-1" };
const BOB: Actor = { id: "bob", role: "bank", unit: "bank-1" };
const LIMITS = { ...DEFAULT_LIMITS, cellGrabsPerSecond: 10, offerSeconds: 30 };

/** One sale with its cells, and the customers' cells found as the edge finds them. */
class Sale {
  readonly post = new PostOffice(createKinds(LIMITS), { nowMs: NOW_MS });

  static draft(spec: Partial<FlashSaleSpec> = {}, approval = false): Sale {
    const sale = new Sale();
    sale.view({
      kind: "create",
      by: ANN,
      approval,
      spec: {
        kind: "flash-sale",
        title: "rice",
        product: "rice-5kg",
        priceFen: 0,
        units: 10,
        perCustomerMax: 1,
        startsAtMs: OPEN_MS,
        endsAtMs: ENDS_MS,
        holdSeconds: 60,
        ...spec,
      },
    });
    return sale;
  }

  /** A sale that has just opened. */
  static open(spec: Partial<FlashSaleSpec> = {}): Sale {
    const sale = Sale.draft(spec);
    sale.view({ kind: "schedule", by: ANN });
    sale.post.pass(OPEN_MS - NOW_MS, 20_000);
    return sale;
  }

  ask(command: CampaignCommand): CampaignReply {
    const pending = this.post.ask("campaign/s", command);
    this.post.quiet();
    return pending.reply as CampaignReply;
  }

  view(command: CampaignCommand = { kind: "view" }): SaleView {
    const reply = this.ask(command);
    if (reply.kind !== "view" || reply.view.kind !== "flash-sale") {
      throw new Error(`Cannot view: ${JSON.stringify(reply)}`);
    }
    return reply.view;
  }

  code(command: CampaignCommand): string {
    const reply = this.ask(command);
    return reply.kind === "rejected" ? reply.code : reply.kind;
  }

  customer(customer: string, command: object): StockReply {
    const cell = cellOfCustomer(customer, this.view().cells);
    const pending = this.post.ask(`stock/s/${cell}`, { customer, ...command });
    this.post.quiet();
    return pending.reply as StockReply;
  }

  grab(customer: string): string {
    const reply = this.customer(customer, { kind: "grab", units: 1 });
    return reply.kind === "rejected" ? reply.code : reply.kind;
  }

  /** Customers who grab one after the other; those who got a unit. */
  crowd(count: number): string[] {
    const all = Array.from({ length: count }, (_, i) => `c${i}`);
    return all.filter((customer) => this.grab(customer) === "reserved");
  }

  cancel(customer: string): void {
    const mine = this.customer(customer, { kind: "mine" });
    if (mine.kind !== "reservations") throw new Error("Cannot list");
    this.customer(customer, { kind: "cancel", id: mine.reservations[0]?.id });
    this.post.pass(600, 200);
  }

  confirm(customer: string): void {
    const mine = this.customer(customer, { kind: "mine" });
    if (mine.kind !== "reservations") throw new Error("Cannot list");
    this.customer(customer, { kind: "confirm", id: mine.reservations[0]?.id, payment: null });
  }

  waiting(customer: string): CampaignReply & { kind: "waiting" } {
    const reply = this.ask({ kind: "my-waiting", customer });
    if (reply.kind !== "waiting") throw new Error(`Cannot tell the place: ${reply.kind}`);
    return reply;
  }

  join(customer: string): string {
    return this.code({ kind: "join-waiting", customer, cell: 0 });
  }
}

Deno.test("a sale goes from draft to settled and keeps who, when, why", () => {
  const sale = Sale.draft();
  assertEquals(sale.view().phase, "draft");
  assertEquals(sale.view({ kind: "schedule", by: BOB }).phase, "scheduled");
  sale.post.pass(OPEN_MS - NOW_MS - 60_000, 20_000);
  assertEquals(sale.view().phase, "warming");
  sale.post.pass(60_000, 20_000);
  assertEquals(sale.view().phase, "open");
  assertEquals(sale.view({ kind: "pause", by: BOB, reason: "wrong picture" }).phase, "paused");
  assertEquals(sale.view({ kind: "resume", by: ANN }).phase, "open");
  sale.post.pass(600_000, 60_000);
  assertEquals(sale.view().phase, "settled");
  assertEquals(sale.view().history.map((each) => `${each.what} ${each.by}`), [
    "created ann",
    "scheduled bob",
    "warmed time",
    "opened time",
    "paused bob",
    "resumed ann",
    "ended time",
    "settled time",
  ]);
  assertEquals(sale.view().history[4]?.reason, "wrong picture");
});

Deno.test("the phase in a view is that of its instant, though no timer has fired", () => {
  const sale = Sale.draft();
  sale.ask({ kind: "schedule", by: ANN });
  sale.post.advance(OPEN_MS - NOW_MS);
  const reply = sale.post.ask("campaign/s", { kind: "view" }).reply as CampaignReply;
  assertEquals(reply.kind === "view" && reply.view.phase, "open");
});

Deno.test("an unknown campaign is not found, a known one not made again", () => {
  const sale = new Sale();
  assertEquals(sale.code({ kind: "view" }), "not-found");
  assertEquals(sale.code({ kind: "pause", by: ANN }), "not-found");
  const draft = Sale.draft();
  const spec = draft.view().spec;
  assertEquals(draft.code({ kind: "create", spec, by: ANN, approval: false }), "exists");
});

Deno.test("with approval a sale is scheduled only once another than its authors approved it", () => {
  const sale = Sale.draft({}, true);
  assertEquals(sale.code({ kind: "schedule", by: BOB }), "needs-approval");
  sale.view({ kind: "amend", by: BOB, spec: { ...sale.view().spec, title: "more rice" } });
  assertEquals(sale.view({ kind: "submit", by: ANN }).phase, "in-review");
  assertEquals(sale.code({ kind: "schedule", by: BOB }), "needs-approval");
  assertEquals(sale.code({ kind: "approve", by: ANN }), "same-person");
  assertEquals(sale.code({ kind: "approve", by: BOB }), "same-person", "who amended is an author");
  assertEquals(sale.view({ kind: "approve", by: { ...BOB, id: "cid" } }).approvedBy, "cid");
  assertEquals(sale.view({ kind: "schedule", by: ANN }).phase, "scheduled");
});

Deno.test("a rejected sale is a draft again and needs a new approval", () => {
  const sale = Sale.draft({}, true);
  sale.ask({ kind: "submit", by: ANN });
  sale.ask({ kind: "approve", by: BOB });
  const view = sale.view({ kind: "reject", by: BOB, reason: "price" });
  assertEquals([view.phase, view.approvedBy], ["draft", null]);
  sale.ask({ kind: "submit", by: ANN });
  assertEquals(sale.code({ kind: "schedule", by: ANN }), "needs-approval");
});

Deno.test("only drafts are amended, and what is wrong is named", () => {
  const sale = Sale.draft();
  const spec = { ...sale.view().spec, units: 0, endsAtMs: OPEN_MS };
  const reply = sale.ask({ kind: "amend", by: ANN, spec });
  const detail = "detail" in reply ? reply.detail : "";
  assert(detail?.includes("units:") && detail.includes("endsAt:"), detail);
  sale.ask({ kind: "schedule", by: ANN });
  assertEquals(sale.code({ kind: "amend", by: ANN, spec: sale.view().spec }), "wrong-phase");
});

Deno.test("commands out of phase are refused with the phase", () => {
  const draft = Sale.draft();
  for (const kind of ["pause", "resume", "end", "approve"] as const) {
    assertEquals(draft.ask({ kind, by: ANN }), {
      kind: "rejected",
      code: "wrong-phase",
      phase: "draft",
    });
  }
  assertEquals(draft.code({ kind: "units", by: ANN, delta: 1 }), "wrong-phase");
  assertEquals(draft.code({ kind: "release", by: ANN, units: 1 }), "wrong-phase");
  const open = Sale.open();
  assertEquals(open.code({ kind: "schedule", by: ANN }), "wrong-phase");
  assertEquals(open.code({ kind: "archive", by: ANN, archived: true }), "wrong-phase");
});

Deno.test("cells follow from units and peak, and there are never more than units", () => {
  const cells = (spec: Partial<FlashSaleSpec>) => {
    const sale = Sale.draft(spec);
    return sale.view({ kind: "schedule", by: ANN }).cells;
  };
  assertEquals(cells({ units: 8_192 }), 1);
  assertEquals(cells({ units: 8_193 }), 2);
  assertEquals(cells({ units: 100, expectedPeakPerSecond: 45 }), 5);
  assertEquals(cells({ units: 3, expectedPeakPerSecond: 45 }), 3);
  assertEquals(cells({ units: 1_000_000 }), 123);
});

Deno.test("pause answers only after every cell has acknowledged, and no grab succeeds after", () => {
  const sale = Sale.open({ units: 100, expectedPeakPerSecond: 30 });
  const pause = sale.post.ask("campaign/s", { kind: "pause", by: ANN });
  for (let i = 0; i < 3; i++) {
    assertEquals(pause.reply, undefined);
    sale.post.deliver();
  }
  assertEquals(sale.post.ask("stock/s/0", { kind: "grab", customer: "x", units: 1 }).reply, {
    kind: "rejected",
    code: "paused",
  });
  sale.post.quiet();
  assertEquals((pause.reply as CampaignReply).kind, "view");
  assertEquals(sale.grab("y"), "paused");
  sale.view({ kind: "resume", by: ANN });
  assertEquals(sale.grab("y"), "reserved");
});

Deno.test("every unit is sold though cells run dry at different times", () => {
  for (const cells of [1, 2, 5]) {
    const sale = Sale.open({ units: 40, expectedPeakPerSecond: cells * 10 });
    assertEquals(sale.crowd(40).length, 40, `somebody was refused with ${cells} cells`);
    assertEquals(sale.grab("late"), "all-held");
    sale.post.pass(1_000, 200);
    const { units, soldOut } = sale.view();
    assertEquals([units.available, units.held, soldOut], [0, 40, "all-held"]);
  }
});

Deno.test("every unit can be sold through one cell while the others have no customer", () => {
  for (const units of [7, 60, 300]) {
    const sale = Sale.open({ units, expectedPeakPerSecond: 30 });
    let sold = 0;
    for (let i = 0; sold < units; i++) {
      const customer = `c${i}`;
      if (cellOfCustomer(customer, 3) !== 1) continue;
      assertEquals(sale.grab(customer), "reserved", `${sold} of ${units} were sold`);
      sold += 1;
    }
  }
});

Deno.test("nobody is refused before the cells that were asked for units have answered", () => {
  const sale = Sale.open({ units: 6, expectedPeakPerSecond: 30 });
  const mine = Array.from({ length: 40 }, (_, i) => `c${i}`)
    .filter((customer) => cellOfCustomer(customer, 3) === 0).slice(0, 6);
  const pending = mine.map((customer) =>
    sale.post.ask("stock/s/0", { kind: "grab", customer, units: 1 })
  );
  // The other cells hold two units, and their post is slow.
  while (sale.post.deliver(["campaign/s", "stock/s/0"]));
  const kinds = () => pending.map((each) => (each.reply as StockReply | undefined)?.kind);
  assertEquals(kinds().filter((kind) => kind === "reserved").length, 4);
  assertEquals(kinds().filter((kind) => kind === undefined).length, 2);
  sale.post.quiet();
  assertEquals(kinds().filter((kind) => kind === "reserved").length, 6);
});

Deno.test("99 left is never sold out because one person clicked", () => {
  const sale = Sale.open({ units: 100, expectedPeakPerSecond: 30 });
  for (let i = 0; i < 300; i++) sale.grab("impatient");
  assertEquals(sale.crowd(99).length, 99);
});

Deno.test("sold out is final only when all is confirmed, and a return reopens it", () => {
  const sale = Sale.open({ units: 4, expectedPeakPerSecond: 20 });
  const winners = sale.crowd(20);
  assertEquals(sale.grab("late"), "all-held");
  for (const winner of winners) sale.confirm(winner);
  sale.post.pass(600, 200);
  assertEquals(sale.view().soldOut, "final");
  assertEquals(sale.grab("late"), "sold-out");
  const winner = winners[0] ?? "";
  const mine = sale.customer(winner, { kind: "mine" });
  const id = mine.kind === "reservations" ? mine.reservations[0]?.id : "";
  sale.customer(winner, { kind: "return", id, by: "ann", reason: "damaged" });
  sale.post.pass(600, 200);
  assertEquals(sale.view().soldOut, "no");
  assertEquals(sale.grab("late"), "reserved");
});

Deno.test("a staged release opens by time and by hand, and sold out is not final before", () => {
  const releases = [
    { atMs: OPEN_MS + 300_000, units: 3 },
    { atMs: OPEN_MS + 100_000, units: 2 },
  ];
  const sale = Sale.open({ units: 6, releases });
  assertEquals(sale.view().units.unreleased, 5);
  const [first = ""] = sale.crowd(5);
  sale.confirm(first);
  sale.post.pass(1_000, 200);
  assertEquals(sale.view().soldOut, "all-held");
  sale.post.pass(99_000, 1_000);
  assertEquals(sale.view().units.unreleased, 3);
  assertEquals(sale.crowd(5).length, 2);
  assertEquals(sale.code({ kind: "release", by: ANN, units: 4 }), "invalid");
  sale.view({ kind: "release", by: ANN, units: 1 });
  sale.post.pass(400, 200);
  assertEquals(sale.grab("x"), "reserved");
  assertEquals(sale.view().releases, [{ atMs: OPEN_MS + 300_000, units: 2 }]);
});

Deno.test("a delta adds units at once, also to a sale that was sold out", () => {
  const sale = Sale.open({ units: 2, expectedPeakPerSecond: 20 });
  for (const winner of sale.crowd(9)) sale.confirm(winner);
  sale.post.pass(600, 200);
  assertEquals(sale.grab("late"), "sold-out");
  assertEquals(sale.view({ kind: "units", by: ANN, delta: 3 }).units.total, 5);
  sale.post.pass(600, 200);
  assertEquals(["d0", "d1", "d2", "d3"].map((who) => sale.grab(who)), [
    "reserved",
    "reserved",
    "reserved",
    "all-held",
  ]);
});

Deno.test("when there is plenty again, cells have their own units and keep what is freed", () => {
  const sale = Sale.open({ units: 4, expectedPeakPerSecond: 20 });
  const winners = sale.crowd(9);
  sale.view({ kind: "units", by: ANN, delta: 100 });
  sale.post.pass(600, 200);
  for (const cell of [0, 1]) {
    const { sums, mode } = sale.post.stateOf(`stock/s/${cell}`) as StockState;
    assert(sums.available >= 25, `cell ${cell} has ${sums.available}`);
    assertEquals(mode.drain, false);
  }
  const before = sale.view().units.available;
  for (const winner of winners) sale.cancel(winner);
  assertEquals(sale.view().units.available, before + 4);
});

Deno.test("a withdrawal calls units back from cells and never below what is held", () => {
  const sale = Sale.open({ units: 50, expectedPeakPerSecond: 30 });
  sale.crowd(10);
  const view = sale.view({ kind: "units", by: ANN, delta: -35 });
  assertEquals(view.units.withdrawn, 35);
  const refused = sale.ask({ kind: "units", by: ANN, delta: -8 });
  assertEquals(refused, { kind: "rejected", code: "would-strand", stranded: 3, phase: "open" });
  assertEquals(sale.view().units.withdrawn, 35);
  assertEquals(sale.crowd(30).length, 5, "what could not be withdrawn is still sold");
});

Deno.test("a withdrawal before the opening is taken from the reserve", () => {
  const sale = Sale.draft({ units: 50, expectedPeakPerSecond: 30 });
  sale.view({ kind: "schedule", by: ANN });
  assertEquals(sale.view({ kind: "units", by: ANN, delta: -45 }).units.withdrawn, 45);
  const refused = sale.ask({ kind: "units", by: ANN, delta: -6 });
  assertEquals(refused.kind === "rejected" && refused.stranded, 1);
  sale.post.pass(OPEN_MS - NOW_MS, 20_000);
  assertEquals(sale.crowd(20).length, 5);
});

Deno.test("a freed unit goes to the next in line within a second, with a deadline", () => {
  for (const cells of [1, 3]) {
    const sale = Sale.open({ units: 6, expectedPeakPerSecond: cells * 10 });
    const winners = sale.crowd(20);
    assertEquals(sale.join("w0"), "waiting");
    assertEquals(sale.join("w1"), "waiting");
    assertEquals(sale.waiting("w1").place, 2);
    sale.cancel(winners[0] ?? "");
    assertEquals(sale.waiting("w1").place, 1);
    const offer = sale.waiting("w0").offer;
    assert(offer !== null && offer.deadlineMs > sale.post.nowMs);
    assertEquals(sale.grab("passer-by"), "all-held");
    assertEquals(sale.grab("w0"), "reserved");
    assertEquals(sale.waiting("w0").offer, null);
  }
});

Deno.test("an offer that lapses goes to the next, and at the end of the line to everybody", () => {
  const sale = Sale.open({ units: 4, expectedPeakPerSecond: 20, holdSeconds: 3_600 });
  const winners = sale.crowd(20);
  sale.join("w0");
  sale.join("w1");
  sale.cancel(winners[0] ?? "");
  assert(sale.waiting("w0").offer !== null);
  sale.post.pass(30_000, 500);
  assertEquals(sale.waiting("w0"), {
    kind: "waiting",
    first: false,
    place: null,
    ahead: 0,
    offer: null,
  });
  assert(sale.waiting("w1").offer !== null);
  sale.post.pass(31_000, 500);
  assertEquals(sale.grab("passer-by"), "reserved");
});

Deno.test("leaving gives the place or the offer to the next", () => {
  const sale = Sale.open({ units: 2, expectedPeakPerSecond: 20 });
  const winners = sale.crowd(9);
  for (const who of ["w0", "w1", "w2"]) sale.join(who);
  sale.ask({ kind: "leave-waiting", customer: "w1" });
  assertEquals(sale.waiting("w2").place, 2);
  sale.cancel(winners[0] ?? "");
  assert(sale.waiting("w0").offer !== null);
  sale.ask({ kind: "leave-waiting", customer: "w0" });
  sale.post.pass(600, 200);
  assertEquals(sale.waiting("w0").offer, null);
  assert(sale.waiting("w2").offer !== null);
});

Deno.test("the waiting list opens when nothing is free and says why else", () => {
  const sale = Sale.open({ units: 2 });
  assertEquals(sale.join("w0"), "not-sold-out");
  sale.crowd(5);
  sale.post.pass(600, 200);
  assertEquals(sale.join("w0"), "waiting");
  const again = sale.ask({ kind: "join-waiting", customer: "w0", cell: 0 });
  assertEquals(again.kind === "waiting" && again.first, false);
  sale.ask({ kind: "end", by: ANN });
  assertEquals(sale.join("w1"), "ended");
});

Deno.test("ending keeps holds, settles after the last, and counts what was not sold", () => {
  const sale = Sale.open({ units: 10, expectedPeakPerSecond: 20 });
  const winners = sale.crowd(3);
  sale.join("nobody");
  assertEquals(sale.view({ kind: "end", by: ANN, reason: "rain" }).phase, "ended");
  assertEquals(sale.grab("x"), "ended");
  sale.confirm(winners[0] ?? "");
  sale.post.pass(59_000, 1_000);
  assertEquals(sale.view().phase, "ended");
  sale.post.pass(2_000, 1_000);
  const view = sale.view();
  assertEquals([view.phase, view.units.confirmed, view.units.available], ["settled", 1, 9]);
  assertEquals(sale.view({ kind: "archive", by: ANN, archived: true }).archived, true);
});

Deno.test("an extension is known to every cell", () => {
  const sale = Sale.open({ units: 10, expectedPeakPerSecond: 20 });
  assertEquals(sale.code({ kind: "extend", by: ANN, endsAtMs: ENDS_MS }), "invalid");
  sale.view({ kind: "extend", by: ANN, endsAtMs: ENDS_MS + 60_000 });
  sale.post.pass(600_000, 60_000);
  assertEquals(sale.grab("x"), "reserved");
  sale.post.pass(60_000, 20_000);
  assertEquals(sale.grab("y"), "ended");
  assertEquals(sale.view().spec.endsAtMs, ENDS_MS + 60_000);
});

Deno.test("the directory follows every campaign", () => {
  const sale = Sale.open();
  const reply = sale.post.ask("directory/campaigns", { kind: "list", limit: 10 }).reply;
  const [row] = (reply as DirectoryReply).campaigns;
  assertEquals([row?.id, row?.phase, row?.unit], ["s", "open", "bank-1"]);
});

Deno.test("a cell that is not the campaign's own is not heard", () => {
  const sale = Sale.open();
  const forged = {
    kind: "report",
    sums: { version: 99, surrendered: 50, held: 0, confirmed: 0 },
    phase: 1,
  };
  sale.post.ask("campaign/s", forged);
  assertEquals(sale.view().units.total, 10);
  assertEquals(sale.view().units.available, 10);
});

Deno.test("of two who change a draft at once, the later is told, and nothing is overwritten", () => {
  const sale = Sale.draft();
  const { spec, version } = sale.view();
  const first = sale.view({ kind: "amend", spec: { ...spec, units: 20 }, by: ANN, version });
  const late = sale.ask({ kind: "amend", spec: { ...spec, title: "beans" }, by: BOB, version });
  assertEquals(late, { kind: "rejected", code: "stale", phase: "draft", version: first.version });
  assertEquals([sale.view().spec.units, sale.view().spec.title], [20, "rice"]);
  const again = { kind: "amend", spec: { ...first.spec, title: "beans" }, by: BOB } as const;
  assertEquals(sale.view({ ...again, version: first.version }).spec.title, "beans");
});
