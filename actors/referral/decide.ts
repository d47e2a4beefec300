/** What a cell of participants takes and answers. */
import type { Stamped } from "../../engine/contract.ts";
import { clawBackByStaff, deviceSeen, raiseFlag, remove, review } from "./flags.ts";
import { countsTold, inviteeNews, secondLevelNews } from "./inviting.ts";
import { join } from "./join.ts";
import type { ReferralCommand, ReferralRejection } from "./protocol.ts";
import { happened } from "./qualifying.ts";
import { budgetAnswered } from "./rewarding.ts";
import { type Ground, groundOf, type ReferralState, rewardNumber } from "./state.ts";
import { report, tend } from "./tending.ts";
import type { ReferralDirect, ReferralMessage } from "./transfer.ts";
import {
  answer,
  beginTurn,
  type CellCommand,
  endTurn,
  NOTED,
  type ReferralDecision,
  type ReferralTurn,
  refuse,
} from "./turn.ts";
import { childrenPage, inviterFacts, participantView, rewardView, rootsPage } from "./views.ts";
import { walletAnswered } from "./wallet_answers.ts";

const PAGE_MAX = 500;

export function decide(
  command: Stamped<CellCommand>,
  state: Readonly<ReferralState>,
): ReferralDecision {
  const { body } = command;
  if (body.kind === "direct") return obey(command, body, state);
  const ground = groundOf(state);
  if (ground === null) return command.from === null ? refuse("not-found") : answer(NOTED);
  switch (body.kind) {
    case "join":
      return join(command, body, ground);
    case "me":
      return participant(ground, ground.books.people.find(body.customer));
    case "participant":
      return participant(ground, body.n);
    case "who": {
      const { people } = ground.books;
      if (!people.has(body.n)) return refuse("not-found");
      const removed = people.col.removed.get(body.n) === 1;
      return answer({ kind: "who", who: inviterFacts(ground, body.n), removed });
    }
    case "children": {
      if (!ground.books.people.has(body.n)) return refuse("not-found");
      const limit = Math.min(body.limit, PAGE_MAX);
      return answer({ kind: "children", ...childrenPage(ground, { ...body, limit }) });
    }
    case "roots": {
      const limit = Math.min(body.limit, PAGE_MAX);
      return answer({ kind: "children", ...rootsPage(ground, { ...body, limit }) });
    }
    case "clicked":
    case "visited":
      return counted(command, body);
    case "loop-tried":
    case "review":
    case "claw-back":
    case "remove":
      return byStaff(beginTurn(command, ground), body);
    case "wake": {
      const turn = beginTurn(command, ground);
      tend(turn);
      return endTurn(turn);
    }
    default: {
      if (command.from === null) return refuse("not-found");
      const turn = beginTurn(command, ground);
      hear(turn, body, command.from);
      return endTurn(turn);
    }
  }
}

/** The campaign's word. */
function obey(
  command: Stamped<unknown>,
  message: ReferralDirect,
  state: Readonly<ReferralState>,
): ReferralDecision {
  if (command.from !== `campaign/${state.campaign}`) return refuse("not-found");
  const { phase } = message;
  const isNewer = phase.version > state.phase.version;
  const ground = groundOf(state);
  if (ground !== null) {
    if (!isNewer) return answer(NOTED);
    const turn = beginTurn(command, ground);
    report(turn, phase.version);
    turn.events.push({ kind: "phased", phase });
    return endTurn(turn);
  }
  if (message.terms === undefined) return answer(NOTED);
  const sums = { ...state.sums };
  const told = { kind: "referral-report", sums, phase: phase.version, leaders: [] } as const;
  return {
    events: [
      { kind: "configured", terms: message.terms },
      { kind: "phased", phase },
      { kind: "reported", atMs: Math.trunc(command.atMs) },
    ],
    send: [{ to: command.from, command: told }],
    reply: NOTED,
  };
}

function participant(ground: Ground, n: number): ReferralDecision {
  if (!ground.books.people.has(n)) return refuse("not-found");
  return answer({ kind: "participant", first: false, participant: participantView(ground, n) });
}

function counted(
  command: Stamped<unknown>,
  body: Extract<ReferralCommand, { kind: "clicked" | "visited" }>,
): ReferralDecision {
  if (body.items.length === 0) return answer(NOTED);
  const atMs = Math.trunc(command.atMs);
  return { events: [{ ...body, atMs }], reply: NOTED };
}

function byStaff(
  turn: ReferralTurn,
  body: Extract<ReferralCommand, { kind: "loop-tried" | "review" | "claw-back" | "remove" }>,
): ReferralDecision {
  switch (body.kind) {
    case "loop-tried":
      return loopTried(turn, body);
    case "review":
      return done(turn, review(turn, body));
    case "remove":
      return done(turn, remove(turn, body));
    case "claw-back": {
      const refusal = clawBackByStaff(turn, body);
      if (refusal !== null) return refuse(refusal);
      const reward = rewardView(turn, rewardNumber(turn.state, body.reward));
      const moved = turn.events.find((event) => event.kind === "reward-moved");
      if (moved === undefined) return endTurn(turn);
      const { state, reason } = moved;
      return endTurn(turn, {
        kind: "reward",
        reward: { ...reward, state, reason, note: body.note },
      });
    }
  }
}

function done(turn: ReferralTurn, refusal: ReferralRejection | null): ReferralDecision {
  return refusal === null ? endTurn(turn) : refuse(refusal);
}

/** Both go to review: the one whose code was tried, and the one who tried. */
function loopTried(
  turn: ReferralTurn,
  { n, by }: Extract<ReferralCommand, { kind: "loop-tried" }>,
): ReferralDecision {
  if (!turn.books.people.has(n)) return refuse("not-found");
  raiseFlag(turn, n, { reason: "ring", with: by });
  const back = { kind: "raise-flag", n: by.n, reason: "ring" } as const;
  const to = `referral/${turn.state.campaign}/${by.cell}`;
  turn.send.push({ to, command: { ...back, with: { cell: turn.state.cell, n } } });
  return endTurn(turn);
}

/** A message of another actor. */
function hear(turn: ReferralTurn, message: Exclude<ReferralMessage, ReferralDirect>, from: string) {
  switch (message.kind) {
    case "budget":
      return budgetAnswered(turn, message);
    case "invitee-joined":
    case "invitee-qualified":
    case "invitee-flagged":
    case "invitee-cleared":
    case "invitee-reversed":
      return inviteeNews(turn, message);
    case "second-level":
      return secondLevelNews(turn, message);
    case "device-seen":
      return deviceSeen(turn, message);
    case "device-shared":
      return raiseFlag(turn, message.n, { reason: "shared-device", with: message.with });
    case "raise-flag":
      return raiseFlag(turn, message.n, { reason: message.reason, with: message.with });
    case "invited-counts":
      return countsTold(turn, Number(from.slice(from.lastIndexOf("/") + 1)), message.items);
    case "happened":
      return happened(turn, message);
    case "granted":
    case "clawed-back":
      return walletAnswered(turn, message);
  }
}
