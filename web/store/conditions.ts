/** Parts of a `where`, joined. */
import type { Fragment, Sql, TransactionSql } from "postgres";

/** All of them; true for none. */
export function allOf(sql: Sql | TransactionSql, conditions: readonly Fragment[]): Fragment {
  return conditions.reduce((joined, one) => sql`${joined} and (${one})`, sql`true`);
}

/** Any of them; false for none. */
export function anyOf(sql: Sql | TransactionSql, conditions: readonly Fragment[]): Fragment {
  return conditions.reduce((joined, one) => sql`${joined} or (${one})`, sql`false`);
}

/** Comes after every character: the end of the range of all texts with one beginning. */
const LAST_CHARACTER = "\u{10ffff}";

/** Whether an expression in byte order begins with the text; one range of its index. */
export function beginsWith(
  sql: Sql | TransactionSql,
  options: { readonly expression: Fragment; readonly text: string },
): Fragment {
  const { expression, text } = options;
  return sql`${expression} >= ${text} and ${expression} < ${text + LAST_CHARACTER}`;
}
