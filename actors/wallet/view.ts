/** A wallet as it is shown. */
import type { CouponView, WalletView } from "./protocol.ts";
import { type Coupon, COUPONS_KEPT_MAX, type WalletState } from "./state.ts";

export function couponView(coupon: Readonly<Coupon>): CouponView {
  const { lock: _, asker: _asker, key: _key, ...shown } = coupon;
  return shown;
}

/** `state` is as of `atMs`. */
export function viewOf(state: Readonly<WalletState>, atMs: number): WalletView {
  const { version, coupons, lots, accounts, entries } = state;
  const first = lots[0];
  const expiring = first === undefined ? null : {
    points: lots.reduce(
      (sum, { left, expiresMs }) => expiresMs === first.expiresMs ? sum + left : sum,
      0,
    ),
    atMs: first.expiresMs,
  };
  return {
    version,
    coupons: [...coupons.values()].reverse().slice(0, COUPONS_KEPT_MAX).map(couponView),
    points: {
      balance: accounts.balance,
      locked: lots.reduce(
        (sum, { left, lockedUntilMs }) => lockedUntilMs > atMs ? sum + left : sum,
        0,
      ),
      expiring,
      entries: entries.toReversed(),
    },
  };
}
