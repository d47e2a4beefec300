/** Wallets, vouchers and a stock cell that talk to each other while letters take their time. */
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import type { AnyKind } from "../../engine/contract.ts";
import { DEFAULT_LIMITS } from "../../engine/limits.ts";
import type { GrantAnswer } from "../referral/transfer.ts";
import { createStockKind } from "../stock/stock.ts";
import type { ReservationView, StockReply } from "../stock/protocol.ts";
import type { Direct } from "../stock/transfer.ts";
import { PostOffice } from "../testing/post_office.ts";
import { createVoucherKind } from "../voucher/voucher.ts";
import type { WalletReply } from "./protocol.ts";
import { RULES } from "./scenario.ts";
import { createWalletKind, type OwnedWallet } from "./wallet.ts";

const OPEN_MS = 1_777_600_800_000;
const HOLD_MS = 60_000;
const CELL = "stock/sale/0";
const WALLET = "wallet/ann";
const PRICE_FEN = 6_000;

const GRANTER = "referral/x/0";

/** Takes the place of actors that only listen here: their record is what they heard. */
function listener(name: string): AnyKind {
  return {
    name,
    eventVersion: 1,
    snapshotVersion: 1,
    initial: () => ({}),
    decide: ({ body }) => ({ events: [body], reply: null }),
    evolve: (state: unknown) => state,
    save: () => ({}),
    load: () => ({}),
  };
}

const step = fc.oneof(
  fc.record({ kind: fc.constantFrom("lock" as const, "unlock" as const) }),
  fc.record({ kind: fc.constantFrom("confirm" as const, "cancel" as const, "return" as const) }),
  fc.record({ kind: fc.constantFrom("redeem" as const, "claw-back" as const) }),
  fc.record({ kind: fc.constantFrom("deliver" as const, "wake" as const, "store" as const) }),
  fc.record({
    kind: fc.constant("pass" as const),
    ms: fc.constantFrom(1, 30_000, HOLD_MS, HOLD_MS + 5_000),
  }),
);

Deno.test("a coupon is used exactly when its sale is confirmed, however late the letters are", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30, size: "max" }), fc.nat(), (steps, seed) => {
      let random = seed;
      const pick = (below: number) => {
        random = (Math.imul(random, 1_103_515_245) + 12_345) >>> 0;
        return random % Math.max(1, below);
      };
      const office = new PostOffice([
        createStockKind(DEFAULT_LIMITS),
        createWalletKind(DEFAULT_LIMITS),
        createVoucherKind(),
        listener("campaign"),
        listener("referral"),
      ], { nowMs: OPEN_MS, pick });
      const hold = open(office);
      let redeemed = 0;
      let bought: "no" | "with-coupon" = "no";
      let isWantedBack = false;
      for (const each of steps) {
        switch (each.kind) {
          case "lock":
            office.ask(WALLET, {
              kind: "lock",
              coupon: "g1",
              reservation: hold.id,
              priceFen: PRICE_FEN,
              untilMs: hold.expiresAtMs + 5_000,
            });
            break;
          case "unlock":
            // The edge lets go only while it knows that nothing was confirmed.
            if (bought === "no" && stateOf(office, hold) !== "held") {
              office.ask(WALLET, { kind: "unlock", coupon: "g1", reservation: hold.id });
            }
            break;
          case "confirm": {
            const lock = office.ask(WALLET, { kind: "locked-for", reservation: hold.id });
            const kept = lock.reply as WalletReply;
            if (kept.kind !== "locked") break;
            const { coupon: { id }, discountFen } = kept;
            const payment = { id: "p", paidFen: PRICE_FEN - discountFen };
            const coupon = { id, discountFen };
            const body = { kind: "confirm", customer: "ann", id: hold.id, payment, coupon };
            const reply = office.ask(CELL, body).reply as StockReply;
            if (reply.kind === "reservation") bought = "with-coupon";
            break;
          }
          case "cancel":
            office.ask(CELL, { kind: "cancel", customer: "ann", id: hold.id });
            break;
          case "return":
            office.ask(CELL, { kind: "return", id: hold.id, by: "s", reason: "r" });
            break;
          case "redeem": {
            const body = {
              kind: "redeem",
              coupon: "g1",
              by: "m",
              unit: "u",
              unitName: "",
              units: [],
            };
            const reply = office.ask(WALLET, body).reply as WalletReply;
            if (reply.kind === "coupon") redeemed += 1;
            break;
          }
          case "claw-back":
            // A granter asks once.
            if (isWantedBack) break;
            isWantedBack = true;
            office.send(GRANTER, {
              to: WALLET,
              command: { kind: "claw-back", id: "g1", reason: "reversed" },
            });
            break;
          case "deliver":
            office.deliver();
            break;
          case "wake":
            office.wakeOne();
            break;
          case "store":
            office.passivate(WALLET);
            office.passivate(CELL);
            break;
          case "pass":
            office.advance(each.ms);
        }
        assert(redeemed === 0 || stateOf(office, hold) !== "confirmed", "paid with it twice");
      }
      office.pass(2 * HOLD_MS, 10_000);
      assert(redeemed <= 1);
      const { wallet } = office.stateOf(WALLET) as OwnedWallet;
      const coupon = wallet.coupons.get("g1");
      const isConfirmed = stateOf(office, hold) === "confirmed";
      assertEquals(coupon?.use?.kind === "order", isConfirmed);
      assertEquals(coupon?.lock, null, "a lock stays for ever");
      const free = isWantedBack ? "revoked" : "unused";
      assertEquals(coupon?.state, isConfirmed || redeemed > 0 ? "used" : free);
      const answers = heard(office);
      assertEquals(answers.length, isWantedBack ? 1 : 0, "answered once");
      // Budget that came free is never spent: whoever was told that it was taken has it back for good.
      if (answers[0]?.taken !== false) assert(!isWantedBack || coupon?.state === "revoked");
    }),
    { numRuns: Number(Deno.env.get("MODEL_RUNS") ?? 200) },
  );
});

function open(office: PostOffice): ReservationView {
  const direct: Direct = {
    kind: "direct",
    spec: {
      cells: 1,
      startsAtMs: OPEN_MS,
      holdMs: HOLD_MS,
      priceFen: PRICE_FEN,
      perCustomerMax: 1,
      perOrderMax: 1,
      eligibility: null,
      reportMs: 200,
    },
    phase: { version: 1, paused: false, ended: false, endsAtMs: OPEN_MS + 3_600_000 },
    granted: 1,
    drain: false,
    final: false,
    held: 0,
  };
  office.send("campaign/sale", { to: CELL, command: direct });
  const reward = { kind: "coupon", ref: "k", amount: 1_000 };
  const grant = { kind: "grant", id: "g1", reward, rules: RULES, campaign: "x", title: "" };
  office.ask(WALLET, grant);
  office.quiet();
  const reply = office.ask(CELL, { kind: "grab", customer: "ann", units: 1 }).reply as StockReply;
  if (reply.kind !== "reserved") throw new Error(JSON.stringify(reply));
  return reply.reservation;
}

/** What the granter was told. */
function heard({ log }: PostOffice): readonly GrantAnswer[] {
  return log.filter(({ actor }) => actor === GRANTER).map(({ event }) => event as GrantAnswer);
}

function stateOf(office: PostOffice, { id }: ReservationView): string {
  const reply = office.ask(CELL, { kind: "reservation", customer: "ann", id }).reply as StockReply;
  if (reply.kind !== "reservation") throw new Error(JSON.stringify(reply));
  return reply.reservation.state;
}
