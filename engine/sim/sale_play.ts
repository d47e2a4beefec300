/** A sale with staff and customers: the real kinds on the real engine. */
import type {
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
import { buy } from "./sale_customer.ts";
import { SaleMemory } from "./sale_memory.ts";
import { launch, manage, prolong } from "./sale_staff.ts";
import type { Play, Stage } from "./scenario.ts";

/** Staff does not give up soon. */
const STAFF_ATTEMPTS_MAX = 40;

/** One sale from draft to its last hold. */
export class SalePlay implements Play {
  readonly name = "sale";
  readonly id = "sale1";
  readonly memory = new SaleMemory();
  spec: FlashSaleSpec | null = null;
  /** Known once the sale is scheduled. */
  cells = 0;

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
    this.memory.begin(stage.world, stage.faults.jumpEveryMs > 0);
    this.spec = drawSpec(stage);
    if (!await launch(stage, this, this.spec)) return;
    const customers = stage.chance.between(2, 12);
    let selling = true;
    const staff = manage(stage, this, () => selling);
    await Promise.all(
      Array.from({ length: customers }, (_, index) => buy(stage, this, `k${index}`)),
    );
    selling = false;
    await staff;
    // Mostly the sale goes on after the storm, so that it can be seen whether anything is stranded.
    if (stage.chance.chance(0.8)) await prolong(stage, this);
  }

  /** Asks the campaign, as staff does: with a command id, until it is answered. */
  async ask(stage: Stage, command: CampaignCommand): Promise<Outcome<CampaignReply>> {
    return await this.campaign(stage, command, STAFF_ATTEMPTS_MAX);
  }

  /** Asks the campaign as a customer does; with a command id where more than one attempt is made. */
  async campaign(
    { clients }: Stage,
    command: CampaignCommand,
    attemptsMax: number,
  ): Promise<Outcome<CampaignReply>> {
    const commandId = attemptsMax > 1 ? clients.newId() : undefined;
    const address = { kind: "campaign", key: this.id } as const;
    return await clients.ask<CampaignProtocol>(address, command, { commandId, attemptsMax });
  }

  /** Asks the cell of a customer, and remembers every reservation that the reply shows. */
  async cell(
    { clients }: Stage,
    command: StockCommand & { readonly customer: string },
    attemptsMax = 1,
  ): Promise<Outcome<StockReply>> {
    const commandId = clients.newId();
    const address = { kind: "stock", key: this.keyOf(command.customer) } as const;
    const plan = { commandId, attemptsMax };
    const outcome = await clients.ask<StockProtocol>(address, command, plan);
    if (outcome.kind !== "reply") return outcome;
    for (const view of viewsOf(outcome.reply)) this.memory.saw(view, outcome);
    return outcome;
  }

  /** Key of the cell that a customer meets. */
  keyOf(customer: string): string {
    return cellKey(this.id, cellOfCustomer(customer, this.cells));
  }

  leaving(stage: Stage, actor: string, reply: unknown): void {
    if (actor.startsWith("stock/")) checkTold(stage, actor, viewsOf(reply as StockReply));
    else if (actor === `campaign/${this.id}`) checkVersion(stage, actor, reply as CampaignReply);
  }

  async check(stage: Stage): Promise<void> {
    await checkSale(stage, this);
  }
}

function drawSpec({ world, chance, limits }: Stage): FlashSaleSpec {
  const units = chance.pick([1, 2, 5, chance.between(6, 30), chance.between(40, 200)]);
  const startsAtMs = Math.floor(world.nowMs) + chance.between(1_000, 6_000);
  const endsAtMs = startsAtMs + chance.between(10_000, 60_000);
  const wanted = units > 30 ? chance.between(5, 60) : chance.pick([1, 1, 2, 3]);
  const perCustomerMax = Math.min(wanted, limits.cellUnitsMax);
  const perOrderMax = chance.between(1, perCustomerMax);
  const release = { atMs: startsAtMs + chance.between(1_000, 9_000), units: 1 };
  const staged = chance.chance(0.3) && units > 2;
  return {
    kind: "flash-sale",
    title: "秒杀",
    product: "p",
    priceFen: chance.pick([0, 990]),
    units,
    perCustomerMax,
    ...(chance.chance(0.3) ? { perOrderMax } : {}),
    startsAtMs,
    endsAtMs,
    holdSeconds: chance.between(2, 15),
    expectedPeakPerSecond: chance.between(1, 50),
    ...(staged ? { releases: [release] } : {}),
  };
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
