/** The budget's gauge, and what is typed to change it. */
import type { PoolJson, StaffReferralJson } from "../../shared/api_referral.ts";
import { count, money } from "../../shared/format.ts";

/** Money in fen, or rewards. */
export type PoolName = "fen" | "units";

/** A pool as it is drawn: parts from the left, as shares of what there is. */
export interface Gauge {
  readonly pool: PoolName;
  readonly of: PoolJson;
  /** Without what was taken back. */
  readonly present: number;
  readonly parts: readonly {
    readonly part: "paid" | "held" | "available";
    readonly share: number;
  }[];
  /** Less than a tenth is left. */
  readonly low: boolean;
}

const LOW_SHARE = 0.1;
/** Longer sums are typing errors. */
const YUAN_MAX = 100_000_000;
const UNITS_MAX = 1_000_000_000;

/** The pools that this campaign has, money first. */
export function gaugesOf(budget: StaffReferralJson["budget"]): readonly Gauge[] {
  const pools: readonly (readonly [PoolName, PoolJson | null])[] = [
    ["fen", budget.fen],
    ["units", budget.units],
  ];
  return pools.flatMap(([pool, of]) => of === null ? [] : [gaugeOf(pool, of)]);
}

function gaugeOf(pool: PoolName, of: PoolJson): Gauge {
  const present = of.total - of.withdrawn;
  const share = (value: number) => present === 0 ? 0 : value / present;
  return {
    pool,
    of,
    present,
    parts: (["paid", "held", "available"] as const).map((part) => ({
      part,
      share: share(of[part]),
    })),
    low: of.available < present * LOW_SHARE,
  };
}

/** `¥12.50` or `1,200`. */
export function amountText(pool: PoolName, amount: number): string {
  return pool === "fen" ? money(amount) : count(amount);
}

/** What `+500`, `-20.50` (yuan) or `-3` (rewards) adds, in the pool's unit; null where it is none of them. */
export function deltaOf(pool: PoolName, text: string): number | null {
  const match = /^([+-]?)(\d{1,10})(?:\.(\d{1,2}))?$/.exec(text.trim().replaceAll(",", ""));
  if (match === null) return null;
  const [, sign, whole = "", rest] = match;
  if (pool === "units" && rest !== undefined) return null;
  if (Number(whole) > (pool === "fen" ? YUAN_MAX : UNITS_MAX)) return null;
  const amount = pool === "fen"
    ? Number(whole) * 100 + Number((rest ?? "").padEnd(2, "0"))
    : Number(whole);
  if (amount === 0) return null;
  return sign === "-" ? -amount : amount;
}
