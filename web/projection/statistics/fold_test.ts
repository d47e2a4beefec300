import { assertEquals } from "@std/assert";
import fc from "fast-check";
import type { LogRecord } from "./book.ts";
import { dayText } from "./day.ts";
import type { DailyChange } from "./fold.ts";
import { addFigures, noFigures } from "./measures.ts";
import { BEGIN_MS, type Happened, histories, sumOf } from "./fixtures/history.ts";
import { MemoryRows } from "./fixtures/memory_rows.ts";

Deno.test("at any cut the province is the sum of its banks, outlets and managers, as a naive reader has it", () => {
  fc.assert(fc.property(histories, fc.nat(), ({ records, moves, happened }, seed) => {
    const rows = new MemoryRows(moves);
    for (const page of pagesOf(records, seed)) {
      rows.apply(page);
      const all = [...rows.daily.values()];
      const province = sum(all);
      assertEquals(sumGroups(all, ({ bank }) => bank), province);
      assertEquals(sumGroups(all, ({ unit }) => unit), province);
      assertEquals(sumGroups(all, ({ manager }) => manager), province);
      assertEquals(sumGroups(all, ({ day }) => String(day)), province);
    }
    const all = [...rows.daily.values()];
    assertEquals(sum(all), sumOf(happened));
    for (const row of all) {
      const mine = (one: Happened) =>
        one.unit === row.unit && one.manager === row.manager && one.campaign === row.campaign &&
        one.day === dayText(row.day);
      assertEquals(row.figures, sumOf(happened, mine));
    }
  }));
});

Deno.test("rows do not depend on pages or on the order in which shards are read", () => {
  fc.assert(fc.property(histories, fc.nat(), ({ records, moves }, seed) => {
    const inTime = new MemoryRows(moves);
    for (const page of pagesOf(records, seed)) inTime.apply(page);
    const byActor = new MemoryRows(moves);
    const actors = Map.groupBy(records, ({ actor }) => actor);
    for (const name of [...actors.keys()].toReversed()) byActor.apply(actors.get(name) ?? []);
    assertEquals(new Map([...byActor.daily].toSorted()), new Map([...inTime.daily].toSorted()));
    assertEquals(new Map([...byActor.seconds].toSorted()), new Map([...inTime.seconds].toSorted()));
  }));
});

Deno.test("what was grabbed in one outlet and paid in the next counts where it happened", () => {
  const rows = new MemoryRows([
    { manager: "m", unit: "jx.3601.a", fromMs: BEGIN_MS },
    { manager: "m", unit: "jx.3602.a", fromMs: BEGIN_MS + 10 },
  ]);
  rows.apply([
    stock(0, { kind: "configured", spec: { priceFen: 5 } }),
    stock(1, { kind: "reserved", n: 0, tag: "t", customer: "c", units: 2, via: "m" }),
    stock(10, { kind: "confirmed", n: 0, units: 2, payment: "p" }),
  ]);
  const shown = [...rows.daily.values()].map(({ unit, bank, manager, figures }) => ({
    unit,
    bank,
    manager,
    grabs: figures.grabs,
    fen: figures.fen,
  }));
  assertEquals(shown, [
    { unit: "jx.3601.a", bank: "jx.3601", manager: "m", grabs: 1, fen: 0 },
    { unit: "jx.3602.a", bank: "jx.3602", manager: "m", grabs: 0, fen: 10 },
  ]);
});

Deno.test("turnover is what was paid: a coupon is no money", () => {
  const rows = new MemoryRows([]);
  const coupon = { id: "x.0.1", discountFen: 300 };
  rows.apply([
    stock(0, { kind: "configured", spec: { priceFen: 500 } }),
    stock(1, { kind: "reserved", n: 0, tag: "t", customer: "c", units: 2 }),
    stock(2, { kind: "confirmed", n: 0, units: 2, payment: "p", coupon }),
    stock(3, { kind: "returned", n: 0, units: 2, by: "s", reason: "r", refundFen: 700 }),
  ]);
  const [row] = [...rows.daily.values()];
  assertEquals([row?.figures.fen, row?.figures.returnedFen], [700, 700]);
});

Deno.test("a code that names no member of staff is 未归属 and leaves no row of its own", () => {
  const rows = new MemoryRows([]);
  for (let n = 0; n < 100; n++) {
    rows.apply([
      stock(1, { kind: "reserved", n, tag: "t", customer: `c${n}`, units: 1, via: `x${n}` }),
    ]);
  }
  assertEquals(rows.daily.size, 1);
  assertEquals([...rows.daily.values()][0]?.manager, "");
  assertEquals([...rows.daily.values()][0]?.figures.grabs, 100);
});

function stock(afterMs: number, event: unknown): LogRecord {
  const atMs = BEGIN_MS + afterMs;
  return { actor: "stock/s/0", kind: "stock", key: "s/0", atMs, events: [event] };
}

function sum(rows: readonly DailyChange[]) {
  const figures = noFigures();
  for (const row of rows) addFigures(figures, row.figures);
  return figures;
}

function sumGroups(rows: readonly DailyChange[], by: (row: DailyChange) => string) {
  const figures = noFigures();
  for (const group of Map.groupBy(rows, by).values()) addFigures(figures, sum(group));
  return figures;
}

/** Pages of one to eight records, by a seed. */
function* pagesOf(records: readonly LogRecord[], seed: number): Generator<readonly LogRecord[]> {
  let at = 0;
  for (let i = seed; at < records.length; i = (i * 7 + 3) % 1_009) {
    const end = at + 1 + i % 8;
    yield records.slice(at, end);
    at = end;
  }
}
