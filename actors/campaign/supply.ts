/**
 * Where the reserve goes: withdrawals first, then the waiting list, then cells that asked. Asked for more than
 * there is, it calls units back from cells that have some, so that no cell stays dry while another is not.
 */
import { cellKey, cellOfCustomer } from "../stock/protocol.ts";
import type { OfferUnit } from "../stock/transfer.ts";
import { OFFERS_PER_TURN_MAX } from "./spec.ts";
import { type Ask, type Book, isFinal, REOPEN_MS, unitsOf } from "./state.ts";
import { type CampaignTurn, push, tell, viewReply, withdrawalKey } from "./turn.ts";

/** Below so many units per cell they are granted singly; above twice as many they are spread again. */
const SCARCE_PER_CELL = 8;
const AMPLE_PER_CELL = 16;

/** Does what the book now allows; the last step of every turn. */
export function supply(turn: CampaignTurn): void {
  const { book } = turn;
  if (book.cells.length === 0) return;
  withdraw(turn);
  if (book.withdrawal === null) {
    if (book.phase === "open") offer(turn);
    answerAsks(turn);
    if (book.phase === "open") {
      leaveScarcity(turn);
      reopen(turn);
    }
  }
  const final = isFinal(book);
  if (final !== book.final) {
    push(turn, { kind: "finality-changed", final });
    turn.tellAll = true;
  }
  settle(turn);
}

/** Calls everything back that is free: each cell surrenders at once, and from now on what is freed. */
export function drain(turn: CampaignTurn): void {
  const { book } = turn;
  const concerned = [...book.cells.keys()].filter((cell) => book.cells[cell]?.drain === false);
  if (concerned.length === 0) return;
  const number = book.recalls + 1;
  push(turn, { kind: "drained", number });
  for (const cell of concerned) tell(turn, cell, { recall: { number, half: false } });
}

function waitingSize(turn: CampaignTurn): number {
  return turn.state.waiting.size - turn.offers - (turn.left === null ? 0 : 1);
}

function withdraw(turn: CampaignTurn): void {
  const { book, atMs } = turn;
  const asked = book.withdrawal;
  if (asked === null) return;
  const { units } = asked;
  const deed = { atMs, by: asked.by };
  if (book.reserve < units) {
    if (book.cells.some((cell) => !cell.drain)) drain(turn);
    if (book.recallsOut > 0) return;
  }
  const key = withdrawalKey(asked.id);
  const stranded = units - book.reserve - book.unreleased;
  if (stranded > 0) {
    push(turn, { kind: "withdrawal-refused", stranded });
    const phase = book.phase;
    turn.settle.push({ key, reply: { kind: "rejected", code: "would-strand", stranded, phase } });
    return;
  }
  const fromReserve = Math.min(units, book.reserve);
  push(turn, { kind: "withdrawn", fromReserve, fromUnreleased: units - fromReserve, deed });
  turn.settle.push({ key, reply: viewReply(turn) });
}

function offer(turn: CampaignTurn): void {
  const { book, state, atMs } = turn;
  const count = Math.min(book.reserve, waitingSize(turn), OFFERS_PER_TURN_MAX);
  if (count <= 0) return;
  const deadlineMs = Math.min(atMs + turn.limits.offerSeconds * 1_000, book.endsAtMs);
  const line = state.waiting.first(count + 1).filter((each) => each.customer !== turn.left);
  for (const { customer, ticket } of line.slice(0, count)) {
    const cell = cellOfCustomer(customer, book.cells.length);
    push(turn, { kind: "offered", customer, ticket, cell, deadlineMs });
    const granted = book.cells[cell]?.granted ?? 0;
    const message: OfferUnit = { kind: "offer", customer, ticket, deadlineMs, granted };
    turn.send.push({ to: `stock/${cellKey(state.id, cell)}`, command: message });
    turn.offers += 1;
  }
}

function answerAsks(turn: CampaignTurn): void {
  const { book } = turn;
  for (let ask = book.asking[0]; ask !== undefined; ask = book.asking[0]) {
    const cells = book.cells.length;
    if (cells > 1 && !book.scarce && unitsOf(book).available < SCARCE_PER_CELL * cells) drain(turn);
    const first = book.phase === "open" && waitingSize(turn) > 0;
    if (!first && book.reserve >= ask.least) {
      const units = grantFor(book, ask);
      push(turn, { kind: "granted", cell: ask.cell, units });
      tell(turn, ask.cell, { answer: { request: ask.number, more: true } });
      continue;
    }
    if (book.recallsOut > 0) return;
    if (first && book.reserve > 0) return;
    if (cells > 1 && !book.scarce) {
      recallHalf(turn, ask);
      return;
    }
    // What is left is too little for the first order; it may do for a later one.
    if (!first && book.reserve > 0) {
      push(turn, { kind: "granted", cell: ask.cell, units: book.reserve });
    }
    push(turn, { kind: "denied", cell: ask.cell });
    tell(turn, ask.cell, { answer: { request: ask.number, more: false } });
  }
}

function grantFor(book: Book, ask: Ask): number {
  const cells = book.cells.length;
  if (cells === 1 && !book.scarce) return book.reserve;
  if (book.scarce) return ask.least;
  return Math.min(book.reserve, Math.max(ask.least, Math.ceil(book.reserve / (2 * cells))));
}

/** The reserve is empty while cells have plenty: half of it comes back to be granted where it is wanted. */
function recallHalf(turn: CampaignTurn, ask: Ask): void {
  const { book } = turn;
  const rich: number[] = [];
  book.cells.forEach((cell, index) => {
    const free = cell.granted - cell.regained - cell.held - cell.confirmed;
    if (index !== ask.cell && free > 1) rich.push(index);
  });
  if (rich.length === 0) {
    drain(turn);
    return;
  }
  const number = book.recalls + 1;
  push(turn, { kind: "halved", number, cells: rich });
  for (const cell of rich) tell(turn, cell, { recall: { number, half: true } });
}

/** Plenty again, or nobody to share with: cells get their part and keep what is freed. */
function leaveScarcity(turn: CampaignTurn): void {
  const { book } = turn;
  const cells = book.cells.length;
  if (!book.scarce || book.recallsOut > 0 || waitingSize(turn) > 0) return;
  if (cells > 1 && book.reserve < AMPLE_PER_CELL * cells) return;
  const each = cells === 1 ? book.reserve : Math.floor(book.reserve / (2 * cells));
  const denied = book.cells.map((cell) => cell.denied);
  push(turn, { kind: "spread", each });
  turn.tellAll = true;
  if (each === 0) return;
  denied.forEach((was, cell) => {
    if (was) tell(turn, cell, { reopen: true });
  });
}

/** Units came back after cells were denied: they may ask again. */
function reopen(turn: CampaignTurn): void {
  const { book, atMs } = turn;
  if (book.reserve === 0 || book.deniedCells === 0 || book.asking.length > 0) return;
  if (waitingSize(turn) > 0 || atMs < book.reopenedAtMs + REOPEN_MS) return;
  book.cells.forEach((cell, index) => {
    if (cell.denied) tell(turn, index, { reopen: true });
  });
  push(turn, { kind: "reopened", atMs });
}

/** An ended sale is settled once nobody holds a unit and every cell has given back what was free. */
function settle(turn: CampaignTurn): void {
  const { book, atMs } = turn;
  if (book.phase !== "ended" || book.held > 0 || book.withdrawal !== null) return;
  if (book.asking.length > 0 || book.out > book.confirmed) return;
  if (book.cells.some((cell) => cell.phase < book.phaseVersion)) return;
  push(turn, { kind: "settled", deed: { atMs, by: "time" } });
}
