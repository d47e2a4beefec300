/** Protocol of `voucher/<code>`: whose coupon a redemption code is. Told by the wallet; unknown codes store nothing. */
import type { Protocol } from "../../engine/contract.ts";

export type VoucherCommand = { readonly kind: "find" };

export type VoucherReply =
  | { readonly kind: "voucher"; readonly customer: string; readonly coupon: string }
  | { readonly kind: "rejected"; readonly code: "not-found" };

export type VoucherProtocol = Protocol<"voucher", VoucherCommand, VoucherReply>;

/** Wallet to voucher. */
export interface PutVoucher {
  readonly kind: "put";
  readonly customer: string;
  readonly coupon: string;
}
