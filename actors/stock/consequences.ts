/** What a purchase means beyond the cell: to the buyer's wallet, and to the record of what the buyer did. */
import type { Stamped } from "../../engine/contract.ts";
import type { ClawBack, Grant } from "../referral/transfer.ts";
import type { CellToWallet, LockEnded } from "../wallet/transfer.ts";
import { finish } from "./finish.ts";
import { find, type Ground, type StockDecision } from "./ground.ts";
import type { Reservation } from "./ledger.ts";
import type { CouponTaken } from "./protocol.ts";
import { reservationId } from "./reservation_id.ts";
import { isOver } from "./state.ts";
import type { PurchaseEvent } from "./transfer.ts";
import { beginTurn, type StockTurn } from "./turn.ts";

/** A sale was confirmed: its coupon is used, and what it gives is given. */
export function afterPurchase(
  turn: StockTurn,
  found: Reservation,
  coupon: CouponTaken | null,
): void {
  const id = reservationId(turn.state.prefix, found.n, found.tag);
  if (coupon !== null) toWallet(turn, found, { kind: "use", coupon: coupon.id, reservation: id });
  const grants = turn.state.spec?.grants;
  if (grants !== undefined) {
    toWallet(turn, found, { kind: "grant", id, campaign: turn.state.campaign, ...grants });
  }
  announce(turn, found, { coupon, reversal: false });
}

/** A confirmed sale was taken back: the coupon returns, what it gave is taken back. */
export function afterReturn(turn: StockTurn, found: Reservation): void {
  const id = reservationId(turn.state.prefix, found.n, found.tag);
  const { coupon } = found;
  if (coupon !== null) {
    toWallet(turn, found, { kind: "give-back", coupon: coupon.id, reservation: id });
  }
  if (turn.state.spec?.grants !== undefined) {
    // What staff wrote is for staff: the wallet shows its owner a reason of ours.
    toWallet(turn, found, { kind: "claw-back", id, reason: "reversed" });
  }
  announce(turn, found, { coupon, reversal: true });
}

/** The wallet asks about a coupon whose time with an order is over. A coupon buys only while the hold runs. */
export function lockEnded(
  command: Stamped<unknown>,
  { coupon, reservation }: LockEnded,
  { state, limits }: Ground,
): StockDecision {
  const found = find(state, reservation);
  const turn = beginTurn(command, state, limits);
  const { spec } = state;
  const runs = found?.state === "held" && spec !== null && !isOver(found, spec, turn.atMs);
  const answer: CellToWallet = runs
    ? { kind: "keep", coupon, reservation, untilMs: found.createdAtMs + spec.holdMs }
    : { kind: "let-go", coupon, reservation };
  const { from } = command;
  if (from?.startsWith("wallet/")) turn.sends.push({ to: from, command: answer });
  return finish(turn, { reply: { kind: "noted" } });
}

/** Only what was paid for is told: what costs nothing qualifies nobody. */
function announce(
  turn: StockTurn,
  found: Reservation,
  { coupon, reversal }: { readonly coupon: CouponTaken | null; readonly reversal: boolean },
): void {
  const { spec, prefix } = turn.state;
  if (spec?.announces !== true) return;
  const amountFen = spec.priceFen * found.units - (coupon?.discountFen ?? 0);
  if (amountFen <= 0) return;
  const event: PurchaseEvent = {
    kind: "event",
    event: {
      id: reservationId(prefix, found.n, found.tag),
      type: "purchase-confirmed",
      atMs: turn.atMs,
      amountFen,
    },
    reversal,
  };
  turn.sends.push({ to: `customer/${found.customer}`, command: event });
}

function toWallet(
  turn: StockTurn,
  found: Reservation,
  command: CellToWallet | Grant | ClawBack,
): void {
  turn.sends.push({ to: `wallet/${found.customer}`, command });
}
