/** JSON of wallets, coupon templates and redemption: see `api.ts` for the manner. */
import type { Page } from "./api.ts";
import type { CouponRulesJson } from "./api_referral.ts";

export type CouponStateJson = "unused" | "locked" | "used" | "expired" | "revoked";

export interface CouponUseJson {
  readonly kind: "redeemed" | "order";
  readonly at: string;
  /** With `redeemed`. */
  readonly unitName?: string;
  readonly by?: string;
  /** With `order`. */
  readonly reservation?: string;
}

export interface CouponJson {
  readonly id: string;
  /** 16 digits. */
  readonly code: string;
  readonly rules: CouponRulesJson;
  readonly state: CouponStateJson;
  readonly campaignId: string;
  readonly issuedAt: string;
  readonly validFrom: string;
  readonly validUntil: string;
  readonly use: CouponUseJson | null;
  readonly reason: string | null;
  /** In the customer's own wallet: names of `rules.units`; null while they cannot be read. */
  readonly unitNames?: readonly string[] | null;
}

export interface PointsEntryJson {
  readonly no: number;
  readonly points: number;
  readonly against: "granted" | "clawed-back" | "expired" | "spent";
  readonly title: string;
  readonly at: string;
  readonly lockedUntil: string | null;
  readonly expiresAt: string | null;
  readonly balance: number;
}

/** `GET /api/v1/wallet`, the customer's own. */
export interface WalletJson {
  readonly serverTime: string;
  readonly version: number;
  readonly coupons: readonly CouponJson[];
  readonly points: {
    readonly balance: number;
    readonly locked: number;
    readonly expiring: { readonly points: number; readonly at: string } | null;
    readonly entries: readonly PointsEntryJson[];
  };
}
// `GET /api/v1/wallet/coupons/:id/qr.svg`: the code as a picture.
// `GET /api/v1/reservations/mine`: reservations of all sales, newest first, as `Page<ReservationJson>` from rows.

/** `GET /api/v1/coupons/:code` for staff who redeem: what it is, before anything happens. */
export interface RedeemableJson {
  readonly code: string;
  readonly rules: CouponRulesJson;
  readonly state: CouponStateJson;
  /** Masked. */
  readonly customer: string;
  readonly validFrom: string;
  readonly validUntil: string;
  readonly use: CouponUseJson | null;
  /** Whether this member of staff may redeem it now; else why not, in words. */
  readonly redeemable: boolean;
  readonly why: string | null;
}
// `POST /api/v1/coupons/:code/redeem` → 200 `RedeemableJson`; 404 `unknown-coupon`;
// 409 `already-used` with `use`, `coupon-expired`, `coupon-locked`, `coupon-revoked`, `not-yet-valid`, `wrong-outlet`.

/** `GET`, `POST /api/v1/coupon-templates`, `PATCH /api/v1/coupon-templates/:id`. */
export interface CouponTemplateJson extends CouponRulesJson {
  readonly id: string;
  readonly unit: string;
  readonly on: boolean;
  readonly version: number;
}
export type CouponTemplateRequest = CouponRulesJson & { readonly on?: boolean };
/** What changes of the version that was read. */
export type CouponTemplatePatch = Partial<CouponTemplateRequest> & { readonly version: number };
export type CouponTemplateListJson = Page<CouponTemplateJson>;
