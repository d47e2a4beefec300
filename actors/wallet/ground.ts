/** What every decision of a wallet stands on, and what comes of it. */
import type { Decision, Send, Wake } from "../../engine/contract.ts";
import type { Limits } from "../../engine/limits.ts";
import type { ClawBack, Grant, GrantAnswer } from "../referral/transfer.ts";
import type { WalletEvent } from "./events.ts";
import type { WalletCommand, WalletRejection, WalletReply } from "./protocol.ts";
import type { Coupon, WalletState } from "./state.ts";
import type { CellToWallet, CodeTaken } from "./transfer.ts";
import { couponView } from "./view.ts";

/** Limits that a wallet keeps. */
export type WalletLimits = Pick<Limits, "pointsLockedDays" | "pointsValidDays">;

/** Everything that reaches a wallet. */
export type WalletMessage = WalletCommand | Grant | ClawBack | CellToWallet | CodeTaken | Wake;
/** Messages and timers are noted; whoever grants is answered by a message too. */
export type WalletAnswer = WalletReply | GrantAnswer | { readonly kind: "noted" };
export type WalletDecision = Decision<WalletEvent, WalletAnswer>;

/** What one decision stands on; `state` is as of this instant. */
export interface Ground {
  readonly customer: string;
  readonly state: Readonly<WalletState>;
  readonly atMs: number;
  readonly random: string;
  readonly limits: WalletLimits;
}

/** What comes of it: an answer, and what changed and who is told. */
export interface Outcome {
  readonly reply: WalletAnswer;
  readonly events?: readonly WalletEvent[];
  readonly send?: readonly Send[];
}

export const NOTED: Outcome = { reply: { kind: "noted" } };

/** Refuses; `coupon` shows how it stands. */
export function refuse(code: WalletRejection, coupon?: Readonly<Coupon>): Outcome {
  if (coupon === undefined) return { reply: { kind: "rejected", code } };
  return { reply: { kind: "rejected", code, coupon: couponView(coupon) } };
}
