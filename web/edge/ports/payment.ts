/** Port: takes money for a reservation. */

/** What is to be paid. `id` is one per reservation: charging twice under one id takes the money once. */
export interface Charge {
  readonly id: string;
  readonly reservationId: string;
  readonly customer: string;
  readonly amountFen: number;
  /** The hold ends then. */
  readonly expiresAtMs: number;
  /** Only the sandbox reads it. */
  readonly wish: "pay" | "fail" | "late";
}

export type ChargeResult =
  | { readonly kind: "paid"; readonly paidFen: number }
  /** Nothing was taken; may be tried again. */
  | { readonly kind: "failed" }
  /** The outcome comes as a notification. */
  | { readonly kind: "pending" };

/** A provider's word that money was taken, as `POST /api/v1/payments/notifications` receives it. */
export interface PaymentNotification {
  readonly paymentId: string;
  readonly reservationId: string;
  readonly customer: string;
  readonly paidFen: number;
}

/**
 * The caller promises one id per reservation. The implementer promises that `charge` and `refund` are idempotent
 * by that id, and that a notification is sent until it is answered with 200.
 */
export interface Payments {
  charge(charge: Charge): Promise<ChargeResult>;
  /** Gives back what was paid under `id`. */
  refund(id: string, amountFen: number): Promise<void>;
  /** The notification in a body that carries the provider's signature; null for a forged or unreadable one. */
  readNotification(body: string, signature: string | null): PaymentNotification | null;
}
