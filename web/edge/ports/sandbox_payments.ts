/** Payments that take no money: pays, fails or pays late, as the customer wishes. */
import { Buffer } from "node:buffer";
import { createHmac, timingSafeEqual } from "node:crypto";
import type { Clock, Scheduler } from "../../../engine/mod.ts";
import { Newest } from "../../shared/newest.ts";
import type { Charge, ChargeResult, PaymentNotification, Payments } from "./payment.ts";

export interface SandboxPayments extends Payments {
  /** Money taken and given back so far, by payment id; the newest only. */
  readonly ledger: Pick<Newest<string, Readonly<Paid>>, "get" | "size" | "values">;
}

interface Paid {
  readonly paidFen: number;
  refundedFen: number;
}

export interface SandboxPaymentsOptions {
  /** Signs notifications. */
  readonly secret: string;
  readonly clock: Clock;
  readonly scheduler: Scheduler;
  /** Delivers a notification as a provider would over HTTP; returns the status. */
  deliver(body: string, signature: string): Promise<number>;
}

/** A late payment completes this long after the hold has run out. */
const LATE_MS = 1_500;
const REDELIVER_MS = 2_000;
const DELIVERIES_MAX = 30;
const LEDGER_MAX = 100_000;

export function createSandboxPayments(options: SandboxPaymentsOptions): SandboxPayments {
  const { clock, scheduler } = options;
  const ledger = new Newest<string, Paid>(LEDGER_MAX);
  const pending = new Set<string>();

  function charge(one: Charge): Promise<ChargeResult> {
    const before = ledger.get(one.id);
    if (before !== undefined) return Promise.resolve({ kind: "paid", paidFen: before.paidFen });
    if (pending.has(one.id)) return Promise.resolve({ kind: "pending" });
    switch (one.wish) {
      case "fail":
        return Promise.resolve({ kind: "failed" });
      case "pay":
        take(one);
        return Promise.resolve({ kind: "paid", paidFen: one.amountFen });
      case "late":
        pending.add(one.id);
        scheduler.after(Math.max(0, one.expiresAtMs - clock.nowMs()) + LATE_MS, () => {
          pending.delete(one.id);
          take(one);
          void notify(one, 1);
        });
        return Promise.resolve({ kind: "pending" });
    }
  }

  function take(one: Charge): void {
    ledger.set(one.id, { paidFen: one.amountFen, refundedFen: 0 });
  }

  async function notify(one: Charge, attempt: number): Promise<void> {
    const notification: PaymentNotification = {
      paymentId: one.id,
      reservationId: one.reservationId,
      customer: one.customer,
      paidFen: one.amountFen,
    };
    const body = JSON.stringify(notification);
    const status = await options.deliver(body, sign(options.secret, body)).catch(() => 0);
    if (status === 200 || attempt >= DELIVERIES_MAX) return;
    scheduler.after(REDELIVER_MS, () => void notify(one, attempt + 1));
  }

  return {
    ledger,
    charge,
    refund(id, amountFen) {
      const paid = ledger.get(id);
      if (paid !== undefined) paid.refundedFen = Math.min(paid.paidFen, amountFen);
      return Promise.resolve();
    },
    readNotification(body, signature) {
      if (signature === null) return null;
      const given = Buffer.from(signature);
      const right = Buffer.from(sign(options.secret, body));
      if (given.length !== right.length || !timingSafeEqual(given, right)) return null;
      // Signed by ourselves: what it says is what was written above.
      return JSON.parse(body) as PaymentNotification;
    },
  };
}

function sign(secret: string, body: string): string {
  return createHmac("sha256", secret).update(`payment\n${body}`).digest("hex");
}
