/** A file of customers: its rows, and what is wrong with each, in words for whoever wrote it. */
import { parse } from "@std/csv";
import type { WrongField } from "../written.ts";

/** A row that can be taken. */
export interface ImportRow {
  /** As a spreadsheet counts: the heading is row 1. */
  readonly row: number;
  readonly phone: string;
  readonly name: string | null;
  readonly tags: readonly string[];
  readonly since: string | null;
  /** Id, user name or number; null: the binding stays as it is. */
  readonly manager: string | null;
}

/** A row that cannot, and why. */
export interface WrongRow extends WrongField {
  readonly row: number;
}

export type ImportFile =
  | {
    readonly kind: "rows";
    /** All that have something in them. */
    readonly count: number;
    readonly rows: readonly ImportRow[];
    readonly wrong: readonly WrongRow[];
  }
  /** The file as a whole cannot be read. */
  | { readonly kind: "invalid"; readonly errors: readonly WrongField[] };

type Column = "phone" | "name" | "tags" | "since" | "manager";

const COLUMNS: Readonly<Record<string, Column>> = {
  phone: "phone",
  电话: "phone",
  手机: "phone",
  手机号: "phone",
  手机号码: "phone",
  name: "name",
  姓名: "name",
  客户姓名: "name",
  tags: "tags",
  标签: "tags",
  since: "since",
  开户日期: "since",
  建立关系日期: "since",
  manager: "manager",
  客户经理: "manager",
  经理: "manager",
};

const TAGS_PER_ROW_MAX = 20;
const WORD_CHARACTERS_MAX = 64;
const PHONE = /^1[3-9]\d{9}$/;
/** How a spreadsheet would run a cell. */
const FORMULA = /^[=+\-@\t\r]/;

/** Reads a file; `today` is `2026-11-22`. */
export function readImport(
  bytes: Uint8Array,
  options: { readonly rowsMax: number; readonly today: string },
): ImportFile {
  const table = tableOf(bytes);
  if (table.kind === "invalid") return table;
  const [heading = [], ...body] = table.cells;
  const columns = columnsOf(heading);
  if (columns.kind === "invalid") return columns;
  const filled = body.map((cells, n) => ({ cells, row: n + 2 }))
    .filter(({ cells }) => cells.some((cell) => cell.trim() !== ""));
  if (filled.length > options.rowsMax) {
    return invalid(
      "file",
      `最多 ${options.rowsMax} 行，这里有 ${filled.length} 行：请分成几个文件`,
      `At most ${options.rowsMax} rows, this has ${filled.length}: split the file`,
    );
  }
  const rows: ImportRow[] = [];
  const wrong: WrongRow[] = [];
  const seen = new Map<string, number>();
  for (const { cells, row } of filled) {
    const read = rowOf(cells, { row, columns: columns.columns, today: options.today, seen });
    if ("phone" in read) rows.push(read);
    else wrong.push(read);
  }
  return { kind: "rows", count: filled.length, rows, wrong };
}

function tableOf(
  bytes: Uint8Array,
):
  | { kind: "cells"; cells: readonly (readonly string[])[] }
  | Extract<ImportFile, { kind: "invalid" }> {
  let text: string;
  try {
    // Takes a byte order mark away.
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return invalid(
      "file",
      "文件不是 UTF-8 编码：请在表格软件中另存为“CSV UTF-8”",
      "The file is not UTF-8: save it as “CSV UTF-8” in your spreadsheet",
    );
  }
  if (text.trim() === "") return invalid("file", "文件是空的", "The file is empty");
  try {
    return { kind: "cells", cells: parse(text) };
  } catch (error) {
    const said = error instanceof Error ? /line (\d+)/.exec(error.message)?.[1] : undefined;
    const at = said === undefined ? ["", ""] : [`第 ${said} 行附近`, ` near line ${said}`];
    return invalid("file", `${at[0]}引号不成对`, `Quotes do not match${at[1]}`);
  }
}

function columnsOf(
  heading: readonly string[],
):
  | { kind: "columns"; columns: ReadonlyMap<Column, number> }
  | Extract<ImportFile, { kind: "invalid" }> {
  const columns = new Map<Column, number>();
  for (const [place, cell] of heading.entries()) {
    const name = cell.trim();
    if (name === "") continue;
    const column = COLUMNS[name.toLowerCase()];
    if (column === undefined) {
      return invalid(
        name,
        `没有“${name}”这一列，请删除或改名（电话、姓名、标签、开户日期、客户经理）`,
        `Unknown column: remove or rename it (phone, name, tags, since, manager)`,
      );
    }
    if (columns.has(column)) return invalid(name, "这一列出现了两次", "This column is there twice");
    columns.set(column, place);
  }
  if (!columns.has("phone")) {
    return invalid("phone", "缺少“电话”列", "The column “phone” is missing");
  }
  return { kind: "columns", columns };
}

function rowOf(
  cells: readonly string[],
  at: {
    readonly row: number;
    readonly columns: ReadonlyMap<Column, number>;
    readonly today: string;
    readonly seen: Map<string, number>;
  },
): ImportRow | WrongRow {
  const { row, columns, today, seen } = at;
  const cell = (column: Column) => (cells[columns.get(column) ?? -1] ?? "").trim();
  const fault = (field: Column, zh: string, en: string) => ({ row, field, zh, en });
  const phone = cell("phone").replaceAll(/[\s-]/g, "").replace(/^(\+?86)(?=1\d{10}$)/, "");
  if (!PHONE.test(phone)) {
    return fault("phone", "应为 11 位手机号", "Must be a mobile number of 11 digits");
  }
  const before = seen.get(phone);
  if (before !== undefined) {
    return fault("phone", `与第 ${before} 行重复`, `The same as in row ${before}`);
  }
  seen.set(phone, row);
  for (const column of ["name", "tags", "manager"] as const) {
    if (FORMULA.test(cell(column))) {
      return fault(column, "不能以 = + - @ 开头", "Must not begin with = + - or @");
    }
  }
  const name = cell("name");
  if (name.length > WORD_CHARACTERS_MAX) {
    return fault("name", "最多 64 个字符", "Must have at most 64 characters");
  }
  const tags = [...new Set(cell("tags").split(/[;；|、,，]/).map((tag) => tag.trim()))]
    .filter((tag) => tag !== "");
  if (tags.length > TAGS_PER_ROW_MAX || tags.some((tag) => tag.length > WORD_CHARACTERS_MAX)) {
    return fault(
      "tags",
      "最多 20 个标签，每个最多 64 个字符",
      "At most 20 tags of at most 64 characters",
    );
  }
  const since = cell("since");
  const day = since === "" ? null : dayOf(since);
  if (since !== "" && (day === null || day > today)) {
    return fault(
      "since",
      "应为过去的日期，如 2019-03-08",
      "Must be a past date such as 2019-03-08",
    );
  }
  const manager = cell("manager");
  return {
    row,
    phone,
    name: name === "" ? null : name,
    tags,
    since: day,
    manager: manager === "" ? null : manager,
  };
}

/** A date as spreadsheets write it, as `2019-03-08`; null for none. */
function dayOf(text: string): string | null {
  const [, year = "", month = "", day = ""] =
    /^(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?$/.exec(text) ?? [];
  const iso = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  const date = new Date(`${iso}T00:00:00Z`);
  const isReal = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso);
  return isReal && year >= "1900" ? iso : null;
}

function invalid(field: string, zh: string, en: string): Extract<ImportFile, { kind: "invalid" }> {
  return { kind: "invalid", errors: [{ field, zh, en }] };
}
