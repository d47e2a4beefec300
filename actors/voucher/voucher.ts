/** The kind `voucher`: whose coupon a redemption code is. The first one keeps the code. */
import type { Decision, Kind, Stamped } from "../../engine/contract.ts";
import type { CodeTaken } from "../wallet/transfer.ts";
import type { PutVoucher, VoucherCommand, VoucherReply } from "./protocol.ts";

export interface VoucherState {
  readonly code: string;
  owner: { readonly customer: string; readonly coupon: string } | null;
}

export interface VoucherEvent {
  readonly kind: "put";
  readonly customer: string;
  readonly coupon: string;
}

export type VoucherKind = Kind<
  VoucherCommand | PutVoucher,
  VoucherEvent,
  VoucherReply | { readonly kind: "noted" },
  VoucherState
>;

export function createVoucherKind(): VoucherKind {
  return {
    name: "voucher",
    eventVersion: 1,
    snapshotVersion: 1,
    initial: (code) => ({ code, owner: null }),
    decide,
    evolve(state, { customer, coupon }) {
      state.owner = { customer, coupon };
      return state;
    },
    save: ({ owner }) => owner,
    // Written by `save` above; the journal guards the bytes.
    load: (code, data) => ({ code, owner: data as VoucherState["owner"] }),
  };
}

function decide(
  { body, from }: Stamped<VoucherCommand | PutVoucher>,
  { code, owner }: Readonly<VoucherState>,
): Decision<VoucherEvent, VoucherReply | { readonly kind: "noted" }> {
  switch (body.kind) {
    case "find":
      if (owner === null) return { events: [], reply: { kind: "rejected", code: "not-found" } };
      return { events: [], reply: { kind: "voucher", ...owner } };
    case "put": {
      const { customer, coupon } = body;
      const reply = { kind: "noted" } as const;
      if (from !== `wallet/${customer}`) return { events: [], reply };
      if (owner === null) return { events: [{ kind: "put", customer, coupon }], reply };
      if (owner.customer === customer && owner.coupon === coupon) return { events: [], reply };
      const taken: CodeTaken = { kind: "code-taken", coupon, code };
      return { events: [], send: [{ to: from, command: taken }], reply };
    }
    default:
      return { events: [], reply: { kind: "rejected", code: "not-found" } };
  }
}
