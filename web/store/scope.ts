/** Scope as a condition of SQL: a unit and all below it are one range of ids. */
import type { Fragment, Sql, TransactionSql } from "postgres";

/**
 * `column >= unit and column < unit/`. Right because `/` is the character after the dot and ids have no character
 * before it (`bank.unit` checks that); the column must be `collate "C"`, then one index answers it.
 */
export function below(
  sql: Sql | TransactionSql,
  options: { readonly column: string; readonly unit: string },
): Fragment {
  const { column, unit } = options;
  return sql`${sql(column)} >= ${unit} and ${sql(column)} < ${`${unit}/`}`;
}
