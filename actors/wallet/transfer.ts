/** Messages of `wallet/<customer>` with stock cells and vouchers; those about grants are in `referral/transfer.ts`. */
import type { GrantAnswer } from "../referral/transfer.ts";

/** Cell to wallet: the sale of this reservation is confirmed, its coupon is used. */
export interface UseCoupon {
  readonly kind: "use";
  readonly coupon: string;
  readonly reservation: string;
}

/** Cell to wallet: a confirmed sale was taken back; its coupon may be used again unless it expired meanwhile. */
export interface GiveCouponBack {
  readonly kind: "give-back";
  readonly coupon: string;
  readonly reservation: string;
}

/**
 * Wallet to cell: the time of a lock is over. A cell that could still confirm with the coupon says nothing yet;
 * `use` of a confirmed sale was sent before the answer, so a coupon is never free and used at once.
 */
export interface LockEnded {
  readonly kind: "lock-ended";
  readonly coupon: string;
  readonly reservation: string;
}

/** Cell to wallet: it will not confirm this reservation with this coupon any more. */
export interface LetCouponGo {
  readonly kind: "let-go";
  readonly coupon: string;
  readonly reservation: string;
}

/** Voucher to wallet: another coupon has this code already. */
export interface CodeTaken {
  readonly kind: "code-taken";
  readonly coupon: string;
  readonly code: string;
}

/** Cell to wallet: the hold still runs, so the lock does too. */
export interface KeepCoupon {
  readonly kind: "keep";
  readonly coupon: string;
  readonly reservation: string;
  readonly untilMs: number;
}

export type CellToWallet = UseCoupon | GiveCouponBack | LetCouponGo | KeepCoupon;
export type WalletToCell = LockEnded | GrantAnswer;
