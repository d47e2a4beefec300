/** Raw results → `summary.md`: one section, ratios first. */
import type { Crash } from "./crash.ts";
import { detailsOf } from "./details.ts";
import { type Figures, figuresOf } from "./figures.ts";
import { mostConnections, type Results } from "./results.ts";
import { isOurs, LESS_DURABLE, OURS } from "./rows.ts";
import { targetsOf } from "./targets.ts";
import { number, numberOr, table } from "./text.ts";

const MEGABYTE = 1_048_576;

/** The section as Markdown, `notes` at its end. */
export function summaryOf(results: Results, notes: string): string {
  const figures = figuresOf(results);
  const targets = targetsOf(results);
  const rows = targets.map((one) => [one.what, one.text, one.target, one.met ? "met" : "missed"]);
  return [
    "## Peers",
    "",
    ...(results.endedEarly === null ? [] : [`**Not complete: ${results.endedEarly}**`, ""]),
    ...verdictsOf(figures).map((sentence) => `- ${sentence}`),
    "",
    howMeasured(results),
    "",
    oneTable(figures),
    "",
    ...reading(figures),
    ...(results.crashes === undefined ? [] : crashSection(results.crashes)),
    ...(rows.length === 0
      ? []
      : ["", "### Targets", "", table(["", "measured", "target", ""], rows)]),
    ...detailsOf(results),
    ...(notes === "" ? [] : ["", notes.trim().replaceAll(/^## /gm, "### ")]),
    "",
  ].join("\n");
}

/** What an SRE takes away, one sentence each. */
export function verdictsOf(figures: readonly Figures[]): string[] {
  const ours = figures.find(({ name }) => name === OURS)?.sold;
  const sentences: string[] = [];
  if (ours) {
    const others = figures.filter(({ name, sold }) => sold !== null && !isOurs(name));
    const ratios = others.map(({ name, sold }) =>
      `${number(ours.perSecond / (sold?.perSecond ?? NaN))}× ${name}`
    );
    sentences.push(`Sold by ${OURS}, which answers after fsync: ${ratios.join(", ")}.`);
  }
  const crashed = figures.flatMap(({ name, crash }) => crash === null ? [] : [{ name, ...crash }]);
  if (crashed.length > 0) {
    const kills = crashed.reduce((sum, one) => sum + one.kills, 0);
    const losing = crashed.filter((one) => one.lost > 0).map(({ name, lost, acknowledged }) =>
      `${name} ${lost} of ${acknowledged.toLocaleString("en")}`
    );
    const lost = losing.length === 0 ? "none by any" : losing.join(", ");
    sentences.push(
      `Acknowledged grabs lost in ${kills} kills with \`kill -9\` under load: ${lost}.`,
    );
  }
  const oversold = figures.filter((one) => (one.oversold ?? 0) > 0)
    .map(({ name, oversold }) => `${name} ${oversold}`);
  if (figures.some((one) => one.oversold !== null)) {
    sentences.push(`Oversold units: ${oversold.length === 0 ? "none" : oversold.join(", ")}.`);
  }
  for (const { name, skipped } of figures) {
    if (skipped !== null) sentences.push(`${name} was skipped: ${skipped}.`);
  }
  return sentences;
}

function howMeasured(results: Results): string {
  const connections = mostConnections(results.http ?? []);
  const load = connections === 0
    ? ""
    : ` Medians of interleaved rounds, ${results.rounds} of ${results.seconds} s, with ` +
      `${connections} connections of wrk, every run with fresh processes, warmed up by other ` +
      "customers, each request by another customer with its own token; a run with an unexpected " +
      "status or a failed audit ends the bench.";
  const skipped = results.skipped.map((one) => ` Skipped: ${one}.`).join("");
  return `\`${results.command}\` on ${results.date}, ${results.machine}. Servers, stores, consumer ` +
    `and load generator share its cores.${load}${skipped}`;
}

const HEAD = [
  "",
  "sold ÷ ours",
  "÷ limit",
  "per second",
  "sold out ÷ ours",
  "÷ limit",
  "per second",
  "p50 ms",
  "p95 ms",
  "p99 ms",
  "max ms",
  "CPU s per 1,000 grabs: server",
  "store",
  "consumer",
  "generator",
  "sum",
  "goes on for s",
  "memory MB",
  "oversold units",
  "lost acknowledgements after kill -9",
  "durability",
];

function oneTable(figures: readonly Figures[]): string {
  return table(HEAD, figures.map((one) => cellsOf(one)));
}

function cellsOf(one: Figures): string[] {
  if (one.skipped !== null) {
    return [one.name, `skipped: ${one.skipped}`, ...HEAD.slice(3).map(() => ""), one.durability];
  }
  const { sold, soldOut, ms, cpu } = one;
  const rate = (of: Figures["sold"]) => [
    of?.toOurs == null ? "–" : `${number(of.toOurs)}×`,
    of?.toLimit == null ? "–" : `${number(of.toLimit)}×`,
    of === null ? "–" : Math.round(of.perSecond).toLocaleString("en"),
  ];
  return [
    one.name,
    ...rate(sold),
    ...rate(soldOut),
    ...[ms?.p50, ms?.p95, ms?.p99, ms?.most].map((value) => numberOr(value ?? null)),
    ...[cpu?.server, cpu?.store, cpu?.consumer, cpu?.generator, cpu?.sum]
      .map((value) => value == null ? "–" : value.toFixed(4)),
    one.afterS === null ? "–" : one.afterS.toFixed(1),
    one.memoryBytes === null ? "–" : Math.round(one.memoryBytes / MEGABYTE).toLocaleString("en"),
    numberOr(one.oversold),
    lostText(one.crash),
    one.durability,
  ];
}

/** `0 of 36,000, 3 kills`. */
export function lostText(crash: Figures["crash"]): string {
  if (crash === null) return "–";
  const { lost, acknowledged, kills } = crash;
  return `${lost} of ${acknowledged.toLocaleString("en")}, ${kills} kill${kills === 1 ? "" : "s"}`;
}

function reading(figures: readonly Figures[]): string[] {
  return [
    "CPU is that of all threads of a process and counts on until its processes rest, so that what is " +
    "left for after the answer (rows, queues, garbage) is paid for where it belongs; *goes on for* is " +
    "how long that took. Memory is what is resident in all processes after the run, shared pages " +
    "counted once. A refusal is compared with what the limit answers to a grab.",
    "",
    ...figures.filter(({ name }) => !name.endsWith(LESS_DURABLE))
      .map(({ name, what }) => `- \`${name}\`: ${what}.`),
  ];
}

function crashSection(crashes: readonly Crash[]): string[] {
  const rows = crashes.map((one) => [
    one.row,
    one.part,
    ...[one.kills, one.acknowledged, one.lost, one.oversold, one.vanished, one.untold]
      .map((count) => count.toLocaleString("en")),
    Math.round(one.longestGapMs).toLocaleString("en"),
    one.violations.join("; "),
  ]);
  return [
    "",
    "### What a kill -9 takes",
    "",
    "A crowd grabs until nothing is left and notes every 201; meanwhile one process (with its children) " +
    "is killed and started again after a tenth of a second. Then every noted id is asked for. " +
    "*Lost*: acknowledged and not there any more. *Oversold*: promised or stored beyond the units. " +
    "*Vanished*: neither sold nor left. *Not told*: sold to somebody whose answer broke off, who finds " +
    "it when asking again. **The kernel survives a `kill -9`**, so what a process had written is there, " +
    "synced or not: loss of power is not tested. What a row promises for that is its durability: after " +
    "fsync an acknowledged grab survives it as far as the disk keeps its word, before fsync about the " +
    "last second of them may be gone.",
    "",
    table([
      "",
      "killed",
      "kills",
      "acknowledged",
      "lost",
      "oversold",
      "vanished",
      "not told",
      "longest without a 201, ms",
      "what does not add up",
    ], rows),
  ];
}
