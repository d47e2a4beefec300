/** Given, when, then for one wallet in tests; its voucher and its cells are played by the test. */
import type { Stamped } from "../../engine/contract.ts";
import type { ClawBack, Grant, GrantAnswer } from "../referral/transfer.ts";
import type { WalletAnswer, WalletDecision, WalletMessage } from "./ground.ts";
import type { CouponRules, CouponView, WalletView } from "./protocol.ts";
import { createWalletKind, type OwnedWallet } from "./wallet.ts";

/** 2026-05-01T02:00:00Z. */
export const NOW_MS = 1_777_600_800_000;
export const DAY_MS = 86_400_000;
export const LIMITS = { pointsLockedDays: 7, pointsValidDays: 365 };
/** A reservation of the cell `stock/sale/0`. */
export const ORDER = "sale.0.0-abcdefgh";
export const CELL = "stock/sale/0";

export const RULES: CouponRules = {
  title: "满 50 减 10",
  amountFen: 1_000,
  minimumFen: 5_000,
  validity: { kind: "days", days: 30 },
  units: [],
  note: "",
};

export class Desk {
  readonly kind = createWalletKind(LIMITS);
  state: OwnedWallet = this.kind.initial("ann");
  /** What a journal would give back. */
  replayed: OwnedWallet = this.kind.initial("ann");
  last: WalletDecision = { events: [], reply: { kind: "noted" } };
  nowMs = NOW_MS;
  /** What was said to those who wanted coupons back, `c1 taken`. */
  readonly clawedBack: string[] = [];
  #commands = 0;

  do(body: WalletMessage, from: string | null = null): WalletAnswer {
    this.#commands += 1;
    const command: Stamped<WalletMessage> = {
      body,
      atMs: this.nowMs,
      commandId: `c${this.#commands}`,
      random: String(this.#commands * 7919).padStart(21, "A"),
      from,
    };
    this.last = this.kind.decide(command, this.state);
    for (const event of this.last.events) {
      this.state = this.kind.evolve(this.state, structuredClone(event));
      this.replayed = this.kind.evolve(this.replayed, JSON.parse(JSON.stringify(event)));
    }
    for (const { command } of this.sent) {
      const answer = command as GrantAnswer;
      if (answer.kind !== "clawed-back" || !this.state.wallet.coupons.has(answer.id)) continue;
      this.clawedBack.push(`${answer.id} ${answer.taken === false ? "kept" : "taken"}`);
    }
    if (!("reply" in this.last)) throw new Error("Nobody waits for a wallet");
    return this.last.reply;
  }

  grant(id: string, part: Partial<Grant> = {}, from: string | null = "referral/x/0") {
    return this.do({
      kind: "grant",
      id,
      reward: { kind: "coupon", ref: "rice", amount: 1_000 },
      rules: RULES,
      campaign: "x",
      title: "邀请有礼",
      ...part,
    }, from);
  }

  points(id: string, amount: number) {
    return this.grant(id, { reward: { kind: "points", ref: "points", amount }, rules: null });
  }

  clawBack(id: string) {
    const command: ClawBack = { kind: "claw-back", id, reason: "退货" };
    return this.do(command, "referral/x/0");
  }

  lock(coupon: string, more: { reservation?: string; priceFen?: number; untilMs?: number } = {}) {
    const untilMs = this.nowMs + 60_000;
    return this.do({
      kind: "lock",
      coupon,
      reservation: ORDER,
      priceFen: 6_000,
      untilMs,
      ...more,
    });
  }

  redeem(coupon: string, units: readonly string[] = ["jx.a.1", "jx.a", "jx"]) {
    const [unit = ""] = units;
    return this.do({ kind: "redeem", coupon, by: "m1", unit, unitName: "城东支行", units });
  }

  view(): WalletView {
    const reply = this.do({ kind: "view" });
    if (reply.kind !== "wallet") throw new Error(reply.kind);
    return reply.wallet;
  }

  coupon(id: string): CouponView {
    const reply = this.do({ kind: "coupon", id });
    if (reply.kind !== "coupon") throw new Error(reply.kind);
    return reply.coupon;
  }

  later(ms: number): void {
    this.nowMs += ms;
  }

  /** The timer, as often as it asks for. */
  wake(): void {
    for (;;) {
      const due = this.kind.wake?.(this.state) ?? null;
      if (due === null || due > this.nowMs) return;
      this.do({ kind: "wake" });
    }
  }

  passivate(): void {
    const stored = JSON.parse(JSON.stringify(this.kind.save(this.state)));
    this.state = this.kind.load("ann", stored, this.kind.snapshotVersion);
  }

  /** What the last turn sent. */
  get sent(): readonly { readonly to: string; readonly command: unknown }[] {
    return this.last.send ?? [];
  }
}

/** The code of a refusal; the kind of any other answer. */
export function outcomeOf(reply: WalletAnswer): string {
  return reply.kind === "rejected" ? reply.code : reply.kind;
}
