/** A sale in an engine of this process, without HTTP. */
import type { CampaignProtocol, CampaignReply } from "../../actors/campaign/protocol.ts";
import { cellKey, cellOfCustomer, createKinds } from "../../actors/mod.ts";
import type { StockProtocol } from "../../actors/stock/protocol.ts";
import { createSqliteJournal } from "../../engine/journal/sqlite.ts";
import {
  type ActorRef,
  createEngine,
  createLog,
  DEFAULT_LIMITS,
  type Fault,
  type Journal,
  type RunningEngine,
  systemWorld,
} from "../../engine/mod.ts";

const STAFF = { id: "bench", role: "province", unit: "jx" } as const;
const DAY_MS = 86_400_000;

/** An engine with the product's own kinds and limits on a sqlite journal. */
export function startEngine(journal: Journal): Promise<RunningEngine> {
  const limits = DEFAULT_LIMITS;
  const world = systemWorld();
  const log = createLog({
    write: (line) => console.error(line),
    nowMs: () => world.clock.nowMs(),
    level: "warn",
  });
  const incarnation = world.random.id(16);
  const kinds = createKinds(limits);
  return createEngine({ journal, kinds, limits, world, log, incarnation });
}

/** The product's embedded journal in `directory`. */
export function sqliteJournal(directory: string): Journal {
  const { shards, appendTimeoutMs } = DEFAULT_LIMITS;
  const path = `${directory}/journal.sqlite`;
  return createSqliteJournal({ path, shards, archive: false, timeoutMs: appendTimeoutMs });
}

/** An open sale; grabs go to the customer's own cell, as the edge sends them. */
export class EngineSale {
  readonly cells: readonly ActorRef<StockProtocol>[];
  readonly campaign: ActorRef<CampaignProtocol>;
  readonly #engine: RunningEngine;

  constructor(engine: RunningEngine, id: string, cells: number) {
    this.#engine = engine;
    this.campaign = engine.ref<CampaignProtocol>("campaign", id);
    this.cells = Array.from(
      { length: cells },
      (_, cell) => engine.ref<StockProtocol>("stock", cellKey(id, cell)),
    );
  }

  /** One unit for a customer who has none; anything but a new reservation ends the process. */
  grab(customer: string, answered: () => void): void {
    const cell = this.cells[cellOfCustomer(customer, this.cells.length)];
    if (cell === undefined) throw new Error("Cannot grab: the sale has no cells");
    this.#engine.dispatch(cell, { kind: "grab", customer, units: 1 }, {
      reply(reply) {
        if (reply.kind !== "reserved") throw new Error(`Expected a unit, got ${reply.kind}`);
        answered();
      },
      fault(fault: Fault) {
        throw fault;
      },
    });
  }
}

/** Creates a sale with one unit per customer and waits until it is open. */
export async function openEngineSale(
  engine: RunningEngine,
  id: string,
  units: number,
): Promise<EngineSale> {
  const campaign = engine.ref<CampaignProtocol>("campaign", id);
  const startsAtMs = engine.nowMs() + 1_000;
  const created = await engine.ask(campaign, {
    kind: "create",
    by: STAFF,
    approval: false,
    spec: {
      kind: "flash-sale",
      title: "bench",
      product: "bench",
      priceFen: 0,
      units,
      perCustomerMax: 1,
      startsAtMs,
      endsAtMs: startsAtMs + DAY_MS,
      holdSeconds: 3_600,
    },
  });
  expectView(created);
  const { cells } = expectView(await engine.ask(campaign, { kind: "schedule", by: STAFF }));
  while (expectView(await engine.ask(campaign, { kind: "view" })).phase !== "open") {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return new EngineSale(engine, id, cells);
}

function expectView(reply: CampaignReply) {
  if (reply.kind === "view") return reply.view;
  throw new Error(`Expected a view: ${JSON.stringify(reply)}`);
}
