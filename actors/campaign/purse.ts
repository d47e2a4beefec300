/**
 * The budget of a referral: the stock kernel's equation for pools that fit into one actor,
 * `total = available + held + paid + withdrawn`, in fen and in rewards. What is held is reserved for one reward;
 * nothing of it runs out by itself.
 */
import type { PoolView, ReferralSpec } from "./referral_spec.ts";

export type PoolName = "fen" | "units";

/** Null: not limited this way. Replaced, never written in place. */
export interface Purse {
  readonly fen: PoolView | null;
  readonly units: PoolView | null;
  readonly warnedAtMs: number | null;
}

/** A warning is due when less than this part of a pool is left. */
const WARN_PART = 10;

export function openPurse(budget: ReferralSpec["budget"]): Purse {
  const open = (total: number | undefined): PoolView | null =>
    total === undefined ? null : { total, available: total, held: 0, paid: 0, withdrawn: 0 };
  return { fen: open(budget.fen), units: open(budget.units), warnedAtMs: null };
}

/** The pool that staff mean by default. */
export function mainPool(purse: Purse): PoolName {
  return purse.units === null ? "fen" : "units";
}

/** Whether a reward of this cost can be kept. */
export function affords(purse: Purse, fen: number): boolean {
  return (purse.fen?.available ?? fen) >= fen && (purse.units?.available ?? 1) >= 1;
}

export function reserve(purse: Purse, fen: number): Purse {
  return moved(purse, fen, { available: -1, held: 1 });
}

/** Ends what was kept for one reward, or takes back what was paid. */
export function close(
  purse: Purse,
  fen: number,
  outcome: "paid" | "released" | "clawed-back",
): Purse {
  switch (outcome) {
    case "paid":
      return moved(purse, fen, { held: -1, paid: 1 });
    case "released":
      return moved(purse, fen, { held: -1, available: 1 });
    case "clawed-back":
      return moved(purse, fen, { paid: -1, available: 1 });
  }
}

/** More or less; the caller has judged that so much is free. */
export function change(purse: Purse, name: PoolName, delta: number): Purse {
  const pool = purse[name];
  if (pool === null) return purse;
  const { total, available, withdrawn } = pool;
  const after = delta > 0
    ? { ...pool, total: total + delta, available: available + delta }
    : { ...pool, available: available + delta, withdrawn: withdrawn - delta };
  const changed = { ...purse, [name]: after };
  // With plenty again, the next shortage is news.
  return lowPool(changed) === null ? { ...changed, warnedAtMs: null } : changed;
}

/** A pool of which less than a tenth is left; null for none. */
export function lowPool(purse: Purse): PoolName | null {
  for (const name of ["fen", "units"] as const) {
    const pool = purse[name];
    if (pool !== null && pool.available * WARN_PART < pool.total - pool.withdrawn) return name;
  }
  return null;
}

type Moves = { readonly [Part in "available" | "held" | "paid"]?: 1 | -1 };

function moved(purse: Purse, fen: number, moves: Moves): Purse {
  return { ...purse, fen: shifted(purse.fen, fen, moves), units: shifted(purse.units, 1, moves) };
}

function shifted(pool: PoolView | null, by: number, moves: Moves): PoolView | null {
  if (pool === null) return null;
  return {
    ...pool,
    available: pool.available + (moves.available ?? 0) * by,
    held: pool.held + (moves.held ?? 0) * by,
    paid: pool.paid + (moves.paid ?? 0) * by,
  };
}
