/**
 * A campaign with its cells against a single pool: whatever customers, staff, the clock and the post do, units are
 * conserved, limits are kept, nobody is told sold-out too early, the line is kept, and nothing stays dry.
 */
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { DEFAULT_LIMITS } from "../../engine/limits.ts";
import { audit } from "../audit.ts";
import { createKinds } from "../mod.ts";
import { cellOfCustomer, type StockReply } from "../stock/protocol.ts";
import { activeUnits, type StockState } from "../stock/state.ts";
import { type Pending, PostOffice } from "../testing/post_office.ts";
import type { CampaignReply, FlashSaleSpec } from "./protocol.ts";
import { type CampaignState, unitsOf } from "./state.ts";

const START_MS = 1_000_000;
const STAFF = { id: "staff-1", role: "bank", unit: "bank-1" } as const;
const LIMITS = { ...DEFAULT_LIMITS, cellGrabsPerSecond: 10, offerSeconds: 5 };
const CUSTOMERS = 14;

type Op =
  | { kind: "grab"; who: number; units: number; key: number }
  | { kind: "confirm"; who: number; pick: number; payment: number }
  | { kind: "cancel" | "return"; who: number; pick: number }
  | { kind: "pause" | "resume" }
  | { kind: "units"; delta: number }
  | { kind: "release"; units: number }
  | { kind: "join" | "leave"; who: number }
  | { kind: "deliver"; letters: number }
  | { kind: "advance"; ms: number }
  | { kind: "quiet" }
  | { kind: "passivate"; cell: number };

const who = fc.nat({ max: CUSTOMERS - 1 });
const pick = fc.nat({ max: 3 });
const op: fc.Arbitrary<Op> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      kind: fc.constant("grab" as const),
      who,
      units: fc.constantFrom(1, 1, 1, 2),
      key: fc.nat({ max: 8 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("confirm" as const),
      who,
      pick,
      payment: fc.nat({ max: 5 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constantFrom("cancel" as const, "return" as const),
      who,
      pick,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constantFrom("pause" as const, "resume" as const) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("units" as const),
      delta: fc.integer({ min: -12, max: 12 }).filter((n) => n !== 0),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("release" as const),
      units: fc.integer({ min: 1, max: 5 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constantFrom("join" as const, "leave" as const, "join" as const),
      who,
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant("deliver" as const),
      letters: fc.integer({ min: 1, max: 8 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("advance" as const),
      ms: fc.constantFrom(1, 50, 250, 1_000, 4_000, 9_000),
    }),
  },
  { weight: 4, arbitrary: fc.constant({ kind: "quiet" as const }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant("passivate" as const), cell: fc.nat({ max: 4 }) }),
  },
);

const sale = fc.record({
  units: fc.integer({ min: 1, max: 45 }),
  cells: fc.integer({ min: 1, max: 5 }),
  perCustomerMax: fc.integer({ min: 1, max: 3 }),
  holdSeconds: fc.integer({ min: 2, max: 20 }),
  priceFen: fc.constantFrom(0, 100),
  staged: fc.nat({ max: 6 }),
});

type Sale = typeof sale extends fc.Arbitrary<infer T> ? T : never;

/** The single pool: what replies promised, and the line as customers joined it. */
class Model {
  readonly post: PostOffice;
  readonly spec: FlashSaleSpec;
  readonly reservations = new Map<string, { id: string; customer: string }>();
  readonly line: string[] = [];
  readonly paid = new Map<string, string>();
  readonly pending: { pending: Pending; settle: (reply: unknown) => void }[] = [];
  /** A unit came back or was added and the word is still on its way. */
  unsettled = false;
  #logged = 0;

  constructor(by: Sale, random: number[]) {
    let turn = 0;
    const next = (below: number) => below === 0 ? 0 : (random[turn++ % random.length] ?? 0) % below;
    this.post = new PostOffice(createKinds(LIMITS), { nowMs: START_MS, pick: next });
    const staged = Math.min(by.staged, by.units - 1);
    const startsAtMs = START_MS + 70_000;
    this.spec = {
      kind: "flash-sale",
      title: "t",
      product: "p",
      priceFen: by.priceFen,
      units: by.units,
      perCustomerMax: by.perCustomerMax,
      startsAtMs,
      endsAtMs: startsAtMs + 3_600_000,
      holdSeconds: by.holdSeconds,
      expectedPeakPerSecond: by.cells * 10,
      ...(staged === 0 ? {} : { releases: [{ atMs: startsAtMs + 30_000, units: staged }] }),
    };
    this.staff({ kind: "create", spec: this.spec, by: STAFF, approval: false });
    const scheduled = this.staff({ kind: "schedule", by: STAFF });
    this.post.quiet();
    assertEquals((scheduled.reply as CampaignReply).kind, "view");
    this.post.pass(70_000, 10_000);
  }

  staff(command: unknown): Pending {
    return this.post.ask("campaign/m", command);
  }

  get campaign(): CampaignState {
    return this.post.stateOf("campaign/m") as CampaignState;
  }

  get cells(): StockState[] {
    return this.campaign.book.cells.map((_, n) => this.post.stateOf(`stock/m/${n}`) as StockState);
  }

  cellOf(customer: string): string {
    return `stock/m/${cellOfCustomer(customer, this.campaign.book.cells.length)}`;
  }

  customer(customer: string, command: object, settle: (reply: StockReply) => void): void {
    const pending = this.post.ask(this.cellOf(customer), { customer, ...command });
    this.pending.push({ pending, settle: settle as (reply: unknown) => void });
    this.collect();
  }

  grab(customer: string, units: number, key?: string): void {
    this.customer(customer, { kind: "grab", units, ...(key ? { key } : {}) }, (reply) => {
      if (reply.kind === "reserved") {
        const { id } = reply.reservation;
        assert(!this.reservations.has(id), `${id} was made twice`);
        assertEquals(reply.reservation.units, units);
        this.reservations.set(id, { id, customer });
      } else if (reply.kind === "rejected" && reply.code === "sold-out" && !this.unsettled) {
        assertEquals(this.free(), 0, "sold-out while a unit is available");
        const { held, unreleased } = this.truth();
        assertEquals(held + unreleased, 0, "sold-out while units may come back");
      }
    });
  }

  confirm(customer: string, id: string, payment: string | null): void {
    const paidFen = this.spec.priceFen * this.unitsOf(id);
    const command = {
      kind: "confirm",
      id,
      payment: payment === null ? null : { id: payment, paidFen },
    };
    this.customer(customer, command, (reply) => {
      if (payment === null) return;
      const outcome = reply.kind === "reservation" ? "units" : "refund";
      if (reply.kind === "rejected") assertEquals(reply.refundFen, paidFen);
      // Once answered, a payment is answered the same way for ever.
      const before = this.paid.get(payment);
      if (before !== undefined) assertEquals(outcome, before, `payment ${payment}`);
      this.paid.set(payment, outcome);
    });
  }

  unitsOf(id: string): number {
    for (const cell of this.cells) {
      for (const each of cell.reservations ?? []) {
        if (id.endsWith(`.${each.n.toString(36)}-${each.tag}`)) return each.units;
      }
    }
    return 0;
  }

  mine(customer: string): string[] {
    return [...this.reservations.values()].filter((r) => r.customer === customer).map((r) => r.id);
  }

  /** Units by the cells themselves. */
  truth() {
    let held = 0;
    let confirmed = 0;
    for (const { sums } of this.cells) {
      held += sums.held + sums.offered;
      confirmed += sums.confirmed;
    }
    const { total, withdrawn, unreleased } = unitsOf(this.campaign.book);
    return { total, held, confirmed, withdrawn, unreleased };
  }

  free(): number {
    const { total, held, confirmed, withdrawn, unreleased } = this.truth();
    return total - held - confirmed - withdrawn - unreleased;
  }

  collect(): void {
    for (let i = this.pending.length - 1; i >= 0; i--) {
      const each = this.pending[i];
      if (each === undefined || each.pending.reply === undefined) continue;
      this.pending.splice(i, 1);
      each.settle(each.pending.reply);
    }
    for (; this.#logged < this.post.log.length; this.#logged++) {
      const event = this.post.log[this.#logged]?.event as { kind: string; customer: string };
      if (event.kind === "joined") this.line.push(event.customer);
      if (event.kind === "left") this.line.splice(this.line.indexOf(event.customer), 1);
      if (event.kind === "offered" && "cell" in event) {
        assertEquals(event.customer, this.line.shift(), "the line was not kept");
      }
    }
  }

  check(): void {
    this.collect();
    const units = unitsOf(this.campaign.book);
    const sum = units.available + units.held + units.confirmed + units.withdrawn + units.unreleased;
    assertEquals(sum, units.total, "the view does not add up");
    for (const value of Object.values(units)) assert(value >= 0, JSON.stringify(units));
    assert(this.free() >= 0, "oversold");
    for (const cell of this.cells) {
      const { sums, spec } = cell;
      const kept = sums.available + sums.held + sums.offered + sums.confirmed;
      assertEquals(sums.received - sums.surrendered, kept);
      assert(sums.available >= 0, "a cell sold what it does not have");
      if (spec === null) continue;
      for (const newest of cell.reservations?.newest() ?? []) {
        assert(activeUnits(newest, spec, this.post.nowMs) <= spec.perCustomerMax, "over the limit");
      }
    }
    this.line.forEach((customer, index) => {
      assertEquals(this.campaign.waiting.place(customer), index + 1, "a wrong place in line");
    });
  }

  quiet(): void {
    this.post.quiet();
    this.post.pass(1_000, 250);
    this.collect();
    this.unsettled = false;
    const { waiting, book } = this.campaign;
    if (book.phase === "open" && waiting.size > 0) {
      assertEquals(this.free(), 0, "a freed unit is not on offer within a second");
    }
  }

  run(op: Op): void {
    switch (op.kind) {
      case "grab":
        this.grab(`c${op.who}`, op.units, op.key < 3 ? `k${op.key}` : undefined);
        break;
      case "confirm": {
        const id = this.mine(`c${op.who}`).at(-1 - op.pick);
        if (id === undefined) break;
        const free = this.spec.priceFen === 0;
        this.confirm(`c${op.who}`, id, free ? null : `${id}:${op.payment % 2}`);
        break;
      }
      case "cancel":
      case "return": {
        const id = this.mine(`c${op.who}`).at(-1 - op.pick);
        if (id === undefined) break;
        this.customer(`c${op.who}`, { kind: op.kind, id, by: "s", reason: "r" }, (reply) => {
          // A refund by staff turns what was paid from units into money, once.
          if (reply.kind === "reservation" && reply.reservation.state === "returned") {
            for (const n of [0, 1]) this.paid.delete(`${id}:${n}`);
          }
        });
        this.unsettled = true;
        break;
      }
      case "pause":
      case "resume":
        this.staff({ kind: op.kind, by: STAFF });
        break;
      case "units":
        this.staff({ kind: "units", delta: op.delta, by: STAFF });
        this.unsettled = true;
        break;
      case "release":
        this.staff({ kind: "release", units: op.units, by: STAFF });
        this.unsettled = true;
        break;
      case "join":
        this.staff({ kind: "join-waiting", customer: `c${op.who}`, cell: 0 });
        break;
      case "leave":
        this.staff({ kind: "leave-waiting", customer: `c${op.who}` });
        break;
      case "deliver":
        for (let i = 0; i < op.letters; i++) this.post.deliver();
        break;
      case "advance":
        this.post.advance(op.ms);
        this.unsettled = true;
        this.post.wakeOne();
        break;
      case "quiet":
        this.quiet();
        break;
      case "passivate": {
        const cell = op.cell % this.campaign.book.cells.length;
        this.post.passivate(`stock/m/${cell}`);
        this.post.passivate("campaign/m");
      }
    }
  }

  /** Once at rest: every unit is on offer to somebody, and a newcomer gets what is free. */
  checkLive(): void {
    this.staff({ kind: "resume", by: STAFF });
    this.quiet();
    this.quiet();
    assertEquals(this.pending.length, 0, "a caller still waits");
    if (this.campaign.waiting.size > 0) {
      assertEquals(this.free(), 0, "units lie idle while people wait");
    }
    for (let newcomer = 0; newcomer < 8; newcomer++) {
      const free = this.free();
      const made = this.reservations.size;
      let code = "";
      this.customer(`new${newcomer}`, { kind: "grab", units: 1 }, (reply) => {
        if (reply.kind === "rejected") code = reply.code;
        if (reply.kind === "reserved") {
          const { id, customer } = reply.reservation;
          this.reservations.set(id, { id, customer });
        }
      });
      this.post.quiet();
      this.collect();
      if (free > 0) {
        assertEquals(
          this.reservations.size,
          made + 1,
          `refused with ${code} while ${free} are free`,
        );
      } else {
        const { held, unreleased } = this.truth();
        assertEquals(code, held + unreleased === 0 ? "sold-out" : "all-held");
      }
    }
  }

  async checkAudit(): Promise<void> {
    const found = await audit((kind, key) => {
      return Promise.resolve(this.post.stateOf(`${kind}/${key}`));
    }, "m");
    assertEquals(found?.violations, []);
    assertEquals(found?.conserved, true);
    // Nothing that was promised is lost.
    for (const { id, customer } of this.reservations.values()) {
      const pending = this.post.ask(this.cellOf(customer), { kind: "reservation", customer, id });
      assertEquals((pending.reply as StockReply).kind, "reservation", `${id} is lost`);
    }
  }

  /** Ends the sale: after the last hold it is settled and every unit is accounted for. */
  checkEnd(): void {
    const ended = this.staff({ kind: "end", by: STAFF });
    this.post.quiet();
    assertEquals((ended.reply as CampaignReply).kind, "view");
    this.post.pass(this.spec.holdSeconds * 1_000 + 2_000, 1_000);
    assertEquals(this.campaign.book.phase, "settled");
    const { book } = this.campaign;
    assertEquals(book.held, 0);
    assertEquals(book.reserve + book.confirmed + book.withdrawn + book.unreleased, book.total);
  }
}

Deno.test("a campaign with its cells behaves as one pool", async () => {
  await fc.assert(
    fc.asyncProperty(
      sale,
      fc.array(fc.nat({ max: 1_000 }), { minLength: 50, maxLength: 50 }),
      fc.array(op, { maxLength: 150, size: "max" }),
      async (by, random, ops) => {
        const model = new Model(by, random);
        model.check();
        for (const each of ops) {
          model.run(each);
          model.check();
        }
        model.checkLive();
        model.check();
        await model.checkAudit();
        model.checkEnd();
        await model.checkAudit();
      },
    ),
    {
      numRuns: Number(Deno.env.get("MODEL_RUNS") ?? 250),
    },
  );
});
