/** A rehearsal as Markdown. */
import { figure, instant, number } from "../report/figures.ts";
import { sharesOf } from "./figures.ts";
import { byRate, LIMITS, OUTCOMES, type Result } from "./result.ts";

/** The whole file, in English with the verdict in Chinese as well. */
export function markdownOfRehearsal(result: Result): string {
  const { rehearsal, rows, findings, startedAtMs, command } = result;
  const { verdict, played } = findings;
  return [
    `# Rehearsal: ${rehearsal.spec.title}`,
    `**${verdict.sentence.en}**`,
    `**${verdict.sentence.zh}**`,
    instant(startedAtMs),
    "## The plan",
    tableOf(
      ["", ""],
      rows.map(({ what, is }) => [what.en, is.map(({ en }) => en).join("<br>")]),
    ),
    ...played === null ? [] : [
      "## The campaign itself, at its expected peak",
      tableOf(
        ["What", "Measured", "Bound", ""],
        played.verdicts.map(({ what, measured, bound, unit, ok }) => [
          what,
          figure(measured, unit),
          "most" in bound ? `≤ ${figure(bound.most, unit)}` : `≥ ${figure(bound.least, unit)}`,
          ok ? "met" : "**missed**",
        ]),
      ),
      played.report.truth.map(({ name, text, ok }) => `- ${ok ? "✓" : "✕"} ${name}: ${text}`)
        .join("\n"),
      "## The search for the breakpoint",
      tableOf(
        [
          "Arrivals",
          "Answered",
          `${rehearsal.thresholds.request} p99`,
          "Unexpected",
          "Come again",
          "Not offered",
          "Main thread",
          "",
        ],
        byRate(result).map((one) => [
          `${number(one.asked)}/s`,
          `${number(Math.round(one.perSecond))}/s`,
          figure(one.verdicts.find(({ what }) => what.endsWith(" p99"))?.measured ?? null, "ms"),
          number(sharesOf(one.report).unexpected),
          number(sharesOf(one.report).shed),
          number(one.report.offered.dropped),
          one.mainCores?.toFixed(2) ?? "–",
          OUTCOMES[one.outcome].en,
        ]),
      ),
    ],
    "## What this verdict says",
    LIMITS.map(({ en }) => `- ${en}`).join("\n"),
    "## Again",
    `\`\`\`sh\n${command}\n\`\`\``,
  ].join("\n\n") + "\n";
}

function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
