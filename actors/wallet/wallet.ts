/** The kind `wallet`: a customer's coupons and points. Key: the customer's id. */
import type { Kind } from "../../engine/contract.ts";
import { decide } from "./decide.ts";
import type { WalletEvent } from "./events.ts";
import { evolve } from "./evolve.ts";
import type { WalletAnswer, WalletLimits, WalletMessage } from "./ground.ts";
import {
  initialWallet,
  loadWallet,
  type SavedWallet,
  saveWallet,
  type WalletState,
} from "./state.ts";
import { couponView } from "./view.ts";

/** A wallet knows whose it is. */
export interface OwnedWallet {
  readonly customer: string;
  readonly wallet: WalletState;
}

export type WalletKind = Kind<WalletMessage, WalletEvent, WalletAnswer, OwnedWallet>;

const EMPTY_BYTES = 500;
const COUPON_BYTES = 700;
const ENTRY_BYTES = 250;
const GIVEN_BYTES = 80;

export function createWalletKind(limits: WalletLimits): WalletKind {
  return {
    name: "wallet",
    eventVersion: 1,
    snapshotVersion: 1,
    initial: (customer) => ({ customer, wallet: initialWallet() }),
    decide: (command, { customer, wallet }) => decide(command, { customer, state: wallet, limits }),
    evolve(state, event) {
      evolve(state.wallet, event);
      return state;
    },
    wake: ({ wallet }) => wallet.dueMs,
    save: ({ wallet }) => saveWallet(wallet),
    load(customer, data, version) {
      if (version !== 1) throw new Error(`Cannot load a wallet: version ${version} is unknown`);
      // Written by `save` above; the journal guards the bytes.
      return { customer, wallet: loadWallet(data as SavedWallet) };
    },
    again(command, { customer, wallet }, firstMs) {
      const redeemed = redeemedSince(command.body, wallet, Math.trunc(firstMs));
      if (redeemed !== null) return { reply: redeemed };
      const decision = decide(command, { customer, state: wallet, limits });
      if (!("reply" in decision)) return { reply: { kind: "noted" } };
      // What a repetition decides is not stored: that this coupon is used now would be untrue.
      const isUntrue = command.body.kind === "redeem" && decision.events.length > 0;
      return { reply: isUntrue ? { kind: "rejected", code: "key-used" } : decision.reply };
    },
    weigh: ({ wallet }) =>
      EMPTY_BYTES + wallet.coupons.size * COUPON_BYTES + wallet.entries.length * ENTRY_BYTES +
      (wallet.given.size + wallet.spent.size) * GIVEN_BYTES,
  };
}

/** What a repeated redemption did when it came first. */
function redeemedSince(
  body: WalletMessage,
  state: Readonly<WalletState>,
  firstMs: number,
): WalletAnswer | null {
  if (body.kind !== "redeem") return null;
  const coupon = state.coupons.get(body.coupon);
  if (coupon?.use?.kind !== "redeemed") return null;
  const { by, atMs } = coupon.use;
  return by === body.by && atMs >= firstMs ? { kind: "coupon", coupon: couponView(coupon) } : null;
}
