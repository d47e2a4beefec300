/** The only writer of a wallet. */
import type { WalletEvent } from "./events.ts";
import {
  type Coupon,
  COUPONS_KEPT_MAX,
  dueMsOf,
  ENTRIES_KEPT_MAX,
  isEnded,
  type WalletState,
} from "./state.ts";

/** Applies an event to the state in place. */
export function evolve(state: WalletState, event: WalletEvent): WalletState {
  switch (event.kind) {
    case "issued":
      issue(state, event);
      break;
    case "points-moved":
      movePoints(state, event);
      break;
    case "expired":
      for (const id of event.ids) change(state, id, (coupon) => void (coupon.state = "expired"));
      break;
    default:
      change(state, event.id, (coupon) => changeCoupon(coupon, event));
  }
  state.version += 1;
  state.dueMs = dueMsOf(state);
  return state;
}

function issue(state: WalletState, event: WalletEvent & { kind: "issued" }): void {
  const { id, code, rules, campaign, from, atMs, validFromMs, validUntilMs } = event;
  state.given.set(id, 0);
  state.coupons.set(id, {
    id,
    code,
    rules,
    campaign,
    from,
    issuedAtMs: atMs,
    validFromMs,
    validUntilMs,
    state: "unused",
    lock: null,
    use: null,
    reason: null,
  });
  if (state.coupons.size <= COUPONS_KEPT_MAX) return;
  for (const coupon of state.coupons.values()) {
    if (!isEnded(coupon)) continue;
    state.coupons.delete(coupon.id);
    return;
  }
}

function change(state: WalletState, id: string, apply: (coupon: Coupon) => void): void {
  const coupon = state.coupons.get(id);
  if (coupon !== undefined) apply(coupon);
}

type CouponEvent = Exclude<WalletEvent, { kind: "issued" | "points-moved" | "expired" }>;

function changeCoupon(coupon: Coupon, event: CouponEvent): void {
  switch (event.kind) {
    case "recoded":
      coupon.code = event.code;
      break;
    case "locked": {
      const { reservation, discountFen, untilMs, attempt } = event;
      coupon.state = "locked";
      coupon.lock = { reservation, discountFen, untilMs, attempt, asked: false };
      break;
    }
    case "lock-ended":
      if (coupon.lock !== null) coupon.lock = { ...coupon.lock, asked: true };
      break;
    case "unlocked":
    case "given-back":
      coupon.lock = null;
      coupon.use = null;
      coupon.state = stateAfter(coupon, event.atMs);
      delete coupon.asker;
      break;
    case "used":
      coupon.state = "used";
      coupon.use = event.use;
      coupon.lock = null;
      if (event.key !== undefined) coupon.key = event.key;
      delete coupon.asker;
      break;
    case "revoked":
      coupon.reason = event.reason;
      if (!event.afterLock) coupon.state = "revoked";
      if (event.asker !== undefined) coupon.asker = event.asker;
      break;
  }
}

/** Of a coupon that no order has any more. */
function stateAfter(coupon: Coupon, atMs: number): "revoked" | "expired" | "unused" {
  if (coupon.reason !== null) return "revoked";
  return coupon.validUntilMs <= atMs ? "expired" : "unused";
}

function movePoints(state: WalletState, event: WalletEvent & { kind: "points-moved" }): void {
  const { entry, takes } = event;
  const { id, points, against } = entry;
  for (const [grant, taken] of takes) {
    const lot = state.lots.find((one) => one.grant === grant);
    if (lot !== undefined) lot.left -= taken;
  }
  state.debt += event.debt;
  switch (against) {
    case "granted": {
      const { lockedUntilMs, expiresMs } = entry;
      state.given.set(id, points);
      const left = points + event.debt;
      if (left > 0) {
        state.lots.push({ grant: id, left, lockedUntilMs, expiresMs: expiresMs ?? Infinity });
      }
      break;
    }
    case "clawed-back":
      state.given.set(id, 0);
      break;
    case "expired":
      // What expired is gone: only the rest of the grant can still be taken back.
      state.given.set(id, (state.given.get(id) ?? 0) + points);
      break;
    case "spent":
      state.spent.add(id);
      break;
  }
  state.lots = state.lots.filter((lot) => lot.left > 0)
    .sort((a, b) => a.expiresMs - b.expiresMs);
  state.accounts.balance += points;
  state.accounts[against] -= points;
  state.entriesEver += 1;
  state.entries.push(entry);
  if (state.entries.length > ENTRIES_KEPT_MAX) state.entries.shift();
}
