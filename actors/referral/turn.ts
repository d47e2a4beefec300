/** A turn of a cell: it collects events and messages. The state stays as it was until they are evolved. */
import type { Decision, Send, Stamped, Wake } from "../../engine/contract.ts";
import type { ReferralEvent } from "./events.ts";
import { type Place, type ReferralCommand, referralKey, type ReferralReply } from "./protocol.ts";
import type { Books, Ground, ReferralState } from "./state.ts";
import type { InviteeNews, ReferralMessage, ReferralTerms, SecondLevelNews } from "./transfer.ts";

/** Everything that reaches a cell. */
export type CellCommand = ReferralCommand | ReferralMessage | Wake;
export type ReferralDecision = Decision<ReferralEvent, ReferralReply>;

export const NOTED: ReferralReply = { kind: "noted" };

export interface ReferralTurn {
  readonly state: Readonly<ReferralState>;
  readonly terms: ReferralTerms;
  readonly books: Books;
  readonly atMs: number;
  readonly events: ReferralEvent[];
  readonly send: Send[];
  /** Rewards that this turn has made. */
  made: number;
  /** Rewards that this turn has moved, and whether they stand now. */
  moved: Map<number, boolean> | null;
  /** Participants whom this turn has put before a person again. */
  looksAgain?: Set<number>;
}

export function beginTurn(command: Stamped<unknown>, ground: Ground): ReferralTurn {
  const { state, terms, books } = ground;
  const atMs = Math.trunc(command.atMs);
  return { state, terms, books, atMs, events: [], send: [], made: 0, moved: null };
}

export function endTurn(turn: ReferralTurn, reply: ReferralReply = NOTED): ReferralDecision {
  return { events: turn.events, send: turn.send, reply };
}

/** Answers without effect. */
export function answer(reply: ReferralReply): ReferralDecision {
  return { events: [], reply };
}

export function refuse(
  code: Extract<ReferralReply, { kind: "rejected" }>["code"],
): ReferralDecision {
  return answer({ kind: "rejected", code });
}

export function tellCampaign(turn: ReferralTurn, command: unknown): void {
  turn.send.push({ to: `campaign/${turn.state.campaign}`, command });
}

export function tellCell(
  turn: Pick<ReferralTurn, "state" | "send">,
  cell: number,
  command: ReferralMessage,
): void {
  turn.send.push({ to: `referral/${referralKey(turn.state.campaign, cell)}`, command });
}

export function tellWallet(turn: ReferralTurn, owner: number, command: unknown): void {
  turn.send.push({ to: `wallet/${turn.books.people.customer(owner)}`, command });
}

type WithoutBy<News> = News extends unknown ? Omit<News, "by"> : never;

/** Tells the cell of a participant's inviter, if there is one. */
export function tellInviter(
  turn: ReferralTurn,
  n: number,
  news: WithoutBy<InviteeNews | SecondLevelNews>,
): void {
  const inviter = turn.books.people.inviter(n);
  if (inviter !== null) tellCell(turn, inviter.cell, { ...news, by: inviter.n });
}

/** The place of a participant of this cell. */
export function here(turn: Pick<ReferralTurn, "state">, n: number): Place {
  return { cell: turn.state.cell, n };
}
