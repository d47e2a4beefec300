/** What happens in a stock cell. Events that move units carry the number, so sums follow from them alone. */
import type { CouponTaken } from "./protocol.ts";
import type { CellPhase, CellSpec } from "./transfer.ts";

/** An order that waits for units from the campaign. */
export type ParkedOrder =
  | {
    readonly kind: "grab";
    readonly customer: string;
    readonly units: number;
    readonly key?: string | undefined;
    readonly via?: string | null | undefined;
  }
  /** A payment that came after its hold expired, while this cell had no unit. */
  | {
    readonly kind: "confirm";
    readonly n: number;
    readonly units: number;
    readonly payment: { readonly id: string; readonly paidFen: number };
  };

/** `n` is the reservation's number within the cell; instants in ms. */
export type StockEvent =
  | {
    readonly kind: "reserved";
    readonly n: number;
    readonly tag: string;
    readonly customer: string;
    readonly units: number;
    readonly atMs: number;
    readonly key?: string | undefined;
    readonly via?: string | null | undefined;
    /** One of the units was offered to this customer from the waiting list. */
    readonly offer?: true;
  }
  | { readonly kind: "expired"; readonly ns: readonly number[]; readonly units: number }
  | {
    readonly kind: "confirmed";
    readonly n: number;
    readonly units: number;
    readonly atMs: number;
    readonly payment: string | null;
    readonly coupon?: CouponTaken;
  }
  /** A late payment took the units of an expired hold again. */
  | {
    readonly kind: "retaken";
    readonly n: number;
    readonly units: number;
    readonly atMs: number;
    readonly payment: string;
  }
  /** A payment that buys nothing must be given back; once per payment. */
  | {
    readonly kind: "refund-due";
    readonly n: number;
    readonly atMs: number;
    readonly payment: string;
    readonly refundFen: number;
  }
  | {
    readonly kind: "cancelled";
    readonly n: number;
    readonly units: number;
    readonly atMs: number;
  }
  | {
    readonly kind: "returned";
    readonly n: number;
    readonly units: number;
    readonly atMs: number;
    readonly by: string;
    readonly reason: string;
    /** What was paid and must be given back; 0 where it was free. */
    readonly refundFen: number;
  }
  | {
    readonly kind: "parked";
    readonly id: string;
    readonly atMs: number;
    readonly order: ParkedOrder;
  }
  | { readonly kind: "unparked"; readonly ids: readonly string[] }
  | { readonly kind: "denied" }
  | { readonly kind: "configured"; readonly spec: CellSpec }
  | {
    readonly kind: "directed";
    readonly phase: CellPhase;
    readonly granted: number;
    readonly drain: boolean;
    readonly final: boolean;
    readonly held: number;
    /** The outstanding request was answered. */
    readonly answered: boolean;
    readonly reopen: boolean;
  }
  | {
    readonly kind: "offered";
    readonly customer: string;
    readonly ticket: number;
    readonly deadlineMs: number;
    readonly granted: number;
  }
  /** An offer gave its unit back. */
  | { readonly kind: "offer-closed"; readonly customer: string }
  | { readonly kind: "surrendered"; readonly units: number }
  /** The campaign was told the sums, and with `request` asked for units. */
  | { readonly kind: "reported"; readonly atMs: number; readonly request?: number }
  | { readonly kind: "reminded"; readonly customer: string };
