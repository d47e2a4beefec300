/** Redeeming at an outlet: what a code is, and once that it is used. */
import type { CustomerProtocol } from "../../../actors/customer/protocol.ts";
import type { VoucherProtocol } from "../../../actors/voucher/protocol.ts";
import {
  type CouponView,
  readCode,
  type WalletProtocol,
  type WalletRejection,
} from "../../../actors/wallet/protocol.ts";
import type { ActorRef } from "../../../engine/mod.ts";
import type { RedeemableJson } from "../../shared/api_wallet.ts";
import { type Answer, json, refused } from "../answer.ts";
import { digest } from "../digest.ts";
import { type EdgeApp, forStaff, type StaffCall } from "../endpoint.ts";
import { isoInstant } from "../instant.ts";
import { RateLimit } from "../rate_limit.ts";
import { couponRulesJson } from "../referral_json.ts";
import * as schemas from "../schemas_wallet.ts";
import type { Services } from "../services.ts";
import { couponCode, couponRefused, useJson } from "../wallet/coupon_json.ts";
import { logRedemption, type Redeemer, redeemerOf, staffName } from "../wallet/redeemers.ts";
import { type Language, wordsOf } from "../words.ts";

const TAG = "coupons";
const PATH = "/api/v1/coupons/{code}";
const MINUTE_S = 60;

/** A coupon by its code. */
interface Found {
  readonly customer: string;
  readonly wallet: ActorRef<WalletProtocol>;
  readonly coupon: CouponView;
}

export function mountCoupons(app: EdgeApp, services: Services): void {
  const { engine, log } = services;
  const mayLook = guessLimit(services);

  forStaff(app, services, {
    method: "get",
    path: PATH,
    tag: TAG,
    summary: "What a redemption code stands for, before anything happens",
    action: "redeem",
    answers: { 200: { description: "The coupon", schema: schemas.redeemableAnswer } },
    refusals: ["unknown-coupon", "too-many-requests"],
    async handle(call) {
      const tooMany = mayLook(call);
      if (tooMany !== null) return tooMany;
      const found = await find(services, call.param("code"));
      if (found === null) return refused("unknown-coupon");
      return json(await redeemable(services, found, call));
    },
  });

  forStaff(app, services, {
    method: "post",
    path: `${PATH}/redeem`,
    tag: TAG,
    summary:
      "Uses it at the outlet of whoever redeems, once. Again under the same key is the same answer",
    action: "redeem",
    keyed: true,
    body: schemas.emptyRequest,
    emptyBody: {},
    answers: { 200: { description: "Redeemed", schema: schemas.redeemableAnswer } },
    refusals: [
      "unknown-coupon",
      "already-used",
      "coupon-expired",
      "coupon-locked",
      "coupon-revoked",
      "not-yet-valid",
      "wrong-outlet",
      "idempotency-mismatch",
      "too-many-requests",
    ],
    async handle(call) {
      const tooMany = mayLook(call);
      if (tooMany !== null) return tooMany;
      const found = await find(services, call.param("code"));
      if (found === null) return refused("unknown-coupon");
      const redeemer = await redeemerOf(services, call.staff);
      const { wallet, coupon: { id: coupon } } = found;
      const { key, commandId } = keysOf(services, call, coupon);
      const command = { kind: "redeem", coupon, ...redeemer, ...key } as const;
      const reply = await engine.ask(wallet, command, commandId);
      if (reply.kind === "rejected") return await refusal(services, reply);
      if (reply.kind !== "coupon") return refused("bug");
      const { title, amountFen } = reply.coupon.rules;
      log.info("coupon redeemed", { coupon, by: redeemer.by, unit: redeemer.unit });
      await logRedemption(services, { redeemer, coupon, title, amountFen, atMs: call.nowMs });
      return json(await redeemable(services, { ...found, coupon: reply.coupon }, call));
    },
  });
}

/** A repetition is known by the key and the coupon; by the key alone a wallet knows that it is another one's. */
function keysOf(
  { authSecret }: Services,
  { key, staff }: Pick<StaffCall<unknown>, "key" | "staff">,
  coupon: string,
) {
  if (key === null) return { key: {}, commandId: {} };
  const said = ["redeem", staff.id, key];
  const idOf = (words: readonly string[]) => digest(authSecret, words.join("\n"));
  return { key: { key: idOf(said) }, commandId: { commandId: idOf([...said, coupon]) } };
}

/** Codes are not to be found by trying: a rate for each member of staff, and one for each address. */
function guessLimit({ limits, world, admission }: Services) {
  const rate = (perMinute: number) =>
    new RateLimit({
      perSecond: perMinute / MINUTE_S,
      burst: perMinute,
      seed: Math.floor(world.random.fraction() * 0x7fffffff),
    });
  const byStaff = rate(limits.couponLooksPerStaffPerMinute);
  const byAddress = rate(limits.couponLooksPerAddressPerMinute);
  return ({ staff, address, nowMs }: StaffCall<unknown>): Answer | null => {
    if (byStaff.take(staff.id, nowMs) && byAddress.take(address, nowMs)) return null;
    return refused("too-many-requests", { retryAfterMs: admission.retryAfterMs() });
  };
}

/** Asks nobody where the check digit is wrong. */
async function find({ engine }: Services, text: string): Promise<Found | null> {
  const code = readCode(text);
  if (code === null) return null;
  const voucher = await engine.ask(engine.ref<VoucherProtocol>("voucher", code), { kind: "find" });
  if (voucher.kind !== "voucher") return null;
  const { customer, coupon: id } = voucher;
  const wallet = engine.ref<WalletProtocol>("wallet", customer);
  const reply = await engine.ask(wallet, { kind: "coupon", id });
  if (reply.kind !== "coupon" || reply.coupon.code !== code) return null;
  return { customer, wallet, coupon: reply.coupon };
}

async function redeemable(
  services: Services,
  { customer, coupon }: Found,
  call: Pick<StaffCall<unknown>, "staff" | "nowMs" | "language">,
): Promise<RedeemableJson> {
  const redeemer = await redeemerOf(services, call.staff);
  const wrong = whyNot(coupon, redeemer, call.nowMs);
  const { code, rules, state, use } = coupon;
  const by = use?.kind === "redeemed" ? await staffName(services, use.by) : undefined;
  const shown = use === null ? null : useJson(use, by);
  return {
    code,
    rules: couponRulesJson(rules),
    state,
    customer: await maskedName(services, customer, call.language),
    validFrom: isoInstant(coupon.validFromMs),
    validUntil: isoInstant(coupon.validUntilMs),
    use: shown,
    redeemable: wrong === null,
    why: wrong === null
      ? null
      : wordsOf(couponCode(wrong), call.language, shown === null ? {} : { use: shown }).detail,
  };
}

/** The wallet decides when it is redeemed; this tells it before. */
function whyNot(
  { state, validFromMs, rules }: CouponView,
  { units }: Redeemer,
  nowMs: number,
): WalletRejection | null {
  switch (state) {
    case "used":
      return "already-used";
    case "locked":
    case "expired":
    case "revoked":
      return state;
    case "unused":
      if (nowMs < validFromMs) return "not-yet-valid";
      if (rules.units.length > 0 && !rules.units.some((unit) => units.includes(unit))) {
        return "wrong-outlet";
      }
      return null;
  }
}

async function refusal(
  services: Services,
  { code, coupon }: { readonly code: WalletRejection; readonly coupon?: CouponView },
): Promise<Answer> {
  const use = coupon?.use;
  const by = use?.kind === "redeemed" ? await staffName(services, use.by) : undefined;
  return couponRefused(code, coupon, by);
}

async function maskedName(
  { engine }: Services,
  customer: string,
  language: Language,
): Promise<string> {
  const reply = await engine.ask(engine.ref<CustomerProtocol>("customer", customer), {
    kind: "facts",
  });
  const mask = reply.kind === "facts" ? reply.mask : null;
  return mask ?? (language === "zh" ? "客户" : "Customer");
}
