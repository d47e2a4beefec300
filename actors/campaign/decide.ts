/** Decisions of a campaign. Every turn first catches up with time and last hands out what it can. */
import type { Decision, Stamped, Wake } from "../../engine/contract.ts";
import { cellKey } from "../stock/protocol.ts";
import type { CloseBudget, ReferralReport, ReserveBudget } from "../referral/transfer.ts";
import type { CellReport, WithdrawOffer } from "../stock/transfer.ts";
import { answerBudget, closeBudget, hearCourse, settleReferral } from "./budget.ts";
import { advance } from "./clock.ts";
import type { CampaignEvent } from "./events.ts";
import type { CampaignCommand, CampaignReply } from "./protocol.ts";
import type { SaleLimits } from "./spec.ts";
import { decideStaff } from "./staff.ts";
import { type CampaignState, unitsOf } from "./state.ts";
import { drain, supply } from "./supply.ts";
import { beginTurn, type CampaignTurn, finish, push, viewReply } from "./turn.ts";

/** Everything that reaches a campaign. */
export type CampaignMessage =
  | CampaignCommand
  | CellReport
  | ReferralReport
  | ReserveBudget
  | CloseBudget
  | Wake;
/** What it answers; messages and timers are merely noted, nobody reads that. */
export type CampaignAnswer = CampaignReply | { readonly kind: "noted" };
export type CampaignDecision = Decision<CampaignEvent, CampaignAnswer>;

const NOT_FOUND: CampaignReply = { kind: "rejected", code: "not-found" };
const NOTED = { kind: "noted" } as const;

export function decide(
  command: Stamped<CampaignMessage>,
  state: Readonly<CampaignState>,
  limits: SaleLimits,
): CampaignDecision {
  const body = command.body;
  if (state.spec === null && body.kind !== "create") return { events: [], reply: NOT_FOUND };
  const turn = beginTurn(command, state, limits);
  advance(turn);
  const answer = step(turn, command, body);
  advance(turn);
  if (turn.book.purse === null) supply(turn);
  else settleReferral(turn);
  const decision = finish(turn, atOnce(turn, answer ?? { reply: viewReply(turn) }));
  // What a read stores is what time did, nothing of its own.
  return body.kind === "view" || body.kind === "my-waiting"
    ? { ...decision, noEffect: true }
    : decision;
}

function step(
  turn: CampaignTurn,
  command: Stamped<CampaignMessage>,
  body: CampaignMessage,
): { reply: CampaignAnswer } | { wait: string } | null {
  switch (body.kind) {
    case "view":
      return null;
    case "wake":
      return { reply: NOTED };
    case "report":
      hear(turn, command.from, body);
      return { reply: NOTED };
    case "referral-report":
      hearCourse(turn, command.from, body);
      return { reply: NOTED };
    case "reserve-budget":
      answerBudget(turn, command.from, body);
      return { reply: NOTED };
    case "close-budget":
      closeBudget(turn, command.from, body);
      return { reply: NOTED };
    case "place-manager":
      if (turn.book.purse !== null && !turn.state.course.places.has(body.manager)) {
        push(turn, { kind: "manager-placed", manager: body.manager, unit: body.unit });
      }
      return { reply: { kind: "placed" } };
    case "join-waiting":
      return { reply: join(turn, body.customer) };
    case "leave-waiting":
      return { reply: leave(turn, body.customer) };
    case "my-waiting":
      return { reply: waiting(turn, body.customer) };
    default:
      return decideStaff(turn, command, body);
  }
}

/** A wait that this very turn has settled is a reply. */
function atOnce(
  turn: CampaignTurn,
  answer: { reply: CampaignAnswer } | { wait: string },
): { reply: CampaignAnswer } | { wait: string } {
  if ("reply" in answer) return answer;
  const settled = turn.settle.find((each) => each.key === answer.wait);
  return settled === undefined ? answer : { reply: settled.reply };
}

function hear(turn: CampaignTurn, from: string | null, report: CellReport): void {
  const { state, book } = turn;
  const prefix = `stock/${cellKey(state.id, 0).slice(0, -1)}`;
  if (from === null || !from.startsWith(prefix)) return;
  const cell = Number(from.slice(prefix.length));
  if (book.cells[cell] === undefined) return;
  const { sums, phase, recalled, request } = report;
  push(turn, {
    kind: "heard",
    cell,
    sums,
    phase,
    ...(recalled === undefined ? {} : { recalled }),
    ...(request === undefined ? {} : { request }),
  });
  for (const { customer, ticket, outcome } of report.offers ?? []) {
    if (state.offers.get(customer)?.ticket !== ticket) continue;
    push(turn, { kind: "offer-closed", customer, outcome });
  }
}

function join(turn: CampaignTurn, customer: string): CampaignReply {
  const { state, book, limits } = turn;
  if (state.waiting.place(customer) !== null || state.offers.has(customer)) {
    return waiting(turn, customer);
  }
  if (book.phase === "ended" || book.phase === "settled") return refused(turn, "ended");
  const waits = book.purse === null && (book.phase === "open" || book.phase === "paused");
  if (!waits) return refused(turn, "wrong-phase");
  const free = unitsOf(book).available > 0;
  // With others in line or on offer, what looks free is theirs.
  if (free && state.waiting.size === 0 && state.offers.size === 0) {
    return refused(turn, "not-sold-out");
  }
  if (state.waiting.size >= limits.waitingListMax) return refused(turn, "waiting-full");
  push(turn, { kind: "joined", customer, atMs: turn.atMs });
  // From now on what is freed anywhere comes here first.
  if (!book.scarce) drain(turn);
  const ahead = state.waiting.size;
  return { kind: "waiting", first: true, place: ahead + 1, ahead, offer: null };
}

function leave(turn: CampaignTurn, customer: string): CampaignReply {
  const { state } = turn;
  const offered = state.offers.get(customer);
  if (offered !== undefined) {
    const message: WithdrawOffer = { kind: "withdraw-offer", customer };
    turn.send.push({ to: `stock/${cellKey(state.id, offered.cell)}`, command: message });
  } else if (state.waiting.place(customer) !== null) {
    push(turn, { kind: "left", customer });
    turn.left = customer;
  }
  return { kind: "waiting", first: false, place: null, ahead: 0, offer: null };
}

function waiting(turn: CampaignTurn, customer: string): CampaignReply {
  const { state, book, atMs } = turn;
  const offered = state.offers.get(customer);
  const valid = offered !== undefined && offered.deadlineMs > atMs;
  const place = book.phase === "ended" ? null : state.waiting.place(customer);
  return {
    kind: "waiting",
    first: false,
    place,
    ahead: place === null ? 0 : place - 1,
    offer: valid ? { deadlineMs: offered.deadlineMs } : null,
  };
}

function refused(
  turn: CampaignTurn,
  code: "ended" | "wrong-phase" | "not-sold-out" | "waiting-full",
): CampaignReply {
  return { kind: "rejected", code, phase: turn.book.phase };
}

/** What a command that took effect before is answered with. */
export function viewNow(
  command: Stamped<unknown>,
  state: Readonly<CampaignState>,
  limits: SaleLimits,
): CampaignReply {
  return viewReply(beginTurn(command, state, limits));
}
