/** Results of a referral campaign: sums of `projected.referral_daily` by manager, outlet, bank, channel or day. */
import type { Fragment, TransactionSql } from "postgres";
import {
  columnOf,
  noFigures,
  REFERRAL_MEASURES,
  type ReferralFigures,
} from "../../projection/referral/measures.ts";
import type { ReferralByJson } from "../../shared/api_referral_results.ts";
import { below } from "../scope.ts";
import { isRoot } from "../statistics/filter.ts";

/** Whose part: everything, 未归属, a unit's or all but it, or one manager's. */
export type Part =
  | { readonly kind: "all" }
  | { readonly kind: "unattributed" }
  | { readonly kind: "unit"; readonly unit: string }
  | { readonly kind: "outside"; readonly unit: string }
  | { readonly kind: "manager"; readonly manager: string };

export interface ReferralLine {
  readonly key: string;
  readonly name: string;
  readonly unit: string | null;
  readonly figures: ReferralFigures;
}

export interface ReferralLines {
  readonly lines: readonly ReferralLine[];
  readonly more: boolean;
}

type SumRow = Readonly<Record<string, string | null>>;

// Names of columns only, which stand in this repository.
const SUMS = REFERRAL_MEASURES.map(columnOf)
  .map((name) => `coalesce(sum(d.${name}), 0)::bigint as ${name}`).join(", ");

/** The sum of a part. */
export async function referralTotal(
  tx: TransactionSql,
  { campaign, part }: { readonly campaign: string; readonly part: Part },
): Promise<ReferralFigures> {
  const [row] = await tx<SumRow[]>`
    select ${tx.unsafe(SUMS)} from projected.referral_daily d
    where d.campaign = ${campaign} and ${isOf(tx, part)}`;
  return figuresOf(row ?? {});
}

/** A page of lines from `offset` on; those without any figure are none. */
export async function referralLines(
  tx: TransactionSql,
  asked: {
    readonly campaign: string;
    readonly part: Part;
    readonly by: ReferralByJson;
    readonly offset: number;
    readonly limit: number;
  },
): Promise<ReferralLines> {
  const { campaign, part, by, offset, limit } = asked;
  const rows = await tx<SumRow[]>`
    with summed as (
      select ${tx.unsafe(KEYS[by])} as key, ${tx.unsafe(SUMS)}
      from projected.referral_daily d
      where d.campaign = ${campaign} and ${isOf(tx, part)}
      group by 1
    )
    select s.*, ${tx.unsafe(NAMES[by].columns)}
    from summed s ${tx.unsafe(NAMES[by].joined)}
    where ${tx.unsafe(REFERRAL_MEASURES.map((name) => `s.${columnOf(name)} <> 0`).join(" or "))}
    order by ${tx.unsafe(by === "day" ? "s.key" : BEST)} offset ${offset} limit ${limit + 1}`;
  const lines = rows.slice(0, limit).map((row) => ({
    key: row["key"] ?? "",
    name: row["name"] ?? row["key"] ?? "",
    unit: row["unit"] ?? null,
    figures: figuresOf(row),
  }));
  return { lines, more: rows.length > limit };
}

const BEST = "s.qualified desc, s.participants desc, s.clicks desc, s.key";
const KEYS: Readonly<Record<ReferralByJson, string>> = {
  manager: "d.manager",
  outlet: "d.unit",
  bank: "d.bank",
  channel: "d.channel",
  day: "d.day::text",
};
const OF_UNIT = {
  columns: "u.name as name, s.key as unit",
  joined: "left join bank.unit u on u.id = s.key",
};
const BARE = { columns: "null as name, null as unit", joined: "" };
const NAMES: Readonly<Record<ReferralByJson, typeof BARE>> = {
  manager: {
    columns: "m.name as name, m.unit as unit",
    joined: "left join bank.staff m on m.id = s.key",
  },
  outlet: OF_UNIT,
  bank: OF_UNIT,
  channel: BARE,
  day: BARE,
};

function isOf(tx: TransactionSql, part: Part): Fragment {
  switch (part.kind) {
    case "all":
      return tx`true`;
    case "unattributed":
      return tx`d.unit = ''`;
    case "manager":
      return tx`d.manager = ${part.manager}`;
    case "unit":
      return isRoot(part.unit)
        ? tx`d.unit <> ''`
        : below(tx, { column: "d.unit", unit: part.unit });
    case "outside":
      return isRoot(part.unit)
        ? tx`false`
        : tx`d.unit <> '' and not (${below(tx, { column: "d.unit", unit: part.unit })})`;
  }
}

function figuresOf(row: SumRow): ReferralFigures {
  const figures = noFigures();
  for (const measure of REFERRAL_MEASURES) figures[measure] = Number(row[columnOf(measure)] ?? 0);
  return figures;
}
