/**
 * Protocol of `receipt/<id>`: what the bank told under an id of its own. One id stands for one thing, whoever it is
 * about and however long ago that was; the customer's record then hears of it once.
 */
import type { Protocol } from "../../engine/contract.ts";
import type { Happening } from "../customer/protocol.ts";

/** What is told; `of`: the event of that id did not last. */
export type Told =
  | { readonly kind: "happened"; readonly event: Omit<Happening, "id"> }
  | { readonly kind: "taken-back"; readonly of: string; readonly atMs: number };

export type ReceiptCommand = {
  readonly kind: "take";
  readonly customer: string;
  readonly told: Told;
};

export type ReceiptReply =
  /** `first` false: told before, at `receivedAtMs`. */
  | { readonly kind: "taken"; readonly first: boolean; readonly receivedAtMs: number }
  /** This id stands for something else. */
  | { readonly kind: "mismatch" };

export type ReceiptProtocol = Protocol<"receipt", ReceiptCommand, ReceiptReply>;

export type ReceiptEvent = {
  readonly kind: "taken";
  readonly customer: string;
  readonly told: Told;
  readonly atMs: number;
};
