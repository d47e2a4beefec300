/** The kind `stock`: the one kernel for everything scarce. Key: `<campaign>/<cell>`. */
import type { Kind, Stamped } from "../../engine/contract.ts";
import { decide } from "./decide.ts";
import type { StockEvent } from "./events.ts";
import { evolve } from "./evolve.ts";
import { hasNews } from "./finish.ts";
import type { CellCommand, CellReply } from "./ground.ts";
import { soldOut } from "./judge.ts";
import type { Reservation } from "./ledger.ts";
import { load, save } from "./snapshot.ts";
import { initial, newestOf, nextExpiryMs, type StockState, viewOf } from "./state.ts";
import { waitKey } from "./parked.ts";
import type { StockLimits } from "./turn.ts";

export type StockKind = Kind<CellCommand, StockEvent, CellReply, StockState>;

const REMINDER_BYTES = 100;
const BASE_BYTES = 400;

export function createStockKind(limits: StockLimits): StockKind {
  return {
    name: "stock",
    eventVersion: 1,
    snapshotVersion: 2,
    initial,
    decide: (command, state) => decide(command, state, limits),
    evolve,
    wake,
    save,
    load,
    again: (command, state, firstMs) => again(command, { state, limits, firstMs }),
    placement(key) {
      const slash = key.lastIndexOf("/");
      return { base: `stock/${key.slice(0, slash)}`, offset: Number(key.slice(slash + 1)) };
    },
    weigh: (state) =>
      BASE_BYTES + (state.reservations?.bytes ?? 0) +
      (state.reminders?.size ?? 0) * REMINDER_BYTES,
  };
}

function wake(state: Readonly<StockState>): number | null {
  if (state.spec === null) return null;
  if (state.parked !== null && !state.mode.asking) return 0;
  let next = nextExpiryMs(state);
  if (hasNews(state)) {
    next = Math.min(next, state.mode.reportedAtMs + state.spec.reportMs);
  }
  return next === Infinity ? null : next;
}

/** A repeated grab gets what the first one made; everything else decides the same again. */
function again(
  command: Stamped<CellCommand>,
  by: {
    readonly state: Readonly<StockState>;
    readonly limits: StockLimits;
    readonly firstMs: number;
  },
) {
  const { state, limits } = by;
  if (state.parked?.has(command.commandId)) return { wait: waitKey(command.commandId) };
  const body = command.body;
  if (body.kind === "grab") {
    const made = madeSince(state, body.customer, Math.trunc(by.firstMs));
    if (made === null) return { reply: soldOut(state.mode) };
    const reservation = viewOf(state, made, command.atMs);
    return { reply: { kind: "reservation", reservation } as const };
  }
  const decision = decide(command, state, limits);
  return "reply" in decision ? { reply: decision.reply } : { reply: soldOut(state.mode) };
}

/** The first reservation that a customer made at or after an instant. */
function madeSince(
  state: Readonly<StockState>,
  customer: string,
  firstMs: number,
): Reservation | null {
  let made: Reservation | null = null;
  let each = newestOf(state, customer);
  for (; each !== null && each.createdAtMs >= firstMs; each = each.older) made = each;
  return made;
}
