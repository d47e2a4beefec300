/** The end of a turn: parked orders are served, the campaign is told what it must know. */
import type { Send } from "../../engine/contract.ts";
import type { CellReply, StockDecision } from "./ground.ts";
import { serveParked } from "./parked.ts";
import type { Mode, Parked, Sums } from "./state.ts";
import type { CellReport } from "./transfer.ts";
import { push, type StockTurn } from "./turn.ts";

/** Ends a turn: parked orders, surrender, report; in this order, so that the report is true. */
export function finish(
  turn: StockTurn,
  answer: { reply: CellReply } | { wait: string },
): StockDecision {
  serveParked(turn);
  const report = reportOf(turn);
  const send: Send[] = [...turn.sends];
  if (report !== null) send.push({ to: `campaign/${turn.state.campaign}`, command: report });
  const noEffect = isRefusal(answer);
  return { events: turn.events, send, settle: turn.settle, noEffect, ...answer };
}

/** A refusal that owes no money: what was stored with it is not its own effect. */
function isRefusal(answer: { reply: CellReply } | { wait: string }): boolean {
  return "reply" in answer && answer.reply.kind === "rejected" &&
    answer.reply.refundFen === undefined;
}

/** Whether the campaign does not know all, or is owed units. */
export function hasNews(
  by: { readonly sums: Readonly<Sums>; readonly mode: Readonly<Mode> },
): boolean {
  const { sums, mode } = by;
  return sums.version !== mode.reportedVersion || (mode.drain && sums.available > 0);
}

/** What the campaign must hear now; null while it can wait. */
function reportOf(turn: StockTurn): CellReport | null {
  const { spec, sums, mode } = turn;
  if (spec === null) return null;
  const request = requestOf(turn);
  const due = turn.atMs >= mode.reportedAtMs + spec.reportMs;
  const urgent = turn.urgent || request !== null || turn.recalled !== undefined;
  if (!urgent && !(hasNews(turn) && due)) return null;
  if (mode.drain && sums.available > 0) {
    push(turn, { kind: "surrendered", units: sums.available });
  }
  push(turn, {
    kind: "reported",
    atMs: turn.atMs,
    ...(request === null ? {} : { request: request.number }),
  });
  return {
    kind: "report",
    sums: {
      version: sums.version,
      surrendered: sums.surrendered,
      held: sums.held + sums.offered,
      confirmed: sums.confirmed,
    },
    phase: mode.phase,
    ...(request === null ? {} : { request }),
    ...(turn.recalled === undefined ? {} : { recalled: turn.recalled }),
    ...(turn.offersClosed.length === 0 ? {} : { offers: turn.offersClosed }),
  };
}

/** The request for units, once per dryness: nothing while one is out or a denial holds. */
function requestOf(turn: StockTurn): { number: number; need: number; least: number } | null {
  if (turn.mode.asking || turn.mode.denied) return null;
  let need = 0;
  let least = 0;
  const count = (parked: Parked) => {
    need += parked.order.units;
    if (least === 0) least = parked.order.units;
  };
  const unparked = new Set<string>();
  for (const event of turn.events) {
    if (event.kind === "unparked") event.ids.forEach((id) => unparked.add(id));
  }
  for (const parked of turn.state.parked?.values() ?? []) {
    if (!unparked.has(parked.id)) count(parked);
  }
  turn.newlyParked.forEach(count);
  return need === 0 ? null : { number: turn.mode.request + 1, need, least };
}
