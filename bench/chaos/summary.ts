/** The section on faults of `bench/RESULTS.md`. Pure. */
import { figure, number } from "../report/figures.ts";
import type { ChaosReport, Expectation, FaultReport } from "./chaos_report.ts";
import { duration, failuresInWords, inLanguage, missedInWords } from "./words.ts";

const HEAD = [
  "Fault",
  "Verdict",
  "Longest outage of grabs",
  "of pages",
  "Failed of all attempts",
  "Without an answer",
  "First served after its end",
  "As usual after",
  "Audit",
] as const;

/** A table of all faults, and a few lines on each. */
export function summaryOf(report: ChaosReport): string {
  const { environment, faults, commit } = report;
  const lines = [
    "## Faults under load",
    "",
    inLanguage(report.sentence, "en") +
    (report.quick ? " Quick: each fault in its shortest sensible form." : "") +
    ` \`${report.command}\` on ${environment.cores} cores (${environment.cpuModel}), Deno ` +
    `${environment.deno}, commit ${commit ?? "unknown"}. A paced crowd on the same cores opens ` +
    "pages, grabs, confirms 70 % and cancels 10 %; every tenth asks twice. An outage is a span in " +
    "which somebody asked and nobody was served.",
    "",
    `| ${HEAD.join(" | ")} |`,
    `| --- | --- |${" ---: |".repeat(HEAD.length - 3)} --- |`,
    ...faults.map(row),
    "",
    ...faults.flatMap(section),
  ];
  return `${lines.join("\n").trimEnd()}\n`;
}

function row({ name, verdict, observed, truth }: FaultReport): string {
  const broken = truth.filter(({ ok }) => !ok).map((check) => inLanguage(check.name, "en"));
  const audit = truth.length === 0 ? "–" : broken.length === 0 ? "holds" : broken.join(", ");
  const seen = observed === null ? Array<string>(HEAD.length - 3).fill("–") : [
    duration(observed.outage?.ms ?? 0),
    duration(observed.pageOutage?.ms ?? 0),
    `${number(failedOf(observed))} of ${number(observed.attempts)}`,
    number(observed.unanswered),
    observed.firstMs === null ? "never" : duration(observed.firstMs),
    observed.usualMs === null ? "never" : duration(observed.usualMs),
  ];
  return `| ${[name, verdict, ...seen, audit].join(" | ")} |`;
}

/** Attempts that were neither served nor refused by the rules. */
export function failedOf({ failures }: NonNullable<FaultReport["observed"]>): number {
  return failures.reduce((sum, { count }) => sum + count, 0);
}

function section(fault: FaultReport): string[] {
  const { name, observed, expectations, truth, notes } = fault;
  const en = (words: FaultReport["what"]) => inLanguage(words, "en");
  return [
    `### ${name}`,
    "",
    `${en(fault.what)}. Promised: ${en(fault.promise)}.`,
    "",
    en(fault.sentence),
    "",
    ...observed === null ? [] : [
      `- ${observed.grabsPerSecond} grabs/s for ${
        observed.seconds.toFixed(0)
      } s, ${observed.setting}; before the fault p50 ${figure(observed.usual.p50Ms, "ms")}, p99 ${
        figure(observed.usual.p99Ms, "ms")
      }.`,
      `- Failures: ${failuresInWords(observed.failures, "en")}.`,
      ...observed.withheld === 0
        ? []
        : [`- ${number(observed.withheld)} customers were not sent, since too many waited.`],
    ],
    ...expectations.map((one) => `- ${expectationInWords(one)}.`),
    ...truth.map(({ ok, ...check }) => `- ${sign(ok)} ${en(check.name)}: ${en(check.text)}.`),
    ...notes.map((note) => `- ${en(note)}`),
    "",
  ];
}

function expectationInWords(one: Expectation): string {
  const { what, unit, measured, ok } = one;
  return `${sign(ok)} ${
    ok ? `${inLanguage(what, "en")}: ${figure(measured, unit)}` : missedInWords(one, "en")
  }`;
}

function sign(ok: boolean): string {
  return ok ? "✔" : "✘";
}
