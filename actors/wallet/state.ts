/** State of a wallet. A grant's id is remembered for ever, in a few bytes: the same one is never given twice. */
import type { CouponRules, CouponState, CouponUse, PointsEntry } from "./protocol.ts";

/** Coupons that are kept in full; of more, those that ended first are forgotten but for their id. */
export const COUPONS_KEPT_MAX = 500;
/** Entries of points that are kept; the balance does not need them. */
export const ENTRIES_KEPT_MAX = 200;

export interface Lock {
  readonly reservation: string;
  readonly discountFen: number;
  readonly untilMs: number;
  readonly attempt: number;
  /** Its time is over; the cell has been asked whether it was used. */
  readonly asked: boolean;
}

export interface Coupon {
  readonly id: string;
  code: string;
  readonly rules: CouponRules;
  readonly campaign: string;
  readonly from: string;
  readonly issuedAtMs: number;
  readonly validFromMs: number;
  readonly validUntilMs: number;
  state: CouponState;
  lock: Lock | null;
  use: CouponUse | null;
  reason: string | null;
  /** The actor that wants it back and is answered when the order that has it ends; none in most. */
  asker?: string;
  /** Of the request that redeemed it. */
  key?: string;
}

/** Points of one grant that are neither spent nor expired nor taken. */
export interface Lot {
  readonly grant: string;
  left: number;
  readonly lockedUntilMs: number;
  readonly expiresMs: number;
}

/** Double entry: the customer's balance and its counter-accounts add up to zero at every instant. */
export interface Accounts {
  balance: number;
  granted: number;
  "clawed-back": number;
  expired: number;
  spent: number;
}

export interface WalletState {
  version: number;
  /** By id, oldest first. */
  readonly coupons: Map<string, Coupon>;
  /** Points that can be taken back of every grant ever given; 0 for coupons and for what was taken back. */
  readonly given: Map<string, number>;
  /** Ids of what was spent. */
  readonly spent: Set<string>;
  /** What expires first comes first. */
  lots: Lot[];
  /** What later grants fill before anything else. */
  debt: number;
  readonly accounts: Accounts;
  /** Oldest first. */
  entries: PointsEntry[];
  entriesEver: number;
  /** The next instant at which something ends; null for none. */
  dueMs: number | null;
}

export function initialWallet(): WalletState {
  return {
    version: 0,
    coupons: new Map(),
    given: new Map(),
    spent: new Set(),
    lots: [],
    debt: 0,
    accounts: { balance: 0, granted: 0, "clawed-back": 0, expired: 0, spent: 0 },
    entries: [],
    entriesEver: 0,
    dueMs: null,
  };
}

/** Version 1. */
export interface SavedWallet {
  readonly version: number;
  readonly coupons: readonly Coupon[];
  readonly given: readonly (readonly [string, number])[];
  readonly spent: readonly string[];
  readonly lots: readonly Lot[];
  readonly debt: number;
  readonly accounts: Accounts;
  readonly entries: readonly PointsEntry[];
  readonly entriesEver: number;
}

export function saveWallet(state: Readonly<WalletState>): SavedWallet {
  const { version, debt, entriesEver } = state;
  return {
    version,
    coupons: [...state.coupons.values()].map((coupon) => ({ ...coupon })),
    given: [...state.given],
    spent: [...state.spent],
    lots: state.lots.map((lot) => ({ ...lot })),
    debt,
    accounts: { ...state.accounts },
    entries: [...state.entries],
    entriesEver,
  };
}

export function loadWallet(saved: SavedWallet): WalletState {
  const { version, debt, entriesEver } = saved;
  const state: WalletState = {
    version,
    coupons: new Map(saved.coupons.map((coupon) => [coupon.id, { ...coupon }])),
    given: new Map(saved.given),
    spent: new Set(saved.spent),
    lots: saved.lots.map((lot) => ({ ...lot })),
    debt,
    accounts: { ...saved.accounts },
    entries: [...saved.entries],
    entriesEver,
    dueMs: null,
  };
  state.dueMs = dueMsOf(state);
  return state;
}

/** When something of it ends next. */
export function dueMsOf(state: Readonly<WalletState>): number | null {
  let due = state.lots[0]?.expiresMs ?? Infinity;
  for (const { state: is, validUntilMs, lock } of state.coupons.values()) {
    if (is === "unused") due = Math.min(due, validUntilMs);
    else if (lock !== null && !lock.asked) due = Math.min(due, lock.untilMs);
  }
  return due === Infinity ? null : due;
}

/** Whether nothing can become of a coupon any more; a used one may still be given back. */
export function isEnded(coupon: Readonly<Coupon>): boolean {
  return coupon.state !== "unused" && coupon.state !== "locked";
}
