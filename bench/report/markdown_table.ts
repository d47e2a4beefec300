/** Tables and small pictures for Markdown that GitHub shows. */
import { NOTHING } from "./figures.ts";

const BLOCKS = [..."▁▂▃▄▅▆▇█"];
const WIDTH = 40;

/** A table; a first letter `>` at a head sets its column right. Cells are escaped. */
export function markdownTable(
  heads: readonly string[],
  rows: readonly (readonly (string | null)[])[],
): string {
  const right = heads.map((head) => head.startsWith(">"));
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [
    line(heads.map((head, index) => markdown(right[index] === true ? head.slice(1) : head))),
    line(right.map((one) => one ? "---:" : "---")),
    ...rows.map((row) => line(row.map((cell) => markdown(cell ?? NOTHING)))),
  ].join("\n");
}

/** Text that Markdown takes for nothing else, in one line. */
export function markdown(text: string): string {
  return text.replace(/\s*\n\s*/g, " ")
    .replace(/[\\`*|[\]~]|(?<!\w)_|_(?!\w)/g, "\\$&")
    .replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}

/** A block that holds whatever it is given. */
export function markdownCode(text: string, language = "sh"): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}

/** Values as blocks from zero to the highest, at most 40 wide; a dot where nothing was read. */
export function sparkline(values: readonly (number | null)[]): string {
  const step = Math.max(1, Math.ceil(values.length / WIDTH));
  const cells = Array.from({ length: Math.ceil(values.length / step) }, (_, n) => {
    const read = values.slice(n * step, (n + 1) * step).filter((one) => one !== null);
    return read.length === 0 ? null : Math.max(...read);
  });
  const most = Math.max(...cells.map((one) => one ?? 0), 0);
  return cells.map((value) => {
    if (value === null) return "·";
    const height = most === 0 ? 0 : Math.round((value / most) * (BLOCKS.length - 1));
    return BLOCKS[Math.max(0, height)] ?? "";
  }).join("");
}
