/** Reports of many runs → `RESULTS.md`: scenarios in one table, then what each command says of itself. */
import { cpuPerThousand, mainLatency, servedPerSecond } from "../report/facts.ts";
import { markdownTable } from "../report/markdown_table.ts";
import type { RunReport } from "../report/run_report.ts";

/** All there is to say. */
export interface Gathered {
  readonly command: string;
  readonly date: string;
  readonly machine: string;
  readonly reports: readonly RunReport[];
  /** Sections that commands wrote, each with its heading. */
  readonly summaries: readonly string[];
  /** What was not run or did not end well, one sentence each. */
  readonly missing: readonly string[];
}

/** The page. */
export function resultsPage(gathered: Gathered): string {
  const { command, date, machine, reports, summaries, missing } = gathered;
  return [
    "# Results",
    `\`${command}\` on ${date}, ${machine}. Generator, product and stores share its cores; ` +
    "[README.md](README.md) says how to read this and what it does not say.",
    ...missing.length === 0 ? [] : [missing.map((one) => `- ${one}`).join("\n")],
    ...summaries.length === 0 ? [] : ["## In short", inShort(summaries)],
    ...reports.length === 0 ? [] : [scenarios(reports)],
    ...summaries.map((summary) => summary.trim()),
  ].join("\n\n") + "\n";
}

/** What each section begins with: its list, or its first sentence. */
function inShort(summaries: readonly string[]): string {
  return summaries.flatMap((summary) => {
    const [heading = "", lead = ""] = summary.trim().split("\n\n");
    const name = heading.replace(/^#+ /, "");
    const [sentence = ""] = lead.split(/(?<=\.) /);
    const lines = lead.startsWith("- ") ? lead.split("\n") : [`- ${sentence}`];
    return lines.map((line) => line.replace(/^- /, `- ${name}: `));
  }).join("\n");
}

function scenarios(reports: readonly RunReport[]): string {
  const heads = [
    "Scenario",
    "Profile",
    "Verdict",
    ">CPU s per 1,000 requests",
    ">Served/s",
    "Main request",
    ">p50 ms",
    ">p99 ms",
    ">Dropped",
    ">Generator : product, cores",
    "Truth",
  ];
  const lines = reports.map((report) => {
    const main = mainLatency(report);
    const { dropped, planned, generatorCores, productCores } = report.offered;
    const held = report.truth.filter(({ ok }) => ok).length;
    return [
      report.scenario,
      report.profile,
      report.verdict,
      rounded(cpuPerThousand(report), 2),
      rounded(servedPerSecond(report), 0),
      main === null ? null : main.request,
      rounded(main?.p50Ms ?? null, 1),
      rounded(main?.p99Ms ?? null, 1),
      `${dropped} of ${planned}`,
      `${rounded(generatorCores, 2)} : ${rounded(productCores, 2)}`,
      `${held} of ${report.truth.length} hold`,
    ];
  });
  const failed = reports.filter(({ verdict }) => verdict !== "passed")
    .map((report) => `- ${report.sentence}`);
  return [
    "## Scenarios",
    markdownTable(heads, lines),
    ...failed.length === 0 ? [] : [failed.join("\n")],
  ].join("\n\n");
}

function rounded(value: number | null, digits: number): string {
  return value === null ? "–" : value.toFixed(digits);
}
