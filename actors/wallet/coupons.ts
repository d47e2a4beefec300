/** Coupons: issued, kept for an order, used once, given back, revoked. */
import type { Send } from "../../engine/contract.ts";
import type { ClawBack, Grant, GrantAnswer } from "../referral/transfer.ts";
import { parseReservationId } from "../stock/protocol.ts";
import type { PutVoucher } from "../voucher/protocol.ts";
import { codeOf } from "./code.ts";
import { endOfDayMs } from "./day.ts";
import { type Ground, NOTED, type Outcome, refuse } from "./ground.ts";
import type { WalletEvent } from "./events.ts";
import type { CouponRules, WalletCommand, WalletRejection, WalletReply } from "./protocol.ts";
import type { Coupon, Lock } from "./state.ts";
import type { CodeTaken, GiveCouponBack, KeepCoupon, LetCouponGo, UseCoupon } from "./transfer.ts";
import { couponView } from "./view.ts";

/** Of a coupon whose template nobody knows. */
const PLAIN_DAYS = 90;

export function issue(
  ground: Ground,
  { id, reward, rules, campaign, title }: Grant,
): Partial<Outcome> {
  const { atMs } = ground;
  const code = codeOf(ground.random);
  const known: CouponRules = rules ?? {
    title: reward.ref,
    amountFen: 0,
    minimumFen: 0,
    validity: { kind: "days", days: PLAIN_DAYS },
    units: [],
    note: "",
  };
  const { validity } = known;
  const event: WalletEvent = {
    kind: "issued",
    id,
    code,
    // What was promised counts, and the budget has reserved it.
    rules: { ...known, amountFen: reward.amount },
    campaign,
    from: title,
    atMs,
    validFromMs: validity.kind === "dates" ? validity.fromMs : atMs,
    validUntilMs: validity.kind === "dates" ? validity.untilMs : endOfDayMs(atMs, validity.days),
  };
  return { events: [event], send: [put(ground, { code, coupon: id })] };
}

/** The code was another's: the coupon gets a new one. */
export function recode(ground: Ground, { coupon: id, code: taken }: CodeTaken): Outcome {
  if (ground.state.coupons.get(id)?.code !== taken) return NOTED;
  const code = codeOf(ground.random);
  return {
    ...NOTED,
    events: [{ kind: "recoded", id, code }],
    send: [put(ground, { code, coupon: id })],
  };
}

/** Keeps a coupon for one order; the same order again is the same, for as long as the longer of both. */
export function lock(ground: Ground, body: WalletCommand & { kind: "lock" }): Outcome {
  const { reservation, priceFen, untilMs } = body;
  const { state } = ground;
  const coupon = state.coupons.get(body.coupon);
  const isOrder = parseReservationId(reservation) !== null;
  if (coupon === undefined || !isOrder) return refuse("not-found");
  const { lock } = coupon;
  if (lock?.reservation === reservation && !lock.asked) {
    return locked(ground, coupon, { ...lock, untilMs: Math.max(lock.untilMs, untilMs) });
  }
  const wrong = unusable(coupon, ground.atMs);
  if (wrong !== null) return refuse(wrong, coupon);
  if (priceFen < coupon.rules.minimumFen) return refuse("minimum-not-met", coupon);
  for (const other of state.coupons.values()) {
    if (other.lock?.reservation === reservation) return refuse("locked", other);
  }
  const discountFen = Math.min(coupon.rules.amountFen, priceFen);
  return locked(ground, coupon, { reservation, discountFen, untilMs });
}

function locked(
  { state }: Ground,
  coupon: Readonly<Coupon>,
  { reservation, discountFen, untilMs }: Pick<Lock, "reservation" | "discountFen" | "untilMs">,
): Outcome {
  const attempt = state.version + 1;
  const event = {
    kind: "locked",
    id: coupon.id,
    reservation,
    discountFen,
    untilMs,
    attempt,
  } as const;
  return { reply: lockedReply(coupon, { discountFen, attempt }), events: [event] };
}

function lockedReply(
  coupon: Readonly<Coupon>,
  { discountFen, attempt }: Pick<Lock, "discountFen" | "attempt">,
): WalletReply {
  const view = { ...couponView(coupon), state: "locked" } as const;
  return { kind: "locked", coupon: view, discountFen, attempt };
}

/** The coupon that is kept for an order. */
export function lockedFor({ state }: Ground, reservation: string): Outcome {
  for (const coupon of state.coupons.values()) {
    const { lock } = coupon;
    if (lock?.reservation !== reservation || lock.asked) continue;
    return { reply: lockedReply(coupon, lock) };
  }
  return refuse("not-found");
}

export function unlock(ground: Ground, body: WalletCommand & { kind: "unlock" }): Outcome {
  const coupon = ground.state.coupons.get(body.coupon);
  if (coupon === undefined) return refuse("not-found");
  const { lock } = coupon;
  const isNewest = body.attempt === undefined || body.attempt === lock?.attempt;
  const reply = { kind: "coupon", coupon: couponView(coupon) } as const;
  if (lock?.reservation !== body.reservation || !isNewest) return { reply };
  return { reply, ...freed(ground, coupon) };
}

/** At an outlet, once. */
export function redeem(ground: Ground, body: WalletCommand & { kind: "redeem" }): Outcome {
  const { atMs } = ground;
  const coupon = ground.state.coupons.get(body.coupon);
  if (coupon === undefined) return refuse("not-found");
  const { key } = body;
  if (key !== undefined && isUnder(ground, coupon, key)) return refuse("key-used");
  const wrong = unusable(coupon, atMs);
  if (wrong !== null) return refuse(wrong, coupon);
  const { units } = coupon.rules;
  if (units.length > 0 && !units.some((unit) => body.units.includes(unit))) {
    return refuse("wrong-outlet", coupon);
  }
  const { by, unit, unitName } = body;
  const use = { kind: "redeemed", atMs, unit, unitName, by } as const;
  return {
    reply: { kind: "coupon", coupon: { ...couponView(coupon), state: "used", use } },
    events: [{ kind: "used", id: coupon.id, use, ...(key === undefined ? {} : { key }) }],
  };
}

/** Whether another coupon was redeemed under a key. */
function isUnder({ state }: Ground, coupon: Readonly<Coupon>, key: string): boolean {
  for (const other of state.coupons.values()) {
    if (other.key === key && other.id !== coupon.id) return true;
  }
  return false;
}

/** The cell has confirmed the sale: whatever the lock says, the customer paid that much less. */
export function use(ground: Ground, { coupon: id, reservation }: UseCoupon): Outcome {
  const coupon = ground.state.coupons.get(id);
  if (coupon === undefined || coupon.state === "used") return NOTED;
  const use = { kind: "order", atMs: ground.atMs, reservation } as const;
  const send = answerOf(ground, coupon, false);
  return { ...NOTED, events: [{ kind: "used", id, use }], send };
}

export function giveBack(ground: Ground, { coupon: id, reservation }: GiveCouponBack): Outcome {
  const used = ground.state.coupons.get(id)?.use;
  if (used?.kind !== "order" || used.reservation !== reservation) return NOTED;
  return { ...NOTED, events: [{ kind: "given-back", id, atMs: ground.atMs }] };
}

/** The cell's word that a lock whose time is over was not used. */
export function letGo(ground: Ground, { coupon: id, reservation }: LetCouponGo): Outcome {
  const coupon = ground.state.coupons.get(id);
  if (coupon?.lock?.reservation !== reservation) return NOTED;
  return { ...NOTED, ...freed(ground, coupon) };
}

function freed(ground: Ground, coupon: Readonly<Coupon>): Pick<Outcome, "events" | "send"> {
  const events = [{ kind: "unlocked", id: coupon.id, atMs: ground.atMs } as const];
  return { events, send: answerOf(ground, coupon, true) };
}

/** To whoever wanted a coupon back while an order had it. */
function answerOf({ atMs }: Ground, coupon: Readonly<Coupon>, taken: boolean): readonly Send[] {
  const { id, asker } = coupon;
  if (asker === undefined) return [];
  const answer: GrantAnswer = { kind: "clawed-back", id, atMs };
  return [{ to: asker, command: taken ? answer : { ...answer, taken } }];
}

/** The cell's word that it may still use it. */
export function keep({ state }: Ground, { coupon: id, reservation, untilMs }: KeepCoupon): Outcome {
  const lock = state.coupons.get(id)?.lock ?? null;
  if (lock?.reservation !== reservation) return NOTED;
  const { asked: _, ...kept } = lock;
  return { ...NOTED, events: [{ kind: "locked", id, ...kept, untilMs }] };
}

/**
 * Takes a coupon back; one that an order has is revoked when the order lets it go or is taken back itself. As long as
 * the order may use it nobody knows whether it was taken: `asker` is answered then.
 */
export function revoke(
  ground: Ground,
  coupon: Readonly<Coupon>,
  { reason, asker }: Pick<ClawBack, "reason"> & { readonly asker: string | null },
): Outcome {
  const { atMs } = ground;
  const { id, state } = coupon;
  const isLocked = state === "locked";
  const isAsked = isLocked && asker !== null && coupon.asker === undefined;
  const isNew = isAsked || (coupon.reason === null && state !== "expired");
  const events: WalletEvent[] = !isNew ? [] : [{
    kind: "revoked",
    id,
    reason,
    atMs,
    afterLock: state !== "unused",
    ...(isAsked ? { asker } : {}),
  }];
  if (isLocked) return { ...NOTED, events };
  const reply = { kind: "clawed-back", id, atMs } as const;
  const isTaken = isNew && state !== "used";
  return { reply: isTaken ? reply : { ...reply, taken: false }, events };
}

/** Why a coupon cannot be used at this instant. */
function unusable(coupon: Readonly<Coupon>, atMs: number): WalletRejection | null {
  switch (coupon.state) {
    case "used":
      return "already-used";
    case "locked":
      return "locked";
    case "expired":
    case "revoked":
      return coupon.state;
    case "unused":
      return atMs < coupon.validFromMs ? "not-yet-valid" : null;
  }
}

function put({ customer }: Ground, { code, coupon }: { code: string; coupon: string }): Send {
  const command: PutVoucher = { kind: "put", customer, coupon };
  return { to: `voucher/${code}`, command };
}
