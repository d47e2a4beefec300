/** Raw results → `RESULTS.md`: ratios first, then the table of every peer, then the rest. */
import type { InProcess } from "../in_process/programs.ts";
import type { Paced } from "../load/k6.ts";
import type { Sample } from "./rounds.ts";

/** Everything that one run of the bench has measured; what was not run is absent. */
export interface Results {
  readonly command: string;
  readonly date: string;
  readonly machine: string;
  readonly appendfsync: string;
  readonly rounds: number;
  readonly seconds: number;
  readonly http?: readonly Sample[];
  readonly paced?: Readonly<Record<string, Paced>>;
  readonly process?: Partial<InProcess>;
}

/** One target of issue 2, section 8. */
interface Target {
  readonly what: string;
  readonly measured: number | null;
  readonly text: string;
  readonly target: string;
  readonly met: boolean;
}

/** The report as Markdown. */
export function reportOf(results: Results, notes: string): string {
  return [
    "# Results",
    "",
    `\`${results.command}\` on ${results.date}, ${results.machine}. ` +
    `Servers, stores and load generator share its cores. Redis with \`appendfsync ${results.appendfsync}\`, ` +
    "PostgreSQL with `synchronous_commit=on`, sqlite with `synchronous=FULL`. " +
    `Medians of ${results.rounds} interleaved rounds of ${results.seconds} s, every run with fresh ` +
    "processes, warmed up by other customers, each request by another customer with its own token; a run " +
    "with an unexpected status or a failed audit ends the bench.",
    "",
    "## Targets",
    "",
    table(
      ["", "measured", "target", ""],
      targetsOf(results).map((one) => [one.what, one.text, one.target, one.met ? "met" : "missed"]),
    ),
    ...(results.http === undefined ? [] : httpSection(results.http)),
    ...(results.paced === undefined ? [] : pacedSection(results.paced)),
    ...(results.process === undefined ? [] : processSection(results.process)),
    notes,
  ].join("\n");
}

function targetsOf(results: Results): Target[] {
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
    targets.push({ what, measured: value, text: `${number(value)}${unit}`, target, met });
  };
  if (results.http !== undefined) {
    const rate = (peer: string, connections = 256) =>
      medianRate(results.http ?? [], peer, connections);
    for (const ours of ["ours_sqlite", "ours_redis_tcp", "ours_redis_http"]) {
      add(`${ours} ÷ limit, 256 connections`, ratio(rate(ours), rate("limit")), { least: 0.9 });
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

function httpSection(samples: readonly Sample[]): string[] {
  const lines: string[] = [];
  for (const path of ["sold", "sold-out"] as const) {
    for (const connections of new Set(samples.map((one) => one.connections))) {
      const here = samples.filter((one) => one.path === path && one.connections === connections);
      if (here.length === 0) continue;
      const limit = medianRate(samples, "limit", connections);
      lines.push("", `## ${path === "sold" ? "Sold" : "Sold out"}, ${connections} connections`, "");
      const rows = [...new Set(here.map((one) => one.peer))].map((peer) => {
        const runs = here.filter((one) => one.peer === peer);
        const of = (value: (one: Sample) => number) => median(runs.map(value));
        const rate = of((one) => one.perSecond);
        const spread = runs.map((one) => Math.round(one.perSecond / 100) / 10);
        return [
          peer,
          Math.round(rate).toLocaleString("en"),
          `${Math.min(...spread)}–${Math.max(...spread)} k`,
          limit === null ? "" : number(rate / limit),
          number(of((one) => one.p50Ms)),
          number(of((one) => one.p99Ms)),
          cpuOf(runs),
        ];
      });
      lines.push(table(
        ["", "per second", "range", "÷ limit", "p50 ms", "p99 ms", "CPU µs per request"],
        rows,
      ));
    }
  }
  return lines;
}

/** Medians by process and thread, largest first. */
function cpuOf(runs: readonly Sample[]): string {
  const threads = new Set(runs.flatMap((one) => Object.keys(one.cpuUs)));
  return [...threads]
    .map((thread) => [thread, median(runs.map((one) => one.cpuUs[thread] ?? 0))] as const)
    .filter(([, us]) => us >= 0.1)
    .sort((a, b) => b[1] - a[1])
    .map(([thread, us]) => `${thread} ${us.toFixed(1)}`)
    .join(", ");
}

function pacedSection(paced: Readonly<Record<string, Paced>>): string[] {
  const rows = Object.entries(paced).map(([name, one]) => [
    name,
    String(one.offeredPerSecond),
    String(one.dropped),
    number(one.p50Ms),
    number(one.p99Ms),
    number(one.maxMs),
  ]);
  return [
    "",
    "## At a fixed rate of arrival (k6)",
    "",
    table(["", "offered per second", "not started in time", "p50 ms", "p99 ms", "max ms"], rows),
  ];
}

function processSection(process: Partial<InProcess>): string[] {
  const rows: string[][] = [];
  for (const name of ["bare", "engine"] as const) {
    const flights = process[name];
    if (flights === undefined) continue;
    const of = (key: "perSecond" | "mainUs" | "processUs") =>
      median(flights.map((one) => one[key]));
    rows.push([
      name,
      Math.round(of("perSecond")).toLocaleString("en"),
      number(of("mainUs")),
      number(of("processUs")),
    ]);
  }
  for (const name of ["few", "many"] as const) {
    const flights = process.growth?.[name];
    if (flights === undefined) continue;
    const of = (key: "perSecond" | "mainUs" | "processUs") =>
      median(flights.map((one) => one[key]));
    rows.push([
      `256 in flight, ${name === "few" ? "1,000" : "1,000,000"} reservations`,
      Math.round(of("perSecond")).toLocaleString("en"),
      number(of("mainUs")),
      number(of("processUs")),
    ]);
  }
  const lines = [
    "",
    "## In process, without HTTP",
    "",
    "Both loops run on the main thread and write to a sqlite Worker, 1,024 in flight.",
    "",
    table(["", "per second", "CPU µs, main thread", "CPU µs, process"], rows),
  ];
  if (process.activation !== undefined) {
    const { records, snapshots } = process.activation;
    lines.push(
      "",
      table(["activation", "engine start ms", "campaign ms", "cells", "small actor ms"], [
        ["after a crash, from records", ...activated(records)],
        ["after a drain, from snapshots", ...activated(snapshots)],
      ]),
    );
  }
  return lines;
}

function activated(
  one: { engineMs: number; campaignMs: number; cells: number; smallMs: number },
): string[] {
  return [number(one.engineMs), number(one.campaignMs), String(one.cells), number(one.smallMs)];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

function medianRate(samples: readonly Sample[], peer: string, connections: number): number | null {
  const runs = samples.filter((one) =>
    one.peer === peer && one.path === "sold" && one.connections === connections
  );
  return runs.length === 0 ? null : median(runs.map((one) => one.perSecond));
}

function ratio(value: number | null, by: number | null): number | null {
  return value === null || by === null ? null : value / by;
}

/** The middle one; of an even number the lower of the two. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[(sorted.length - 1) >> 1] ?? NaN;
}

/** Three significant digits. */
function number(value: number): string {
  return Math.abs(value) >= 1_000
    ? Math.round(value).toLocaleString("en")
    : String(Number(value.toPrecision(3)));
}
