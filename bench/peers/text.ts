/** Figures and tables as Markdown has them. */

/** A table; cells are Markdown. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** Three significant digits. */
export function number(value: number): string {
  return Math.abs(value) >= 1_000
    ? Math.round(value).toLocaleString("en")
    : String(Number(value.toPrecision(3)));
}

/** A dash where there is nothing. */
export function numberOr(value: number | null): string {
  return value === null ? "–" : number(value);
}
