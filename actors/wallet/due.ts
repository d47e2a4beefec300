/** What time alone does to a wallet: coupons and points expire, locks end. */
import type { Send } from "../../engine/contract.ts";
import type { WalletEvent } from "./events.ts";
import { movement } from "./points.ts";
import type { WalletState } from "./state.ts";
import type { LockEnded } from "./transfer.ts";

/** Lots that one turn expires at most; the timer asks for the next. */
const EXPIRIES_PER_TURN_MAX = 256;

export function dueEvents(state: Readonly<WalletState>, atMs: number): readonly WalletEvent[] {
  if (state.dueMs === null || state.dueMs > atMs) return [];
  const events: WalletEvent[] = [];
  const ids: string[] = [];
  for (const { id, state: is, validUntilMs, lock } of state.coupons.values()) {
    if (is === "unused" && validUntilMs <= atMs) ids.push(id);
    if (lock === null || lock.asked || lock.untilMs > atMs) continue;
    events.push({ kind: "lock-ended", id });
  }
  if (ids.length > 0) events.push({ kind: "expired", ids, atMs });
  let { balance } = state.accounts;
  let no = state.entriesEver;
  for (const { grant, left, expiresMs } of state.lots.slice(0, EXPIRIES_PER_TURN_MAX)) {
    if (expiresMs > atMs) break;
    balance -= left;
    no += 1;
    const why = { id: grant, campaign: "", title: "", against: "expired" } as const;
    events.push(movement({ ...why, no, points: -left, balance, atMs }, [[grant, left]]));
  }
  return events;
}

/** A cell is asked once for each lock that ended, before the coupon may be used elsewhere. */
export function questions(
  events: readonly WalletEvent[],
  state: Readonly<WalletState>,
): readonly Send[] {
  const asks: Send[] = [];
  for (const event of events) {
    if (event.kind !== "lock-ended") continue;
    const reservation = state.coupons.get(event.id)?.lock?.reservation ?? "";
    const command: LockEnded = { kind: "lock-ended", coupon: event.id, reservation };
    asks.push({ to: cellOf(reservation), command });
  }
  return asks;
}

/** The cell of a reservation, `<campaign>.<cell in base 36>.<number>-<tag>`: only such ids are locked for. */
export function cellOf(reservation: string): string {
  const [campaign = "", cell = ""] = reservation.split(".");
  return `stock/${campaign}/${parseInt(cell, 36)}`;
}
