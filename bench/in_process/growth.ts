/**
 * What a grab costs when its campaign holds few reservations and when it holds very many: fresh sales at `few`
 * reservations each, then one sale filled to `many`. Both have the same number of cells. Ends without a drain,
 * so that the journal holds what a crash would leave.
 */
import type { CustomerProtocol } from "../../actors/customer/protocol.ts";
import type { RunningEngine } from "../../engine/mod.ts";
import { type EngineSale, openEngineSale, sqliteJournal, startEngine } from "./engine_sale.ts";
import { type Flight, fly } from "./flight.ts";
import { customerName } from "./options.ts";

/** Argument of this program. */
export interface GrowthOptions {
  readonly directory: string;
  readonly few: number;
  readonly many: number;
  readonly windows: number;
  readonly grabsPerWindow: number;
  readonly inFlight: number;
}

/** What it prints. */
export interface Growth {
  readonly few: readonly Flight[];
  readonly many: readonly Flight[];
}

/** Small actors that are stored beside it. */
export const SMALL_ACTORS = 500;
/** Id of the sale that is filled. */
export const FULL_SALE = "many";
const SPARE = 1.1;
const WARM = 100_000;

async function main(): Promise<void> {
  const options: GrowthOptions = JSON.parse(Deno.args[0] ?? "");
  const { few, many, windows, grabsPerWindow, inFlight } = options;
  const units = Math.ceil((many + windows * grabsPerWindow) * SPARE);
  const engine = await startEngine(sqliteJournal(options.directory));
  const grab = (sale: EngineSale, first: number, count: number) =>
    fly({ first, count, inFlight }, (index, done) => sale.grab(customerName(index), done));

  await grab(await openEngineSale(engine, "warm", units), 0, WARM);
  const result: { few: Flight[]; many: Flight[] } = { few: [], many: [] };
  for (let window = 0; window < windows; window++) {
    const sale = await openEngineSale(engine, `few${window}`, units);
    await grab(sale, 0, few);
    result.few.push(await grab(sale, few, grabsPerWindow));
  }
  const sale = await openEngineSale(engine, FULL_SALE, units);
  await grab(sale, 0, many);
  for (let window = 0; window < windows; window++) {
    result.many.push(await grab(sale, many + window * grabsPerWindow, grabsPerWindow));
  }
  await writeSmallActors(engine);
  console.log(`RESULT ${JSON.stringify(result satisfies Growth)}`);
  Deno.exit(0);
}

async function writeSmallActors(engine: RunningEngine): Promise<void> {
  const facts = { tags: ["vip"], isNew: false, orgUnitIds: [] };
  for (let i = 0; i < SMALL_ACTORS; i++) {
    const customer = engine.ref<CustomerProtocol>("customer", `small-${i}`);
    await engine.ask(customer, { kind: "set-facts", facts, by: "bench" });
  }
}

if (import.meta.main) await main();
