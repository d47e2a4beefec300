/** Raw results → the figures of the one table, a row each. */
import { GENERATOR } from "../load/wrk.ts";
import type { Crash } from "./crash.ts";
import { median, mostConnections, ratio, type Results, type RowInfo } from "./results.ts";
import type { Path, Sample } from "./rounds.ts";
import { LIMIT, OURS } from "./rows.ts";

/** Processor time of one grab, in s per 1,000; null where there is no such process. */
export interface Cpu {
  readonly server: number | null;
  readonly store: number | null;
  readonly consumer: number | null;
  readonly generator: number | null;
  readonly sum: number;
}

/** One path of one row. */
export interface Rate {
  readonly perSecond: number;
  /** Of the product as it comes, and of the limit; null where those were not measured. */
  readonly toOurs: number | null;
  readonly toLimit: number | null;
}

/** A row of the table; null where nothing was measured. */
export interface Figures extends RowInfo {
  readonly sold: Rate | null;
  readonly soldOut: Rate | null;
  /** Of the path `sold`. */
  readonly ms: { p50: number; p95: number; p99: number; most: number } | null;
  readonly cpu: Cpu | null;
  readonly memoryBytes: number | null;
  /** How long its processes went on after the last answer. */
  readonly afterS: number | null;
  /** In all runs, loads and kills. */
  readonly oversold: number | null;
  readonly crash: { kills: number; acknowledged: number; lost: number; vanished: number } | null;
}

const S_PER_1000 = 1_000 / 1e6;

/** All rows, those that were skipped too. Rates, times and memory are medians over rounds, `most` is the worst of all. */
export function figuresOf(results: Results): Figures[] {
  const samples = results.http ?? [];
  const connections = mostConnections(samples);
  const runs = (row: string, path: Path) =>
    samples.filter((one) =>
      one.row === row && one.path === path && one.connections === connections
    );
  const rateOf = (row: string, path: Path): Rate | null => {
    const perSecond = rate(runs(row, path));
    if (perSecond === null) return null;
    return {
      perSecond,
      toOurs: ratio(perSecond, rate(runs(OURS, path))),
      // The limit refuses nobody: what it answers to a grab is the most for a refusal too.
      toLimit: ratio(perSecond, rate(runs(LIMIT, "sold"))),
    };
  };
  return results.rows.map((row): Figures => {
    const sold = runs(row.name, "sold");
    const crashes = (results.crashes ?? []).filter((one) => one.row === row.name);
    const of = (value: (one: Sample) => number) =>
      sold.length === 0 ? null : median(sold.map(value));
    return {
      ...row,
      sold: rateOf(row.name, "sold"),
      soldOut: rateOf(row.name, "sold-out"),
      ms: sold.length === 0 ? null : {
        p50: median(sold.map((one) => one.p50Ms)),
        p95: median(sold.map((one) => one.p95Ms)),
        p99: median(sold.map((one) => one.p99Ms)),
        most: Math.max(...sold.map((one) => one.maxMs)),
      },
      cpu: sold.length === 0 ? null : cpuOf(sold),
      memoryBytes: of(({ memoryBytes }) => sum(Object.values(memoryBytes))),
      afterS: of(({ afterMs }) => afterMs / 1_000),
      // A load whose audit finds one ends the bench, so that those which are here found none.
      oversold: sold.length + crashes.length === 0 ? null : sum(crashes.map((one) => one.oversold)),
      crash: crashes.length === 0 ? null : crashSum(crashes),
    };
  });
}

function rate(runs: readonly Sample[]): number | null {
  return runs.length === 0 ? null : median(runs.map((one) => one.perSecond));
}

function cpuOf(runs: readonly Sample[]): Cpu {
  const names = [...new Set(runs.flatMap((one) => Object.keys(one.cpuUs).map(processOf)))];
  const of = (belongs: (process: string) => boolean) => {
    if (!names.some(belongs)) return null;
    return median(runs.map(({ cpuUs }) => {
      const own = Object.entries(cpuUs).filter(([thread]) => belongs(processOf(thread)));
      return S_PER_1000 * sum(own.map(([, us]) => us));
    }));
  };
  const others = ["server", "consumer", GENERATOR];
  return {
    server: of((name) => name === "server"),
    store: of((name) => !others.includes(name)),
    consumer: of((name) => name === "consumer"),
    generator: of((name) => name === GENERATOR),
    sum: of(() => true) ?? 0,
  };
}

/** `redis` of `redis/main`. */
function processOf(thread: string): string {
  return thread.split("/")[0] ?? "";
}

function crashSum(crashes: readonly Crash[]): Figures["crash"] {
  return {
    kills: sum(crashes.map((one) => one.kills)),
    acknowledged: sum(crashes.map((one) => one.acknowledged)),
    lost: sum(crashes.map((one) => one.lost)),
    vanished: sum(crashes.map((one) => one.vanished)),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((all, one) => all + one, 0);
}
