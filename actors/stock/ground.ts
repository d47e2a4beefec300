/** What every decision of a cell stands on. */
import type { Decision, Wake } from "../../engine/contract.ts";
import type { StockEvent } from "./events.ts";
import type { StockCommand, StockReply } from "./protocol.ts";
import { parseReservationId } from "./reservation_id.ts";
import type { Reservation } from "./ledger.ts";
import type { StockState } from "./state.ts";
import type { WalletToCell } from "../wallet/transfer.ts";
import type { CampaignMessage } from "./transfer.ts";
import type { StockLimits } from "./turn.ts";

/** Everything that reaches a cell. */
export type CellCommand = StockCommand | CampaignMessage | WalletToCell | Wake;
/** What it answers; messages and timers are merely noted, nobody reads that. */
export type CellReply = StockReply | { readonly kind: "noted" };
export type StockDecision = Decision<StockEvent, CellReply>;

/** What a decision stands on. */
export interface Ground {
  readonly state: Readonly<StockState>;
  readonly limits: StockLimits;
}

const NOTHING: readonly StockEvent[] = [];

/** Answers without effect. */
export function answer(reply: StockReply): StockDecision {
  return { events: NOTHING, reply };
}

/** The reservation of an id that this cell made; null for any other. */
export function find(state: Readonly<StockState>, id: string): Reservation | null {
  const address = parseReservationId(id);
  if (address === null || address.campaignId !== state.campaign || address.cell !== state.cell) {
    return null;
  }
  const found = state.reservations?.at(address.n) ?? null;
  return found?.tag === address.tag ? found : null;
}
