/** Wallets for tests of the page. */
import type { CouponJson, PointsEntryJson, WalletJson } from "../../shared/api_wallet.ts";
import { iso } from "../fixtures.ts";

const DAY_MS = 86_400_000;

/** A coupon that can be used. */
export function coupon(part: Partial<CouponJson> = {}): CouponJson {
  return {
    id: "k1",
    code: "1234567890123456",
    rules: {
      title: "商超满减券",
      amountFen: 1_000,
      minimumFen: 5_000,
      validity: { kind: "days", days: 30 },
      units: [],
      note: "",
    },
    state: "unused",
    campaignId: "r1",
    issuedAt: iso(-DAY_MS),
    validFrom: iso(-DAY_MS),
    validUntil: iso(29 * DAY_MS),
    use: null,
    reason: null,
    ...part,
  };
}

export function entry(part: Partial<PointsEntryJson> = {}): PointsEntryJson {
  return {
    no: 1,
    points: 200,
    against: "granted",
    title: "老友带新友",
    at: iso(-DAY_MS),
    lockedUntil: null,
    expiresAt: iso(300 * DAY_MS),
    balance: 200,
    ...part,
  };
}

/** A wallet with nothing in it. */
export function wallet(part: Partial<WalletJson> = {}): WalletJson {
  return {
    serverTime: iso(0),
    version: 1,
    coupons: [],
    points: { balance: 0, locked: 0, expiring: null, entries: [] },
    ...part,
  };
}
