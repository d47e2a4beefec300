/** The section on growth of `bench/RESULTS.md`, ratios first. Pure. */
import { figure, number, times } from "../report/figures.ts";
import { markdownTable } from "../report/markdown_table.ts";
import { type CurveReport, type GrowthReport, sentenceOf } from "./growth_report.ts";
import { FLAT_MAX, type JudgedLine, type Point } from "./points.ts";
import { sentenceOf as lineSentenceOf, verdictWord } from "./words.ts";

const METHOD =
  "CPU of the product's process per operation, against the smallest size; medians of windows of the " +
  "same work. Sizes stand beside each other in one product and are measured in turns; work that stays " +
  `the same is measured as the product grows around it. Flat is at most ${
    times(FLAT_MAX)
  }. CPU is that ` +
  "of all threads (for subscribers that of the main thread): the one that decides, and those of " +
  "journal, rows, database and garbage collection, until all that follows from the work is done.";

/** A table of ratios, a sentence for each line, then the figures. */
export function summaryOf(report: GrowthReport): string {
  const { curves, environment, failures } = report;
  const about = `\`${report.command}\` on ${environment.cores} cores (${environment.cpuModel}), ` +
    `Deno ${environment.deno}, commit ${report.commit ?? "unknown"}.`;
  const quick = report.isQuick ? " Quick: sizes too small to say anything." : "";
  return [
    "## Growth",
    `${sentenceOf(report).en}.${quick} ${about}`,
    METHOD,
    markdownTable(
      ["What grows", "What is done", ">Range", ">Ratio", ">of the main thread", "Verdict"],
      curves.flatMap((curve) => curve.lines.map((line) => ratioRow(curve, line))),
    ),
    ...curves.map(section),
    ...failures.map(({ name, why }) => `**${name}** could not be measured: ${why}`),
    "",
  ].join("\n\n").trimEnd() + "\n";
}

function ratioRow(curve: CurveReport, judged: JudgedLine): string[] {
  const { points, worst, verdict } = judged;
  const last = points.at(-1);
  const shown = verdict === "growing" ? last : worst;
  return [
    curve.title.en,
    judged.line.label.en,
    `${number(points[0]?.size ?? null)} – ${number(last?.size ?? null)}`,
    times(shown?.ratio ?? null),
    times(shown?.mainRatio ?? null),
    verdictWord(judged).en,
  ];
}

function section(curve: CurveReport): string {
  const sentences = curve.lines.map((line) =>
    `- ${line.line.label.en}: ${lineSentenceOf(line).en}.`
  );
  const memory = curve.sizes.map((size, at) =>
    `${figure(curve.residentBytes[at] ?? null, "bytes")} at ${number(size)}`
  );
  return [
    `### ${curve.title.en}`,
    [...sentences, `- Resident memory of the product: ${memory.join(", ")}.`].join("\n"),
    markdownTable(
      [`>${curve.of.en}`, ...curve.lines.map(({ line }) => `>${line.label.en}, µs`)],
      curve.sizes.map((size, at) => [
        number(size),
        ...curve.lines.map(({ points }) => cell(points[at])),
      ]),
    ),
  ].join("\n\n");
}

/** `84.1 (main 31.2), 1.04×` */
function cell(point: Point | undefined): string | null {
  if (point === undefined) return null;
  return `${number(point.allUs)} (main ${number(point.mainUs)}), ${times(point.ratio)}`;
}
