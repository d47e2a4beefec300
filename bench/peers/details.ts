/** What the one table has no room for: every number of connections, threads, fixed rates, and what goes without HTTP. */
import type { InProcess } from "../in_process/programs.ts";
import type { Paced } from "../load/k6.ts";
import { number } from "../report/figures.ts";
import { markdownTable } from "../report/markdown_table.ts";
import { median, medianRate, type Results } from "./results.ts";
import type { Sample } from "./rounds.ts";
import { LIMIT } from "./rows.ts";

/** Sections in Markdown, each with a heading of the third order. */
export function detailsOf(results: Results): string[] {
  return [
    ...(results.http === undefined ? [] : httpSection(results.http)),
    ...(results.paced === undefined ? [] : pacedSection(results.paced)),
    ...(results.process === undefined ? [] : processSection(results.process)),
  ];
}

function httpSection(samples: readonly Sample[]): string[] {
  const lines: string[] = [];
  for (const path of ["sold", "sold-out"] as const) {
    for (const connections of new Set(samples.map((one) => one.connections))) {
      const here = samples.filter((one) => one.path === path && one.connections === connections);
      if (here.length === 0) continue;
      const what = path === "sold" ? "Sold" : "Sold out";
      lines.push(
        "",
        `### ${what}, ${connections} connections, by thread`,
        "",
        markdownTable(
          ["", "÷ limit", "per second", "range", "p50 ms", "p99 ms", "CPU µs per request"],
          httpRows(here, medianRate(samples, LIMIT, connections)),
        ),
      );
    }
  }
  return lines;
}

function httpRows(here: readonly Sample[], limit: number | null): string[][] {
  return [...new Set(here.map((one) => one.row))].map((row) => {
    const runs = here.filter((one) => one.row === row);
    const of = (value: (one: Sample) => number) => median(runs.map(value));
    const rate = of((one) => one.perSecond);
    const spread = runs.map((one) => Math.round(one.perSecond / 100) / 10);
    return [
      row,
      limit === null ? "–" : number(rate / limit),
      Math.round(rate).toLocaleString("en"),
      `${Math.min(...spread)}–${Math.max(...spread)} k`,
      number(of((one) => one.p50Ms)),
      number(of((one) => one.p99Ms)),
      cpuOf(runs),
    ];
  });
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
    "### At a fixed rate of arrival (k6)",
    "",
    markdownTable(
      ["", "offered per second", "not started in time", "p50 ms", "p99 ms", "max ms"],
      rows,
    ),
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
    "### In process, without HTTP",
    "",
    "Both loops run on the main thread and write to a sqlite Worker, 1,024 in flight.",
    "",
    markdownTable(["", "per second", "CPU µs, main thread", "CPU µs, process"], rows),
  ];
  if (process.activation !== undefined) {
    const { records, snapshots } = process.activation;
    lines.push(
      "",
      markdownTable(["activation", "engine start ms", "campaign ms", "cells", "small actor ms"], [
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
