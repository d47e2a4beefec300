/** Two runs for a terminal and as Markdown. */
import { type Comparison, judged, type Row } from "./comparison.ts";
import type { Words } from "./chart_data.ts";
import { figure, instant, times } from "./figures.ts";
import { markdown, markdownCode, markdownTable } from "./markdown_table.ts";
import type { RunReport } from "./run_report.ts";

const MARKS = { better: "better", worse: "worse" } as const;

/** For a terminal: warnings first, then one line a figure. */
export function comparisonText({ a, b, warnings, groups }: Comparison): string {
  const rows = groups.flatMap(({ title, rows }) => [
    [english(title).toUpperCase(), "", "", "", ""],
    ...rows.filter(({ detail }) => !detail).map(cells),
  ]);
  return [
    `A  ${a.id}  ${a.verdict}: ${a.sentence}`,
    `B  ${b.id}  ${b.verdict}: ${b.sentence}`,
    "",
    ...warnings.length === 0
      ? []
      : ["NOT COMPARABLE:", ...warnings.map((one) => `  - ${english(one)}`), ""],
    ...aligned([["", "B ÷ A", "A", "B", ""], ...rows]),
  ].join("\n");
}

/** The same as a page of Markdown, ratios first. */
export function comparisonMarkdown(
  { a, b, warnings, groups }: Comparison,
  options: { readonly command: string },
): string {
  const run = (name: string, report: RunReport) => [
    name,
    report.id,
    report.verdict,
    report.sentence,
    instant(report.startedAtMs),
    report.environment.commit ?? "not started here",
  ];
  const parts = [
    `# Two runs compared`,
    markdownTable(["", "Run", "Verdict", "", "Started", "Commit"], [run("A", a), run("B", b)]),
    ...warnings.length === 0 ? [] : [
      "**Not comparable:**",
      warnings.map((one) => `- ${markdown(english(one))}`).join("\n"),
    ],
    ...groups.flatMap(({ title, rows }) => [
      `## ${english(title)}`,
      markdownTable(["", ">B ÷ A", ">A", ">B", ""], rows.map(cells)),
    ]),
    markdownCode(options.command),
  ];
  return `${parts.join("\n\n")}\n`;
}

function cells(row: Row): readonly string[] {
  const verdict = judged(row);
  return [
    english(row.what),
    times(row.ratio),
    figure(row.a, row.unit),
    figure(row.b, row.unit),
    verdict === null ? "" : MARKS[verdict],
  ];
}

/** Names left, figures right. */
function aligned(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = [0, 1, 2, 3].map((column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0))
  );
  return rows.map(([name = "", ...rest]) =>
    [
      name.padEnd(widths[0] ?? 0),
      ...rest.slice(0, 3).map((text, index) => text.padStart(widths[index + 1] ?? 0)),
      rest[3] ?? "",
    ].join("  ").trimEnd()
  );
}

function english(words: Words): string {
  return typeof words === "string" ? words : words.en;
}
