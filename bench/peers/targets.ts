/** What the product was built to reach beside the platform and other designs, and whether it does. */
import { median, medianRate, mostConnections, ratio, type Results } from "./results.ts";
import { number } from "../report/figures.ts";

/** One target. */
export interface Target {
  readonly what: string;
  readonly text: string;
  readonly target: string;
  readonly met: boolean;
}

/** Targets of the engine, as far as this run can tell. */
export function targetsOf(results: Results): Target[] {
  const targets: Target[] = [];
  const add = (
    what: string,
    value: number | null,
    bound: { least?: number; most?: number },
    unit = "×",
  ) => {
    if (value === null || Number.isNaN(value)) return;
    const met = value >= (bound.least ?? -Infinity) && value <= (bound.most ?? Infinity);
    const target = bound.least === undefined
      ? `at most ${number(bound.most ?? 0)}${unit}`
      : `at least ${number(bound.least)}${unit}`;
    targets.push({ what, text: `${number(value)}${unit}`, target, met });
  };
  if (results.http !== undefined) {
    const samples = results.http;
    const connections = mostConnections(samples);
    const rate = (row: string) => medianRate(samples, row, connections);
    for (const ours of ["ours_sqlite", "ours_redis_tcp", "ours_redis_http"]) {
      add(`${ours} ÷ limit, ${connections} connections`, ratio(rate(ours), rate("limit")), {
        least: 0.9,
      });
      add(`${ours} ÷ redis_lua`, ratio(rate(ours), rate("redis_lua")), { least: 2 });
      add(`${ours} ÷ postgres_row`, ratio(rate(ours), rate("postgres_row")), { least: 15 });
    }
    add("limit ÷ limit_plain (token check)", ratio(rate("limit"), rate("limit_plain")), {
      least: 1.5,
    });
  }
  const { paced, process } = results;
  for (const [name, one] of Object.entries(paced ?? {})) {
    const limit = paced?.["limit"];
    if (name === "limit" || limit === undefined) continue;
    add(`p99 of ${name} ÷ p99 of limit at ${one.offeredPerSecond}/s`, one.p99Ms / limit.p99Ms, {
      most: 3,
    });
  }
  if (process?.bare !== undefined && process.engine !== undefined) {
    const of = (flights: readonly { perSecond: number }[]) =>
      median(flights.map((f) => f.perSecond));
    add("engine ÷ bare loop, in process", ratio(of(process.engine), of(process.bare)), {
      least: 0.5,
    });
  }
  if (process?.growth !== undefined) {
    const of = (flights: readonly { processUs: number }[]) =>
      median(flights.map((f) => f.processUs));
    const { few, many } = process.growth;
    add("CPU per grab at 1,000,000 ÷ at 1,000 reservations", of(many) / of(few), { most: 1.15 });
  }
  if (process?.activation !== undefined) {
    const { records, snapshots } = process.activation;
    add("activation of 1,000,000 reservations after a crash", records.campaignMs / 1_000, {
      most: 3,
    }, " s");
    add("the same after a drain", snapshots.campaignMs / 1_000, { most: 3 }, " s");
    const calls = Object.entries(records.calls).filter(([name]) => name !== "append");
    const reads = calls.reduce((sum, [, one]) => sum + one, 0);
    add("journal round trips per activation of a small actor", reads, { most: 1 }, "");
  }
  if (process?.idle !== undefined) {
    const { actors, states } = process.idle;
    add(
      "resident bytes per idle actor beyond its state",
      actors.residentBytes - states.residentBytes,
      {
        most: 600,
      },
      "",
    );
    add("heap bytes per idle actor beyond its state", actors.heapBytes - states.heapBytes, {
      most: 600,
    }, "");
  }
  return targets;
}
