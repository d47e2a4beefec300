/** Raw results → `summary.md`: one section, ratios first. */
import { instant } from "../report/figures.ts";
import { markdownTable } from "../report/markdown_table.ts";
import { both } from "../report/page.ts";
import { type Column, CRASH_COLUMNS, PEER_COLUMNS } from "./columns.ts";
import { detailsOf } from "./details.ts";
import { type Figures, figuresOf } from "./figures.ts";
import type { Results } from "./results.ts";
import { LESS_DURABLE } from "./rows.ts";
import { targetsOf } from "./targets.ts";
import { CRASH_READING, howMeasured, READING, verdictsOf } from "./words.ts";

/** The section as Markdown, `notes` at its end. */
export function summaryOf(results: Results, notes: string): string {
  const figures = figuresOf(results);
  const { crashes, endedEarly } = results;
  return [
    "## Peers",
    "",
    ...endedEarly === null ? [] : [`**Not complete: ${endedEarly}**`, ""],
    ...verdictsOf(figures).map(({ en }) => `- ${en}`),
    "",
    aboutOf(results),
    "",
    tableOf(PEER_COLUMNS, figures),
    "",
    READING.en,
    "",
    ...peersOf(figures).map(([name, what]) => `- \`${name}\`: ${what}.`),
    ...crashes === undefined ? [] : [
      "",
      "### What a kill -9 takes",
      "",
      CRASH_READING.en,
      "",
      tableOf(CRASH_COLUMNS, crashes),
    ],
    ...targetSection(results),
    ...detailsOf(results),
    ...notes === "" ? [] : ["", notes.trim().replaceAll(/^## /gm, "### ")],
    "",
  ].join("\n");
}

/** Each design once, at whatever settings it was measured. */
function peersOf(figures: readonly Figures[]): [string, string][] {
  return [
    ...new Map(
      figures.map(({ name, what }) => [name.replace(LESS_DURABLE, ""), both(what).en] as const),
    ),
  ];
}

function aboutOf(results: Results): string {
  const skipped = results.skipped.map(({ en }) => ` Skipped: ${en}.`).join("");
  const how = howMeasured(results);
  return `\`${results.command}\` on ${instant(results.startedAtMs)}, ${results.machine}.` +
    `${how === null ? "" : ` ${how.en}`}${skipped}`;
}

function tableOf<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const heads = columns.map(({ head, right }) => `${right ? ">" : ""}${both(head).en}`);
  return markdownTable(
    heads,
    rows.map((row) => columns.map(({ cell }) => both(cell(row)).en)),
  );
}

function targetSection(results: Results): string[] {
  const targets = targetsOf(results);
  if (targets.length === 0) return [];
  const rows = targets.map((one) => [one.what, one.text, one.target, one.met ? "met" : "missed"]);
  return ["", "### Targets", "", markdownTable(["", ">measured", ">target", ""], rows)];
}
