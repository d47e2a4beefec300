/** Statistics as a projection: the three domains by day, unit, manager and sale, and how each sale went. */
import type { Projection } from "../projection.ts";
import { readBook } from "./book_rows.ts";
import { writeChanges } from "./change_rows.ts";
import { fold } from "./fold.ts";

/** `projected.daily` and what it stands on. */
export const statistics: Projection = {
  name: "statistics",
  tables: [
    "projected.daily",
    "projected.unit_daily",
    "projected.sale_second",
    "projected.sale_course",
    "projected.stock_cell",
    "projected.credit",
    "projected.first_grab",
  ],
  async apply(tx, batch) {
    const records = batch.filter(({ kind }) =>
      kind === "stock" || kind === "campaign" || kind === "storefront"
    );
    if (records.length === 0) return;
    await writeChanges(tx, fold(records, await readBook(tx, records)));
  },
};
