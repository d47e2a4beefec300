/** Protocol of `wallet/<customer>`: coupons and points. Money in fen, instants in ms. */
import type { Protocol } from "../../engine/contract.ts";

export { readCode } from "./code.ts";

/** Of a coupon template, copied into every coupon when it is issued. */
export interface CouponRules {
  readonly title: string;
  /** What the coupon takes off. */
  readonly amountFen: number;
  /** Least price that it is taken for; 0: none. */
  readonly minimumFen: number;
  /** Dates, or days after it was issued. */
  readonly validity:
    | { readonly kind: "dates"; readonly fromMs: number; readonly untilMs: number }
    | { readonly kind: "days"; readonly days: number };
  /** Org units whose outlets redeem it; empty: all. */
  readonly units: readonly string[];
  readonly note: string;
}

export type CouponState = "unused" | "locked" | "used" | "expired" | "revoked";

export interface CouponView {
  readonly id: string;
  /** 16 digits, not to be guessed: typed or scanned at an outlet. */
  readonly code: string;
  readonly rules: CouponRules;
  readonly state: CouponState;
  readonly campaign: string;
  readonly from: string;
  readonly issuedAtMs: number;
  readonly validFromMs: number;
  readonly validUntilMs: number;
  /** With `used`: when, where and by whom. */
  readonly use: CouponUse | null;
  readonly reason: string | null;
}

export type CouponUse =
  | {
    readonly kind: "redeemed";
    readonly atMs: number;
    readonly unit: string;
    readonly unitName: string;
    readonly by: string;
  }
  | { readonly kind: "order"; readonly atMs: number; readonly reservation: string };

/** One side of a double entry; the other is the account of the bank named in `against`. */
export interface PointsEntry {
  readonly no: number;
  /** Negative: taken. */
  readonly points: number;
  readonly against: "granted" | "clawed-back" | "expired" | "spent";
  /** What caused it: the id of a grant. */
  readonly id: string;
  readonly campaign: string;
  readonly title: string;
  readonly atMs: number;
  /** Not to be spent before. */
  readonly lockedUntilMs: number;
  readonly expiresMs: number | null;
  readonly balance: number;
}

export interface WalletView {
  readonly version: number;
  /** Newest first, at most 500. */
  readonly coupons: readonly CouponView[];
  readonly points: {
    readonly balance: number;
    readonly locked: number;
    /** What expires next, and when. */
    readonly expiring: { readonly points: number; readonly atMs: number } | null;
    /** Newest first, at most 200. */
    readonly entries: readonly PointsEntry[];
  };
}

export type WalletCommand =
  | { readonly kind: "view" }
  | { readonly kind: "coupon"; readonly id: string }
  /** For one order: the price is judged, and the coupon is kept for it until `untilMs`. Again is the same. */
  | {
    readonly kind: "lock";
    readonly coupon: string;
    readonly reservation: string;
    readonly priceFen: number;
    readonly untilMs: number;
  }
  /** `attempt` of an earlier answer: nothing happens if another has locked it again since. */
  | {
    readonly kind: "unlock";
    readonly coupon: string;
    readonly reservation: string;
    readonly attempt?: number;
  }
  /** The coupon that is kept for this order, as `locked`. */
  | { readonly kind: "locked-for"; readonly reservation: string }
  /** At an outlet, once. `units` are the redeemer's, from the outlet up. */
  | {
    readonly kind: "redeem";
    readonly coupon: string;
    readonly by: string;
    readonly unit: string;
    readonly unitName: string;
    readonly units: readonly string[];
    /** Of the redeemer's request: under one key one coupon is redeemed. */
    readonly key?: string;
  }
  | {
    readonly kind: "spend";
    readonly id: string;
    readonly points: number;
    readonly title: string;
  };

export type WalletRejection =
  | "not-found"
  | "minimum-not-met"
  | "not-yet-valid"
  | "expired"
  | "locked"
  | "already-used"
  | "revoked"
  | "wrong-outlet"
  /** Another coupon was redeemed under this key. */
  | "key-used"
  | "too-few-points";

export type WalletReply =
  | { readonly kind: "wallet"; readonly wallet: WalletView }
  | { readonly kind: "coupon"; readonly coupon: CouponView }
  /** What the order costs less. */
  | {
    readonly kind: "locked";
    readonly coupon: CouponView;
    readonly discountFen: number;
    /** Grows with every lock. */
    readonly attempt: number;
  }
  | {
    readonly kind: "rejected";
    readonly code: WalletRejection;
    /** With `already-used`: when and where the first was. */
    readonly coupon?: CouponView;
  };

export type WalletProtocol = Protocol<"wallet", WalletCommand, WalletReply>;
