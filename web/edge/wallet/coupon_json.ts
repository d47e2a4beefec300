/** Wallets and coupons as JSON, and what a wallet's refusal becomes over HTTP. */
import type {
  CouponUse,
  CouponView,
  PointsEntry,
  WalletRejection,
  WalletView,
} from "../../../actors/wallet/protocol.ts";
import type { ProblemCode } from "../../shared/api.ts";
import type { CouponJson, CouponUseJson, WalletJson } from "../../shared/api_wallet.ts";
import { type Answer, refused } from "../answer.ts";
import { isoInstant } from "../instant.ts";
import { whyTaken } from "../referral/why.ts";
import { couponRulesJson } from "../referral_json.ts";
import type { Language } from "../words.ts";
import type { UnitNames } from "./unit_names.ts";

/** What its owner sees: who stood behind the counter is not the customer's business. */
export function walletJson(
  wallet: WalletView,
  { nowMs, language, unitNames }: {
    readonly nowMs: number;
    readonly language: Language;
    readonly unitNames: UnitNames;
  },
): WalletJson {
  const { balance, locked, expiring, entries } = wallet.points;
  return {
    serverTime: isoInstant(nowMs),
    version: wallet.version,
    coupons: wallet.coupons.map((coupon) => ({
      ...couponJson(coupon, language),
      unitNames: namesOf(coupon, unitNames),
    })),
    points: {
      balance,
      locked,
      expiring: expiring === null ? null : {
        points: expiring.points,
        at: isoInstant(expiring.atMs),
      },
      entries: entries.map(({ no, points, against, atMs, lockedUntilMs, ...entry }) => ({
        no,
        points,
        against,
        title: titleOf({ against, title: entry.title }, language),
        at: isoInstant(atMs),
        lockedUntil: points > 0 && lockedUntilMs > nowMs ? isoInstant(lockedUntilMs) : null,
        expiresAt: entry.expiresMs === null ? null : isoInstant(entry.expiresMs),
        balance: entry.balance,
      })),
    },
  };
}

/** What expires needs no cause, and what is taken back has a code as its cause. */
function titleOf(
  { against, title }: Pick<PointsEntry, "against" | "title">,
  language: Language,
): string {
  if (against === "clawed-back") return whyTaken(title, language);
  if (against !== "expired") return title;
  return language === "zh" ? "积分过期" : "Points expired";
}

/** A unit that is not there any more goes by its id. */
function namesOf({ rules }: CouponView, names: UnitNames): readonly string[] | null {
  return names === null ? null : rules.units.map((id) => names.get(id) ?? id);
}

function couponJson(coupon: CouponView, language: Language): CouponJson {
  const { id, code, state, campaign, reason } = coupon;
  return {
    id,
    code,
    rules: couponRulesJson(coupon.rules),
    state,
    campaignId: campaign,
    issuedAt: isoInstant(coupon.issuedAtMs),
    validFrom: isoInstant(coupon.validFromMs),
    validUntil: isoInstant(coupon.validUntilMs),
    use: coupon.use === null ? null : useJson(coupon.use, undefined),
    reason: reason === null ? null : whyTaken(reason, language),
  };
}

/** `by`: the name of whoever redeemed it, for staff. */
export function useJson(use: CouponUse, by: string | undefined): CouponUseJson {
  const at = isoInstant(use.atMs);
  if (use.kind === "order") return { kind: "order", at, reservation: use.reservation };
  return { kind: "redeemed", at, unitName: use.unitName, ...(by === undefined ? {} : { by }) };
}

const CODES: Readonly<Record<WalletRejection, ProblemCode>> = {
  "not-found": "unknown-coupon",
  "minimum-not-met": "minimum-not-met",
  "not-yet-valid": "not-yet-valid",
  "expired": "coupon-expired",
  "locked": "coupon-locked",
  "already-used": "already-used",
  "revoked": "coupon-revoked",
  "wrong-outlet": "wrong-outlet",
  "key-used": "idempotency-mismatch",
  // Nothing spends points over HTTP yet.
  "too-few-points": "bug",
};

/** The code over HTTP of a wallet's refusal. */
export function couponCode(code: WalletRejection): ProblemCode {
  return CODES[code];
}

/** The refusal, with what the sentence needs of the coupon. */
export function couponRefused(
  code: WalletRejection,
  coupon: CouponView | undefined,
  by?: string,
): Answer {
  const { use, rules } = coupon ?? { use: null, rules: null };
  if (code === "already-used" && use !== null) {
    return refused(couponCode(code), { use: useJson(use, by) });
  }
  if (code === "minimum-not-met" && rules !== null) {
    return refused(couponCode(code), { minimumFen: rules.minimumFen });
  }
  return refused(couponCode(code));
}
