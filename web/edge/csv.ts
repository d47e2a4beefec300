/** Lines of CSV (RFC 4180) for people who open them in a spreadsheet. */

/** Before the first line: without it Excel takes UTF-8 for another encoding. */
export const BOM = "\ufeff";

/** One line. A cell that a spreadsheet would take for a formula begins with an apostrophe, which makes it text. */
export function csvLine(cells: readonly (string | number | null)[]): string {
  return `${cells.map(cell).join(",")}\r\n`;
}

function cell(value: string | number | null): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const text = /^\s*[=+\-@|%]|^[\t\r\n]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
