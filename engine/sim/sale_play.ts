/** A sale with staff and customers: the real kinds on the real engine. */
import type {
  Actor,
  CampaignCommand,
  CampaignProtocol,
  CampaignReply,
  FlashSaleSpec,
} from "../../actors/campaign/protocol.ts";
import { createKinds } from "../../actors/mod.ts";
import {
  cellKey,
  cellOfCustomer,
  type ReservationView,
  type StockCommand,
  type StockProtocol,
  type StockReply,
} from "../../actors/stock/protocol.ts";
import type { Limits } from "../limits.ts";
import type { Outcome } from "./client.ts";
import type { Prng } from "./prng.ts";
import { checkSale, checkTold, checkVersion } from "./sale_books.ts";
import { SaleMemory } from "./sale_memory.ts";
import type { Play, Stage } from "./scenario.ts";

const AUTHOR: Actor = { id: "author", role: "bank", unit: "b1" };
const APPROVER: Actor = { id: "approver", role: "bank", unit: "b1" };
/** Staff does not give up soon. */
const STAFF_ATTEMPTS_MAX = 40;

/** One sale from draft to its last hold. */
export class SalePlay implements Play {
  readonly name = "sale";
  readonly id = "sale1";
  memory: SaleMemory | null = null;
  cells = 0;
  spec: FlashSaleSpec | null = null;
  /** Customers in the order in which joining the waiting list was acknowledged, with steps. */
  readonly joined: { readonly customer: string; readonly startStep: number; endStep: number }[] =
    [];
  #payments = 0;

  kinds(limits: Limits) {
    return createKinds(limits);
  }

  limits(chance: Prng): Partial<Limits> {
    return {
      cellGrabsPerSecond: 10,
      cellUnitsMax: chance.pick([4, 30, 8_192]),
      offerSeconds: chance.between(2, 8),
      waitingListMax: chance.pick([2, 1_000]),
      waitingCallersPerActorMax: chance.pick([2, 1_024]),
    };
  }

  async run(stage: Stage): Promise<void> {
    const { world, chance } = stage;
    this.memory = new SaleMemory(world, stage.faults.jumpEveryMs > 0);
    this.spec = this.#draw(stage);
    if (!await this.#launch(stage, this.spec)) return;
    const customers = chance.between(2, 12);
    let selling = true;
    const staff = this.#staff(stage, () => selling);
    await Promise.all(
      Array.from({ length: customers }, (_, index) => this.#customer(stage, `k${index}`)),
    );
    selling = false;
    await staff;
  }

  #draw({ world, chance, limits }: Stage): FlashSaleSpec {
    const units = chance.pick([1, 2, 5, chance.between(6, 30), chance.between(40, 200)]);
    const startsAtMs = Math.floor(world.nowMs) + chance.between(1_000, 6_000);
    const endsAtMs = startsAtMs + chance.between(10_000, 60_000);
    const wanted = units > 30 ? chance.between(5, 60) : chance.pick([1, 1, 2, 3]);
    const perCustomerMax = Math.min(wanted, limits.cellUnitsMax);
    const staged = chance.chance(0.3) && units > 2;
    return {
      kind: "flash-sale",
      title: "秒杀",
      product: "p",
      priceFen: chance.pick([0, 990]),
      units,
      perCustomerMax,
      ...(chance.chance(0.3) ? { perOrderMax: chance.between(1, perCustomerMax) } : {}),
      startsAtMs,
      endsAtMs,
      holdSeconds: chance.between(2, 15),
      expectedPeakPerSecond: chance.between(1, 50),
      ...(staged
        ? { releases: [{ atMs: startsAtMs + chance.between(1_000, 9_000), units: 1 }] }
        : {}),
    };
  }

  /** Draft to scheduled. False when staff never learns that it worked. */
  async #launch(stage: Stage, spec: FlashSaleSpec): Promise<boolean> {
    const approval = stage.chance.chance(0.3);
    const steps: CampaignCommand[] = [{ kind: "create", spec, by: AUTHOR, approval }];
    if (approval) steps.push({ kind: "submit", by: AUTHOR }, { kind: "approve", by: APPROVER });
    steps.push({ kind: "schedule", by: AUTHOR });
    for (const step of steps) {
      let outcome = await this.ask(stage, step);
      let again = false;
      // Who was replaced may refuse by what it last knew, so it is asked once more.
      for (; outcome.kind === "reply" && outcome.stale; again = true) {
        outcome = await this.ask(stage, step);
      }
      if (outcome.kind !== "reply") return false;
      const { reply } = outcome;
      // It came too late to be scheduled at all.
      const late = reply.kind === "rejected" && reply.code === "invalid";
      if (late && step.kind === "schedule") return false;
      if (outcome.reply.kind !== "view" && !again) {
        stage.world.fail(
          "a sale can be launched",
          `${step.kind}: ${JSON.stringify(outcome.reply)}`,
        );
      }
    }
    let seen = await this.ask(stage, { kind: "view" });
    while (seen.kind === "reply" && seen.stale) seen = await this.ask(stage, { kind: "view" });
    if (seen.kind !== "reply" || seen.reply.kind !== "view") return false;
    this.cells = seen.reply.view.cells;
    return true;
  }

  /** Asks the campaign, as staff does: with a command id, until it is answered. */
  async ask(stage: Stage, command: CampaignCommand): Promise<Outcome<CampaignReply>> {
    const { clients } = stage;
    const plan = { commandId: clients.newId(), attemptsMax: STAFF_ATTEMPTS_MAX };
    return await clients.ask<CampaignProtocol>({ kind: "campaign", key: this.id }, command, plan);
  }

  async #staff(stage: Stage, selling: () => boolean): Promise<void> {
    const { world, chance } = stage;
    const busy = chance.chance(0.7);
    while (selling()) {
      await world.sleep(chance.between(200, 6_000));
      if (!busy || !selling()) continue;
      await this.#deed(stage, chance.below(10));
    }
  }

  async #deed(stage: Stage, which: number): Promise<void> {
    const { world, chance } = stage;
    const by = AUTHOR;
    if (which < 3) {
      const outcome = await this.ask(stage, { kind: "pause", by });
      this.#note(outcome, "paused");
      if (chance.chance(0.8)) {
        await world.sleep(chance.between(50, 4_000));
        this.memory?.mayReopen(world.steps);
        await this.ask(stage, { kind: "resume", by });
      }
      return;
    }
    if (which === 9 && chance.chance(0.3)) {
      this.#note(await this.ask(stage, { kind: "end", by }), "ended");
      return;
    }
    this.memory?.mayReopen(world.steps);
    if (which === 3) {
      await this.ask(stage, { kind: "extend", by, endsAtMs: Math.floor(world.nowMs) + 40_000 });
    } else if (which < 7) {
      const delta = chance.pick([-3, -1, 1, 2, 5]);
      await this.ask(stage, { kind: "units", by, delta });
    } else if (which === 7) await this.ask(stage, { kind: "release", by, units: 1 });
    else await this.#return(stage);
  }

  #note(outcome: Outcome<CampaignReply>, why: "paused" | "ended"): void {
    if (outcome.kind !== "reply" || outcome.stale || outcome.reply.kind !== "view") return;
    if (outcome.reply.view.phase === why) this.memory?.closed(why, outcome.endStep);
  }

  /** Refunds somebody. */
  async #return(stage: Stage): Promise<void> {
    const bought = [...this.memory?.views.values() ?? []].filter((v) => v.state === "confirmed");
    const view = bought[stage.chance.below(bought.length)];
    if (view === undefined) return;
    const command = { kind: "return", id: view.id, by: "author", reason: "r" } as const;
    await this.cell(stage, view.customer, command);
  }

  /** Asks the cell of a customer, and remembers every reservation that the reply shows. */
  async cell(
    stage: Stage,
    customer: string,
    command: StockCommand,
    attemptsMax = 1,
  ): Promise<Outcome<StockReply>> {
    const { clients } = stage;
    const cell = cellOfCustomer(customer, this.cells);
    const address = { kind: "stock", key: cellKey(this.id, cell) } as const;
    const plan = { commandId: clients.newId(), attemptsMax };
    const outcome = await clients.ask<StockProtocol>(address, command, plan);
    if (outcome.kind !== "reply") return outcome;
    for (const view of viewsOf(outcome.reply)) this.memory?.saw(view, outcome);
    return outcome;
  }

  async #customer(stage: Stage, customer: string): Promise<void> {
    const { world, chance } = stage;
    const gapMs = chance.pick([20, 500, 3_000]);
    const early = chance.chance(0.2) ? 3_000 : 100;
    await world.sleep((this.spec?.startsAtMs ?? 0) - world.nowMs - chance.below(early));
    for (let left = chance.between(3, 12); left > 0; left--) {
      await world.sleep(chance.fraction() * gapMs + (chance.chance(0.1) ? 5_000 : 0));
      const view = await this.grab(stage, customer);
      if (view !== null) await this.#decide(stage, view);
      else if (chance.chance(0.5)) await this.#queue(stage, customer);
      if (chance.chance(0.2)) await this.cell(stage, customer, { kind: "mine", customer });
    }
  }

  /** One order; null without a reservation. */
  async grab(stage: Stage, customer: string): Promise<ReservationView | null> {
    const { chance } = stage;
    const units = (this.spec?.perCustomerMax ?? 1) > 4
      ? chance.between(1, 12)
      : chance.pick([1, 1, 1, 2]);
    const key = chance.chance(0.3) ? { key: `key${chance.below(3)}` } : {};
    const command = { kind: "grab", customer, units, ...key } as const;
    const outcome = await this.cell(stage, customer, command, chance.between(1, 6));
    if (outcome.kind !== "reply") return null;
    const { reply } = outcome;
    if (reply.kind !== "reserved" && reply.kind !== "reservation") return null;
    if (reply.kind === "reserved" && !outcome.stale) {
      this.memory?.grabbed(reply.reservation.id, outcome);
    }
    return reply.reservation;
  }

  /** Pays, too late perhaps; cancels; or forgets. */
  async #decide(stage: Stage, view: ReservationView): Promise<void> {
    const { world, chance } = stage;
    const { id, customer } = view;
    const holdMs = view.expiresAtMs - view.createdAtMs;
    const what = chance.below(10);
    if (what < 2) return;
    if (what < 4) {
      await this.cell(stage, customer, { kind: "cancel", customer, id }, 4);
      return;
    }
    if (what < 6) await world.sleep(holdMs + chance.between(-500, 3_000));
    const paidFen = view.priceFen * view.units;
    const payment = paidFen === 0 ? null : { id: `pay${++this.#payments}`, paidFen };
    const told = payment === null ? null : {
      id: payment.id,
      reservationId: id,
      told: "nothing" as "nothing" | "bought" | "refund",
    };
    if (told !== null) this.memory?.payments.push(told);
    const outcome = await this.cell(stage, customer, { kind: "confirm", customer, id, payment }, 8);
    if (told === null || outcome.kind !== "reply") return;
    const { reply } = outcome;
    if (reply.kind === "reservation") told.told = "bought";
    else if (reply.kind === "rejected" && reply.refundFen !== undefined) told.told = "refund";
  }

  /** Joins the waiting list and takes the unit once it is offered. */
  async #queue(stage: Stage, customer: string): Promise<void> {
    const { world, chance, clients } = stage;
    const address = { kind: "campaign", key: this.id } as const;
    const join = { kind: "join-waiting", customer, cell: cellOfCustomer(customer, this.cells) };
    const plan = { commandId: clients.newId(), attemptsMax: 5 };
    const command = { ...join, kind: "join-waiting" } as const;
    const joined = await clients.ask<CampaignProtocol>(address, command, plan);
    if (joined.kind !== "reply" || joined.reply.kind !== "waiting") return;
    if (joined.reply.first && !joined.stale) {
      const { startStep, endStep } = joined;
      this.joined.push({ customer, startStep, endStep });
    }
    for (let looks = chance.between(1, 6); looks > 0; looks--) {
      await world.sleep(chance.between(100, 3_000));
      const look = await clients.ask<CampaignProtocol>(
        address,
        { kind: "my-waiting", customer },
        { attemptsMax: 1 },
      );
      if (look.kind !== "reply" || look.reply.kind !== "waiting") continue;
      if (look.reply.offer !== null) {
        const view = await this.grab(stage, customer);
        if (view !== null) await this.#decide(stage, view);
        return;
      }
    }
    if (chance.chance(0.3)) {
      const leave = { kind: "leave-waiting", customer } as const;
      await clients.ask<CampaignProtocol>(address, leave, {
        commandId: clients.newId(),
        attemptsMax: 3,
      });
    }
  }

  leaving(stage: Stage, actor: string, reply: unknown): void {
    if (actor.startsWith("stock/")) checkTold(stage, actor, viewsOf(reply as StockReply));
    else if (actor === `campaign/${this.id}`) checkVersion(stage, actor, reply as CampaignReply);
  }

  async check(stage: Stage): Promise<void> {
    await checkSale(stage, this);
  }
}

function viewsOf(reply: StockReply): readonly ReservationView[] {
  switch (reply.kind) {
    case "reserved":
    case "reservation":
      return [reply.reservation];
    case "reservations":
    case "status":
      return reply.reservations;
    case "rejected":
      return reply.reservation === undefined ? [] : [reply.reservation];
    case "reminded":
      return [];
  }
}
