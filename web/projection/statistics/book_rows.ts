/** The book of the fold as rows: what a page of records needs is read in at most four statements. */
import type { TransactionSql } from "postgres";
import type { StockEvent } from "../../../actors/stock/events.ts";
import type { Assignment, Book, Cell, Credit, FirstGrab, LogRecord } from "./book.ts";
import { creditKey } from "./book.ts";
import { parseDay } from "./day.ts";

/** What a page of records asks for. */
interface Needs {
  readonly cells: Set<string>;
  /** Reservations that something happened to, by cell. */
  readonly touched: { readonly actor: string; readonly n: number }[];
  readonly managers: Set<string>;
  readonly customers: Set<string>;
}

/** Reads what the fold of these records has to know. */
export async function readBook(tx: TransactionSql, records: readonly LogRecord[]): Promise<Book> {
  const needs = needsOf(records);
  const cells = await readCells(tx, needs);
  const credits = await readCredits(tx, needs, cells);
  for (const { manager } of credits.values()) needs.managers.add(manager);
  return {
    cells,
    credits,
    assignments: await readAssignments(tx, needs),
    firsts: await readFirsts(tx, needs),
  };
}

function needsOf(records: readonly LogRecord[]): Needs {
  const needs: Needs = {
    cells: new Set(),
    touched: [],
    managers: new Set(),
    customers: new Set(),
  };
  for (const { actor, kind, key, events } of records) {
    if (kind === "storefront") needs.managers.add(key);
    if (kind !== "stock") continue;
    needs.cells.add(actor);
    // Decoded by the kind's own upcaster.
    for (const event of events as readonly StockEvent[]) {
      switch (event.kind) {
        case "reserved":
          if (typeof event.via !== "string") break;
          needs.managers.add(event.via);
          needs.customers.add(event.customer);
          break;
        case "expired":
          for (const n of event.ns) needs.touched.push({ actor, n });
          break;
        case "confirmed":
        case "retaken":
        case "cancelled":
        case "returned":
          needs.touched.push({ actor, n: event.n });
          break;
        default:
          break;
      }
    }
  }
  return needs;
}

async function readCells(tx: TransactionSql, needs: Needs): Promise<Map<string, Cell>> {
  const cells = new Map<string, Cell>();
  if (needs.cells.size === 0) return cells;
  const rows = await tx<{ actor: string; price_fen: string; credits: string }[]>`
    select actor, price_fen, credits from projected.stock_cell
    where actor = any(${[...needs.cells]}::text[])`;
  for (const { actor, price_fen, credits } of rows) {
    cells.set(actor, { priceFen: Number(price_fen), credits: Number(credits) });
  }
  return cells;
}

/** Cells where no manager brought anything are not asked about: a rush without links costs nothing. */
async function readCredits(
  tx: TransactionSql,
  needs: Needs,
  cells: ReadonlyMap<string, Cell>,
): Promise<Map<string, Credit>> {
  const credits = new Map<string, Credit>();
  const asked = needs.touched.filter(({ actor }) => (cells.get(actor)?.credits ?? 0) > 0);
  if (asked.length === 0) return credits;
  const rows = await tx<{ actor: string; n: string; manager: string; units: string }[]>`
    select c.actor, c.n, c.manager, c.units
    from jsonb_to_recordset(${tx.json(asked)}) as asked(actor text, n bigint)
    join projected.credit c on c.actor = asked.actor collate "C" and c.n = asked.n`;
  for (const { actor, n, manager, units } of rows) {
    credits.set(creditKey(actor, Number(n)), { manager, units: Number(units) });
  }
  return credits;
}

async function readAssignments(
  tx: TransactionSql,
  needs: Needs,
): Promise<Map<string, Assignment[]>> {
  const assignments = new Map<string, Assignment[]>();
  if (needs.managers.size === 0) return assignments;
  const rows = await tx<{ staff_id: string; unit: string; from_ms: string }[]>`
    select staff_id, unit, from_ms from bank.assignment
    where staff_id = any(${[...needs.managers]}::text[]) order by staff_id, from_ms`;
  for (const { staff_id, unit, from_ms } of rows) {
    const of = assignments.get(staff_id) ?? [];
    of.push({ unit, fromMs: Number(from_ms) });
    assignments.set(staff_id, of);
  }
  return assignments;
}

async function readFirsts(tx: TransactionSql, needs: Needs): Promise<Map<string, FirstGrab>> {
  const firsts = new Map<string, FirstGrab>();
  if (needs.customers.size === 0) return firsts;
  const rows = await tx<
    {
      customer: string;
      at_ms: string;
      reservation: string;
      day: string;
      unit: string;
      manager: string;
      campaign: string;
    }[]
  >`
    select customer, at_ms, reservation, day::text as day, unit, manager, campaign
    from projected.first_grab where customer = any(${[...needs.customers]}::text[])`;
  for (const { at_ms, day, ...row } of rows) {
    firsts.set(row.customer, { ...row, atMs: Number(at_ms), day: parseDay(day) ?? 0 });
  }
  return firsts;
}
