/** Every kind of actor that Yundian has. */
import type { AnyKind } from "../engine/contract.ts";
import type { Limits } from "../engine/limits.ts";
import { createCampaignKind } from "./campaign/campaign.ts";
import { createCustomerKind } from "./customer/customer.ts";
import { createDirectoryKind } from "./directory/directory.ts";
import { createReceiptKind } from "./receipt/receipt.ts";
import { createReferralKind } from "./referral/referral.ts";
import { createStockKind } from "./stock/stock.ts";
import { createStorefrontKind } from "./storefront/storefront.ts";
import { createVoucherKind } from "./voucher/voucher.ts";
import { createWalletKind } from "./wallet/wallet.ts";

export { audit, type AuditReport, findReservations, type LoadState } from "./audit.ts";
export { specProblems } from "./campaign/spec.ts";
export { cellKey, cellOfCustomer } from "./stock/protocol.ts";
export { parseReservationId } from "./stock/reservation_id.ts";

/** All kinds, to be registered with an engine. */
export function createKinds(limits: Limits): AnyKind[] {
  return [
    createStockKind(limits),
    createCampaignKind(limits),
    createDirectoryKind(),
    createCustomerKind(),
    createStorefrontKind(),
    createReceiptKind(),
    createReferralKind(),
    createWalletKind(limits),
    createVoucherKind(),
  ];
}
