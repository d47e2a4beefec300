/** Statistics as a projection: the three domains by day, unit, manager and sale, and how each sale went. */
import type { TransactionSql } from "postgres";
import type { LogRecord } from "./book.ts";
import { readBook } from "./book_rows.ts";
import { writeChanges } from "./change_rows.ts";
import { fold } from "./fold.ts";

export const statistics = {
  tables: [
    "projected.daily",
    "projected.sale_second",
    "projected.sale_course",
    "projected.stock_cell",
    "projected.credit",
    "projected.first_grab",
  ],
  async apply(tx: TransactionSql, batch: readonly LogRecord[]): Promise<void> {
    const records = batch.filter(({ kind }) =>
      kind === "stock" || kind === "campaign" || kind === "storefront"
    );
    if (records.length === 0) return;
    await writeChanges(tx, fold(records, await readBook(tx, records)));
  },
};
