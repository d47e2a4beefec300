/** What cells of a referral ask of their campaign: budget, exactly; and what they tell. */
import type {
  CloseBudget,
  ReferralReport,
  ReserveAnswer,
  ReserveBudget,
} from "../referral/transfer.ts";
import { settleMs } from "./clock.ts";
import { atOutletOf, sameLeaders } from "./course.ts";
import { affords, lowPool } from "./purse.ts";
import { type CampaignTurn, push } from "./turn.ts";

/** The cell that a message is from; null for anybody else. */
function cellOf(turn: CampaignTurn, from: string | null): number | null {
  const prefix = `referral/${turn.state.id}/`;
  if (from === null || !from.startsWith(prefix)) return null;
  const cell = Number(from.slice(prefix.length));
  return turn.book.cells[cell] === undefined ? null : cell;
}

export function hearCourse(turn: CampaignTurn, from: string | null, report: ReferralReport): void {
  const cell = cellOf(turn, from);
  if (cell === null) return;
  const { sums, phase, leaders } = report;
  const same = sameLeaders(turn.state.course, cell, leaders);
  push(turn, { kind: "course-heard", cell, phase, sums, ...(same ? {} : { leaders }) });
}

/** One asks at a time, and this is the only place where it is decided: that is why it is exact. */
export function answerBudget(turn: CampaignTurn, from: string | null, ask: ReserveBudget): void {
  const { book, atMs } = turn;
  if (cellOf(turn, from) === null || book.purse === null || from === null) return;
  const { reward, fen, outlet } = ask;
  const outcome = outcomeOf(turn, ask);
  if (outcome === "reserved") {
    push(turn, { kind: "budget-reserved", reward, fen, outlet });
    if (book.purse.warnedAtMs === null && lowPool(book.purse) !== null) {
      const reason = lowPool(book.purse) === "fen" ? "fen" : "units";
      push(turn, { kind: "budget-warned", deed: { atMs, by: "time", reason } });
    }
  } else {
    push(turn, { kind: "budget-refused", reward, outcome });
  }
  const answer: ReserveAnswer = { kind: "budget", reward, outcome };
  turn.send.push({ to: from, command: answer });
}

function outcomeOf(turn: CampaignTurn, ask: ReserveBudget): ReserveAnswer["outcome"] {
  const { book, state } = turn;
  if (book.purse === null || book.phase === "settled") return "campaign-ended";
  const perOutlet = state.spec?.kind === "referral" ? state.spec.caps.perOutlet : undefined;
  if (perOutlet !== undefined && ask.outlet !== null) {
    if (atOutletOf(state.course, ask.outlet) >= perOutlet) return "cap-per-outlet";
  }
  return affords(book.purse, ask.fen) ? "reserved" : "budget-exhausted";
}

export function closeBudget(turn: CampaignTurn, from: string | null, word: CloseBudget): void {
  if (cellOf(turn, from) === null) return;
  const { reward, fen, outlet, outcome } = word;
  push(turn, { kind: "budget-closed", reward, fen, outlet, outcome });
}

/** An ended referral is settled once nobody can qualify any more and nothing is held. */
export function settleReferral(turn: CampaignTurn): void {
  const { book, state, atMs } = turn;
  if (book.phase !== "ended") return;
  const due = settleMs({ ...state, book });
  if (due === null || atMs < due) return;
  push(turn, { kind: "settled", deed: { atMs, by: "time" } });
}
