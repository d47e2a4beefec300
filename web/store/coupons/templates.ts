/** Coupon templates as rows, each change with its line of the change log. */
import type { Row, Sql, TransactionSql } from "postgres";
import type { CouponRules } from "../../../actors/wallet/protocol.ts";
import { lineOf } from "../catalogue/rules.ts";
import { differences } from "../catalogue/differences.ts";
import { recordChange } from "../changes.ts";
import { below } from "../scope.ts";
import type { Written } from "../written.ts";
import { wrong } from "../written.ts";

export interface CouponTemplate {
  readonly id: string;
  readonly unit: string;
  readonly rules: CouponRules;
  readonly on: boolean;
  readonly version: number;
  readonly createdMs: number;
}

/** Who changes something, and when. */
export interface TemplateEdit {
  readonly atMs: number;
  readonly by: string;
}

/** Templates of one unit at most. */
export const TEMPLATES_PER_UNIT_MAX = 500;

/** A page, newest first: those of the unit, of units above, whose coupons it takes too, and of units below. */
export async function listTemplates(
  sql: Sql,
  page: {
    readonly unit: string | null;
    readonly on?: boolean | undefined;
    readonly after: { readonly createdMs: number; readonly id: string } | null;
    readonly limit: number;
  },
): Promise<readonly CouponTemplate[]> {
  const { unit, on, after, limit } = page;
  const inSight = unit === null
    ? sql`true`
    : sql`(${below(sql, { column: "unit", unit })} or unit = any(${[...lineOf(unit)]}::text[]))`;
  const rows = await sql`
    select * from bank.coupon_template
    where ${inSight}
      ${on === undefined ? sql`` : sql`and is_on = ${on}`}
      ${
    after === null ? sql`` : sql`and (created_ms, id) < (${after.createdMs}::bigint, ${after.id})`
  }
    order by created_ms desc, id desc limit ${limit}`;
  return rows.map(templateOf);
}

/** Those of these ids that there are. */
export async function templatesById(
  sql: Sql,
  ids: readonly string[],
): Promise<readonly CouponTemplate[]> {
  const rows = await sql`
    select * from bank.coupon_template where id = any(${[...ids]}::text[])`;
  return rows.map(templateOf);
}

/** One template; null where there is none. */
export async function findTemplate(
  sql: Sql | TransactionSql,
  id: string,
): Promise<CouponTemplate | null> {
  const [row] = await sql`select * from bank.coupon_template where id = ${id}`;
  return row === undefined ? null : templateOf(row);
}

export async function addTemplate(
  sql: Sql,
  one: Pick<CouponTemplate, "id" | "unit" | "rules" | "on">,
  edit: TemplateEdit,
): Promise<Written<CouponTemplate> | { readonly kind: "full" }> {
  const { id, unit, rules, on } = one;
  return await sql.begin(async (tx) => {
    // One at a time for each unit, so that its number holds.
    const [there] = await tx`select 1 from bank.unit where id = ${unit} for update`;
    if (there === undefined) return { kind: "not-found" };
    const unknown = await unknownUnit(tx, rules.units);
    if (unknown !== null) return unknown;
    const [row] = await tx<{ count: number }[]>`
      select count(*)::int as count from bank.coupon_template where unit = ${unit}`;
    if ((row?.count ?? 0) >= TEMPLATES_PER_UNIT_MAX) return { kind: "full" };
    const atMs = Math.floor(edit.atMs);
    await tx`
      insert into bank.coupon_template ${
      tx({
        id,
        unit,
        ...columnsOf(rules),
        is_on: on,
        created_ms: atMs,
        updated_ms: atMs,
        updated_by: edit.by,
      })
    }`;
    await recordChange(tx, {
      ...edit,
      atMs,
      action: "coupon-template.created",
      subject: `coupon-template/${id}`,
      unit,
      ...differences({}, logged(rules, on)),
    });
    return { kind: "done", value: { ...one, version: 1, createdMs: atMs } };
  });
}

/** Replaces the version that was read; what was given before keeps its rules. */
export async function changeTemplate(
  sql: Sql,
  one: {
    readonly before: CouponTemplate;
    readonly version: number;
    readonly rules: CouponRules;
    readonly on: boolean;
  },
  edit: TemplateEdit,
): Promise<Written<CouponTemplate>> {
  const { before, rules, on } = one;
  const { id, unit } = before;
  return await sql.begin(async (tx) => {
    const unknown = await unknownUnit(tx, rules.units);
    if (unknown !== null) return unknown;
    const atMs = Math.floor(edit.atMs);
    const [row] = await tx`
      update bank.coupon_template set
        ${tx({ ...columnsOf(rules), is_on: on, updated_ms: atMs, updated_by: edit.by })},
        version = version + 1
      where id = ${id} and version = ${one.version} returning *`;
    if (row === undefined) {
      const now = await findTemplate(tx, id);
      return now === null ? { kind: "not-found" } : { kind: "stale", version: now.version };
    }
    await recordChange(tx, {
      ...edit,
      atMs,
      action: "coupon-template.changed",
      subject: `coupon-template/${id}`,
      unit,
      ...differences(logged(before.rules, before.on), logged(rules, on)),
    });
    return { kind: "done", value: templateOf(row) };
  });
}

async function unknownUnit(tx: TransactionSql, units: readonly string[]) {
  if (units.length === 0) return null;
  const rows = await tx<{ id: string }[]>`
    select id from bank.unit where id = any(${[...units]}::text[])`;
  const known = new Set(rows.map(({ id }) => id));
  const at = units.findIndex((unit) => !known.has(unit));
  if (at === -1) return null;
  return wrong(`units.${at}`, "没有这个机构，请重新选择", "There is no such unit: choose another");
}

/** As the change log shows it: every value as people read it. */
function logged({ validity, units, ...rules }: CouponRules, on: boolean) {
  const isDates = validity.kind === "dates";
  return {
    ...rules,
    validDays: isDates ? null : validity.days,
    validFrom: isDates ? isoOf(validity.fromMs) : null,
    validUntil: isDates ? isoOf(validity.untilMs) : null,
    outlets: units,
    on,
  };
}

function isoOf(ms: number): string {
  return new Date(ms).toISOString();
}

/** Rules as columns. */
export function columnsOf(rules: CouponRules) {
  const { validity } = rules;
  const isDates = validity.kind === "dates";
  return {
    title: rules.title,
    amount_fen: rules.amountFen,
    minimum_fen: rules.minimumFen,
    valid_from_ms: isDates ? validity.fromMs : null,
    valid_until_ms: isDates ? validity.untilMs : null,
    valid_days: isDates ? null : validity.days,
    units: [...rules.units],
    note: rules.note,
  };
}

function templateOf(row: Row): CouponTemplate {
  return {
    id: row.id,
    unit: row.unit,
    rules: {
      title: row.title,
      amountFen: Number(row.amount_fen),
      minimumFen: Number(row.minimum_fen),
      validity: row.valid_days === null
        ? {
          kind: "dates",
          fromMs: Number(row.valid_from_ms),
          untilMs: Number(row.valid_until_ms),
        }
        : { kind: "days", days: row.valid_days },
      units: row.units,
      note: row.note,
    },
    on: row.is_on,
    version: row.version,
    createdMs: Number(row.created_ms),
  };
}
