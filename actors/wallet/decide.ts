/** What a wallet takes and answers. */
import type { Stamped } from "../../engine/contract.ts";
import type { ClawBack, Grant } from "../referral/transfer.ts";
import * as coupons from "./coupons.ts";
import { cellOf, dueEvents, questions } from "./due.ts";
import type { WalletEvent } from "./events.ts";
import { evolve } from "./evolve.ts";
import {
  type Ground,
  NOTED,
  type Outcome,
  refuse,
  type WalletDecision,
  type WalletLimits,
  type WalletMessage,
} from "./ground.ts";
import { givePoints, spendPoints, takePointsBack } from "./points.ts";
import { loadWallet, saveWallet, type WalletState } from "./state.ts";
import type { CellToWallet } from "./transfer.ts";
import { couponView, viewOf } from "./view.ts";

export function decide(
  command: Stamped<WalletMessage>,
  by: {
    readonly customer: string;
    readonly state: Readonly<WalletState>;
    readonly limits: WalletLimits;
  },
): WalletDecision {
  const atMs = Math.trunc(command.atMs);
  const due = dueEvents(by.state, atMs);
  const state = due.length === 0 ? by.state : after(by.state, due);
  const ground: Ground = { ...by, state, atMs, random: command.random };
  const { reply, events = [], send = [] } = outcomeOf(command, ground);
  const isWake = command.body.kind === "wake";
  // Time that passed is written down with the next change, or by the timer; reading stores nothing.
  if (events.length === 0 && !isWake) return { events: [], send, reply };
  return { events: [...due, ...events], send: [...questions(due, by.state), ...send], reply };
}

function outcomeOf(command: Stamped<WalletMessage>, ground: Ground): Outcome {
  const { state, atMs } = ground;
  const body = command.body;
  switch (body.kind) {
    case "view":
      return { reply: { kind: "wallet", wallet: viewOf(state, atMs) } };
    case "coupon": {
      const coupon = state.coupons.get(body.id);
      if (coupon === undefined) return refuse("not-found");
      return { reply: { kind: "coupon", coupon: couponView(coupon) } };
    }
    case "lock":
      return coupons.lock(ground, body);
    case "locked-for":
      return coupons.lockedFor(ground, body.reservation);
    case "unlock":
      return coupons.unlock(ground, body);
    case "redeem":
      return coupons.redeem(ground, body);
    case "spend":
      return spendPoints(ground, body);
    case "grant":
      return answered(command.from, grant(ground, body));
    case "claw-back":
      return answered(command.from, clawBack(ground, body, command.from));
    case "use":
    case "give-back":
    case "let-go":
    case "keep":
      return command.from === cellOf(body.reservation) ? ofCell(ground, body) : NOTED;
    case "code-taken":
      return coupons.recode(ground, body);
    case "wake":
      return NOTED;
    default:
      return refuse("not-found");
  }
}

function ofCell(ground: Ground, body: CellToWallet): Outcome {
  switch (body.kind) {
    case "use":
      return coupons.use(ground, body);
    case "give-back":
      return coupons.giveBack(ground, body);
    case "let-go":
      return coupons.letGo(ground, body);
    case "keep":
      return coupons.keep(ground, body);
  }
}

/** The same grant again is answered as the first time and gives nothing. */
function grant(ground: Ground, body: Grant): Outcome {
  const { state, atMs } = ground;
  const { id, reward } = body;
  if (state.given.has(id)) {
    const first = state.coupons.get(id)?.issuedAtMs ?? atMs;
    return { reply: { kind: "granted", id, atMs: first } };
  }
  if (!Number.isSafeInteger(reward.amount) || reward.amount < 0) return refuse("not-found");
  const done: Outcome = { reply: { kind: "granted", id, atMs } };
  return { ...done, ...(reward.kind === "points" ? givePoints : coupons.issue)(ground, body) };
}

function clawBack(ground: Ground, { id, reason }: ClawBack, asker: string | null): Outcome {
  const { state, atMs } = ground;
  const coupon = state.coupons.get(id);
  if (coupon !== undefined) return coupons.revoke(ground, coupon, { reason, asker });
  const events = takePointsBack(ground, { id, reason });
  const reply = { kind: "clawed-back", id, atMs } as const;
  return { reply: events.length === 0 ? { ...reply, taken: false } : reply, events };
}

/** Another actor gets its answer as a message. */
function answered(from: string | null, outcome: Outcome): Outcome {
  const { reply } = outcome;
  if (from === null || (reply.kind !== "granted" && reply.kind !== "clawed-back")) return outcome;
  return { ...outcome, send: [...outcome.send ?? [], { to: from, command: reply }] };
}

/** A copy of the state with these events applied. */
function after(
  state: Readonly<WalletState>,
  events: readonly WalletEvent[],
): Readonly<WalletState> {
  return events.reduce(evolve, loadWallet(saveWallet(state)));
}
