/** A turn of a campaign: collects events, runs the book ahead on a copy, speaks once to each cell concerned. */
import type { Decision, Send, Stamped } from "../../engine/contract.ts";
import type { CampaignSummary } from "../directory/protocol.ts";
import { cellKey } from "../stock/protocol.ts";
import type { Direct } from "../stock/transfer.ts";
import { applyBook } from "./evolve.ts";
import type { CampaignEvent } from "./events.ts";
import { referralKey } from "../referral/protocol.ts";
import type { ReferralDirect } from "../referral/transfer.ts";
import type { CampaignReply, CampaignSpec, FlashSaleSpec } from "./protocol.ts";
import { referralTerms } from "./referral_rules.ts";
import type { ReferralSpec } from "./referral_spec.ts";
import { cellSpec, type SaleLimits } from "./spec.ts";
import { type Book, type CampaignState, unitsOf, viewOf } from "./state.ts";

/** What a message to a cell says beside how things stand. */
type Word = Pick<Direct, "answer" | "recall" | "reopen">;

export interface CampaignTurn {
  readonly state: Readonly<CampaignState>;
  readonly limits: SaleLimits;
  readonly atMs: number;
  /** Ahead of the state by the events so far. */
  readonly book: Book;
  readonly events: CampaignEvent[];
  readonly send: Send[];
  readonly settle: { readonly key: string; readonly reply: CampaignReply }[];
  readonly words: Map<number, Word>;
  /** Offers made in this turn: so many have left the waiting list. */
  offers: number;
  /** Who left the waiting list in this turn. */
  left: string | null;
  /** Speak to every cell; with `configure` for the first time. */
  tellAll: boolean;
  configure: boolean;
}

export function beginTurn(
  command: Stamped<unknown>,
  state: Readonly<CampaignState>,
  limits: SaleLimits,
): CampaignTurn {
  return {
    state,
    limits,
    atMs: Math.trunc(command.atMs),
    book: { ...state.book, cells: state.book.cells.slice() },
    events: [],
    send: [],
    settle: [],
    words: new Map(),
    offers: 0,
    left: null,
    tellAll: false,
    configure: false,
  };
}

/** Adds an event and runs the book ahead. */
export function push(turn: CampaignTurn, event: CampaignEvent): void {
  turn.events.push(event);
  applyBook(turn.book, event);
}

/** Adds to what a cell is told at the end of the turn. */
export function tell(turn: CampaignTurn, cell: number, word: Word): void {
  turn.words.set(cell, { ...turn.words.get(cell), ...word });
}

/** Key under which callers wait until every cell obeys this phase. */
export function phaseKey(version: number): string {
  return `phase:${version}`;
}

/** Key under which the caller of a withdrawal waits. */
export function withdrawalKey(commandId: string): string {
  return `units:${commandId}`;
}

/** The newest phase that every cell has acknowledged. */
export function acknowledged(book: Readonly<Book>): number {
  let least = book.phaseVersion;
  for (const cell of book.cells) least = Math.min(least, cell.phase);
  return least;
}

/** The reply with the view as this turn leaves it. */
export function viewReply(turn: CampaignTurn): CampaignReply {
  const spec = specOf(turn);
  if (spec === null) return { kind: "rejected", code: "not-found" };
  return { kind: "view", view: viewOf(turnState(turn), spec, turn.book) };
}

/** Ends a turn: one message to each cell concerned, the directory told where its row changed. */
export function finish<Reply extends { readonly kind: string }>(
  turn: CampaignTurn,
  answer: { reply: Reply } | { wait: string },
): Decision<CampaignEvent, Reply | CampaignReply> {
  settleAcknowledged(turn);
  speak(turn);
  if (turn.events.some(isListed)) tellDirectory(turn);
  const noEffect = "reply" in answer && answer.reply.kind === "rejected";
  return { events: turn.events, send: turn.send, settle: turn.settle, noEffect, ...answer };
}

function speak(turn: CampaignTurn): void {
  const spec = specOf(turn);
  if (spec?.kind === "flash-sale") speakToStock(turn, spec);
  if (spec?.kind === "referral" && turn.tellAll) speakToParticipants(turn, spec);
}

function phaseOf({ book }: CampaignTurn) {
  return {
    version: book.phaseVersion,
    paused: book.phase === "paused",
    ended: book.phase === "ended" || book.phase === "settled",
    endsAtMs: book.endsAtMs,
  };
}

function speakToStock(turn: CampaignTurn, spec: FlashSaleSpec): void {
  const { book, state } = turn;
  const cells = turn.tellAll ? book.cells.keys() : turn.words.keys();
  const common = {
    kind: "direct",
    ...(turn.configure ? { spec: cellSpec(spec, book.cells.length) } : {}),
    phase: phaseOf(turn),
    final: book.final,
    held: book.held,
  } as const;
  for (const cell of cells) {
    const known = book.cells[cell];
    if (known === undefined) continue;
    const message: Direct = {
      ...common,
      granted: known.granted,
      drain: known.drain,
      ...turn.words.get(cell),
    };
    turn.send.push({ to: `stock/${cellKey(state.id, cell)}`, command: message });
  }
}

function speakToParticipants(turn: CampaignTurn, spec: ReferralSpec): void {
  const { book, state } = turn;
  const cells = book.cells.length;
  const message: ReferralDirect = {
    kind: "direct",
    ...(turn.configure ? { terms: referralTerms(spec, { cells, rules: rulesOf(turn) }) } : {}),
    phase: phaseOf(turn),
  };
  for (let cell = 0; cell < cells; cell++) {
    turn.send.push({ to: `referral/${referralKey(state.id, cell)}`, command: message });
  }
}

/** Number of the rules as this turn leaves them. */
function rulesOf(turn: CampaignTurn): number {
  let { rules } = turn.state;
  for (const event of turn.events) {
    if (event.kind === "scheduled") rules = event.rules ?? 0;
  }
  return rules;
}

/** Answers those who wait for the cells' word on a phase. */
function settleAcknowledged(turn: CampaignTurn): void {
  const heard = turn.events.some(({ kind }) => kind === "heard" || kind === "course-heard");
  if (!heard) return;
  const before = acknowledged(turn.state.book);
  const after = acknowledged(turn.book);
  if (after <= before) return;
  const reply = viewReply(turn);
  for (let version = before + 1; version <= after; version++) {
    turn.settle.push({ key: phaseKey(version), reply });
  }
}

/** Papers as this turn leaves them; the book apart. */
function turnState(turn: CampaignTurn): CampaignState {
  const state: CampaignState = { ...turn.state };
  for (const event of turn.events) {
    switch (event.kind) {
      case "created":
        state.author = event.author;
        state.approval = event.approval;
        break;
      case "approved":
        state.approvedBy = event.deed.by;
        break;
      case "amended":
      case "rejected":
        state.approvedBy = null;
        break;
      case "archived":
        state.archived = event.archived;
        break;
    }
  }
  state.rules = rulesOf(turn);
  state.version += turn.events.length;
  return state;
}

function specOf(turn: CampaignTurn): CampaignSpec | null {
  let spec = turn.state.spec;
  for (const event of turn.events) {
    if (event.kind === "created" || event.kind === "amended") spec = event.spec;
  }
  return spec;
}

function isListed(event: CampaignEvent): boolean {
  return "deed" in event;
}

function tellDirectory(turn: CampaignTurn): void {
  const { book } = turn;
  const spec = specOf(turn);
  const state = turnState(turn);
  if (spec === null || state.author === null) return;
  const summary: CampaignSummary = {
    id: state.id,
    kind: spec.kind,
    title: spec.title,
    phase: book.phase,
    startsAtMs: book.startsAtMs,
    endsAtMs: book.endsAtMs,
    units: unitsOf(book).total,
    ...(spec.kind === "referral"
      ? { unitsOf: spec.budget.units === undefined ? "fen" : "units" }
      : {}),
    priceFen: spec.kind === "flash-sale" ? spec.priceFen : 0,
    author: state.author.id,
    unit: state.author.unit,
    archived: state.archived,
  };
  turn.send.push({ to: "directory/campaigns", command: { kind: "put", summary } });
}
