/** Coupons by what can be done with them. */
import type { CouponJson } from "../../shared/api_wallet.ts";

export type CouponFilter = "usable" | "used" | "over";

export const COUPON_FILTERS: readonly CouponFilter[] = ["usable", "used", "over"];

/** Less than this is soon. */
const SOON_MS = 3 * 86_400_000;

/** Where a coupon is listed: server time ends it, whether or not it was said. */
export function groupOf(coupon: CouponJson, nowMs: number): CouponFilter {
  switch (coupon.state) {
    case "used":
      return "used";
    case "expired":
    case "revoked":
      return "over";
    case "locked":
      return "usable";
    case "unused":
      return nowMs < Date.parse(coupon.validUntil) ? "usable" : "over";
  }
}

/** Whether it can be shown at an outlet now. */
export function isShowable(coupon: CouponJson, nowMs: number): boolean {
  return coupon.state === "unused" && groupOf(coupon, nowMs) === "usable" &&
    nowMs >= Date.parse(coupon.validFrom);
}

/** Whether it ends before one may think of it again. */
export function endsSoon(coupon: CouponJson, nowMs: number): boolean {
  return groupOf(coupon, nowMs) === "usable" && Date.parse(coupon.validUntil) - nowMs < SOON_MS;
}

/** `1234 5678 9012 3456`: as it is read aloud. */
export function codeText(code: string): string {
  return code.replace(/(.{4})(?=.)/g, "$1 ");
}
