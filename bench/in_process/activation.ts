/**
 * How long a node takes to bring actors back: the campaign that `growth.ts` filled with all its cells, and small
 * actors one by one with the number of journal calls that each needs. Drains at the end, which leaves snapshots: the
 * second run of this program on the same folder starts from those.
 */
import { FULL_SALE, SMALL_ACTORS } from "./growth.ts";
import { EngineSale, sqliteJournal, startEngine } from "./engine_sale.ts";
import type { CampaignProtocol } from "../../actors/campaign/protocol.ts";
import type { CustomerProtocol } from "../../actors/customer/protocol.ts";
import type { Journal, RunningEngine } from "../../engine/mod.ts";

/** What it prints. */
export interface Activated {
  readonly engineMs: number;
  readonly campaignMs: number;
  readonly reservations: number;
  readonly cells: number;
  /** Median over small actors that have something stored. */
  readonly smallMs: number;
  /** Journal calls per small actor, by name. */
  readonly calls: Readonly<Record<string, number>>;
}

async function main(): Promise<void> {
  const { directory } = JSON.parse(Deno.args[0] ?? "");
  const calls: Record<string, number> = {};
  const startMs = performance.now();
  const engine = await startEngine(countCalls(sqliteJournal(directory), calls));
  const engineMs = performance.now() - startMs;
  const campaign = await activateCampaign(engine);
  const smallMs = await activateSmall(engine, calls);
  const per = Object.entries(calls).map(([name, n]) => [name, n / SMALL_ACTORS] as const);
  const result: Activated = { engineMs, ...campaign, smallMs, calls: Object.fromEntries(per) };
  console.log(`RESULT ${JSON.stringify(result)}`);
  await engine.drain();
}

async function activateCampaign(engine: RunningEngine) {
  const startMs = performance.now();
  const reply = await engine.ask(engine.ref<CampaignProtocol>("campaign", FULL_SALE), {
    kind: "view",
  });
  if (reply.kind !== "view") throw new Error(`Expected a view: ${JSON.stringify(reply)}`);
  const { cells, units } = reply.view;
  const sale = new EngineSale(engine, FULL_SALE, cells);
  const ask = { kind: "mine", customer: "nobody" } as const;
  await Promise.all(sale.cells.map((cell) => engine.ask(cell, ask)));
  return { campaignMs: performance.now() - startMs, cells, reservations: units.held };
}

/** Small actors with something stored: written once, then asked by an engine that has not seen them. */
async function activateSmall(engine: RunningEngine, calls: Record<string, number>) {
  const times: number[] = [];
  for (const name of Object.keys(calls)) delete calls[name];
  for (let i = 0; i < SMALL_ACTORS; i++) {
    const startMs = performance.now();
    await engine.ask(engine.ref<CustomerProtocol>("customer", `small-${i}`), { kind: "facts" });
    times.push(performance.now() - startMs);
  }
  times.sort((a, b) => a - b);
  return times[SMALL_ACTORS >> 1] ?? 0;
}

/** A journal that counts how often each of its functions is called. */
function countCalls(journal: Journal, calls: Record<string, number>): Journal {
  return new Proxy(journal, {
    get(target, name) {
      const value = Reflect.get(target, name, target);
      if (typeof value !== "function") return value;
      return (...args: unknown[]) => {
        calls[String(name)] = (calls[String(name)] ?? 0) + 1;
        return value.apply(target, args);
      };
    },
  });
}

if (import.meta.main) await main();
