/** Templates of units as rows. */
import type { Sql, TransactionSql } from "postgres";
import type { TemplateContentJson } from "../../shared/api_storefront.ts";

export interface TemplateRow {
  readonly unit: string;
  readonly unit_name: string;
  readonly content: TemplateContentJson;
  readonly version: number;
  readonly updated_ms: string;
  readonly updated_by: string;
}

/** Those of these units that have one, from the top. */
export async function templatesOf(
  sql: Sql | TransactionSql,
  units: readonly string[],
): Promise<readonly TemplateRow[]> {
  return await sql<TemplateRow[]>`
    select t.unit, u.name as unit_name, t.content, t.version, t.updated_ms, t.updated_by
    from bank.storefront_template t join bank.unit u on u.id = t.unit
    where t.unit in ${sql([...units])} order by t.unit`;
}

/** Stores it where `version` is the present one (0: none yet); the new version, null where another came first. */
export async function writeTemplate(
  tx: TransactionSql,
  template: {
    readonly unit: string;
    readonly version: number;
    readonly content: TemplateContentJson;
    readonly by: string;
    readonly atMs: number;
  },
): Promise<number | null> {
  const { unit, version, content, by, atMs } = template;
  const text = JSON.stringify(content);
  const rows = version === 0
    ? await tx<{ version: number }[]>`
        insert into bank.storefront_template (unit, content, version, updated_ms, updated_by)
        values (${unit}, ${text}::text::jsonb, 1, ${Math.floor(atMs)}, ${by})
        on conflict (unit) do nothing returning version`
    : await tx<{ version: number }[]>`
        update bank.storefront_template
        set content = ${text}::text::jsonb, version = version + 1, updated_ms = ${Math.floor(atMs)},
          updated_by = ${by}
        where unit = ${unit} and version = ${version} returning version`;
  return rows[0]?.version ?? null;
}
