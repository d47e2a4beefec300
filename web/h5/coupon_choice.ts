/** Which of the customer's coupons fit a payment, and which one is taken. */
import { type ReadonlySignal, signal } from "@preact/signals";
import type { CouponJson, WalletJson } from "../shared/api_wallet.ts";
import type { Client } from "../shared/client.ts";

export interface CouponChoice {
  /** The customer's coupons; null before they have been read. A payment needs none, so a failure is silent. */
  readonly coupons: ReadonlySignal<readonly CouponJson[] | null>;
  /** Id of the one that is taken; null: none. */
  readonly couponId: ReadonlySignal<string | null>;
  readCoupons(): Promise<void>;
  takeCoupon(id: string | null): void;
}

const ATTEMPTS_MAX = 2;

/** Makes the choice of one page. */
export function createCouponChoice(client: Client): CouponChoice {
  const coupons = signal<readonly CouponJson[] | null>(null);
  const couponId = signal<string | null>(null);
  return {
    coupons,
    couponId,
    readCoupons: async () => {
      couponId.value = null;
      const answer = await client.send<WalletJson>({
        method: "GET",
        path: "/api/v1/wallet",
        attemptsMax: ATTEMPTS_MAX,
      });
      coupons.value = answer.ok ? answer.value.coupons : null;
    },
    takeCoupon: (id) => void (couponId.value = id),
  };
}

/** Those that fit an amount, best first; among equals the one that ends first. */
export function fittingCoupons(
  coupons: readonly CouponJson[],
  { dueFen, nowMs }: { dueFen: number; nowMs: number },
): readonly CouponJson[] {
  return coupons
    .filter(({ state, rules, validFrom, validUntil }) =>
      state === "unused" && rules.minimumFen <= dueFen && dueFen > 0 &&
      Date.parse(validFrom) <= nowMs && nowMs < Date.parse(validUntil)
    )
    .toSorted((one, other) =>
      discountOf(other, dueFen) - discountOf(one, dueFen) ||
      Date.parse(one.validUntil) - Date.parse(other.validUntil)
    );
}

/** What a coupon takes off: never more than is due. */
export function discountOf(coupon: CouponJson, dueFen: number): number {
  return Math.min(coupon.rules.amountFen, dueFen);
}
