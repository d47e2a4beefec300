/** The change log of the bank's own rows. Changes of campaigns come from their events, by the projector. */
import type { JSONValue, Sql, TransactionSql } from "postgres";

/** One change. Secrets (passwords, hashes) never stand in `before` or `after`. */
export interface Change {
  readonly atMs: number;
  /** Id of the member of staff, or `system`. */
  readonly by: string;
  /** `staff.moved`, `product.published`, … */
  readonly action: string;
  /** Kind and id: `staff/staff-bank`. */
  readonly subject: string;
  /** Whose data it is: bounds who may read it. */
  readonly unit: string;
  readonly before: Readonly<Record<string, JSONValue>> | null;
  readonly after: Readonly<Record<string, JSONValue>> | null;
}

/** Writes it; give the transaction that makes the change, so that both happen or neither. */
export async function recordChange(sql: Sql | TransactionSql, change: Change): Promise<void> {
  const { atMs, by, action, subject, unit, before, after } = change;
  await sql`
    insert into bank.change (at_ms, by, action, subject, unit, before, after)
    values (${atMs}, ${by}, ${action}, ${subject}, ${unit},
      ${before === null ? null : sql.json(before)}, ${after === null ? null : sql.json(after)})`;
}
