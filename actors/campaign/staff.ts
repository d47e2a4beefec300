/** What staff may do with a campaign, and in which phase. */
import type { Stamped } from "../../engine/contract.ts";
import type {
  Actor,
  CampaignCommand,
  CampaignRejection,
  CampaignReply,
  Phase,
} from "./protocol.ts";
import type { CampaignSpec } from "./protocol.ts";
import { mainPool } from "./purse.ts";
import { BUDGET_FEN_MAX, referralCells, referralProblems } from "./referral_rules.ts";
import { cellsFor, type SaleLimits, type SpecProblem, specProblems } from "./spec.ts";
import { type CampaignTurn, phaseKey, push, withdrawalKey } from "./turn.ts";

/** A reply, a wait, or null: the view as the turn leaves it. */
export type Answer = { reply: CampaignReply } | { wait: string } | null;

/** Every command that names who acts. */
type StaffCommand = Extract<CampaignCommand, { readonly by: Actor }>;

const SELLING: readonly Phase[] = ["scheduled", "warming", "open", "paused"];

/** Decides a command by staff. Everything but `create` needs a campaign. */
export function decideStaff(
  turn: CampaignTurn,
  command: Stamped<unknown>,
  body: StaffCommand,
): Answer {
  const { state, book, atMs, limits } = turn;
  const deed = { atMs, by: body.by.id };
  if (body.kind === "create") {
    if (state.spec !== null) return refuse(turn, "exists");
    const problems = problemsOf(body.spec, limits);
    if (problems.length > 0) return invalid(turn, describe(problems));
    push(turn, {
      kind: "created",
      spec: body.spec,
      author: body.by,
      approval: body.approval,
      deed,
    });
    return null;
  }
  if (state.spec === null) return refuse(turn, "not-found");
  switch (body.kind) {
    case "amend": {
      if (book.phase !== "draft") return refuse(turn, "wrong-phase");
      if (body.version !== undefined && body.version !== state.version) return stale(turn);
      if (body.spec.kind !== state.spec.kind) return invalid(turn, "kind: cannot be changed");
      const problems = problemsOf(body.spec, limits);
      if (problems.length > 0) return invalid(turn, describe(problems));
      push(turn, { kind: "amended", spec: body.spec, deed });
      return null;
    }
    case "submit":
      if (book.phase !== "draft") return refuse(turn, "wrong-phase");
      push(turn, { kind: "submitted", deed });
      return null;
    case "approve":
      if (book.phase !== "in-review") return refuse(turn, "wrong-phase");
      if (state.editors.includes(body.by.id)) return refuse(turn, "same-person");
      push(turn, { kind: "approved", deed });
      return null;
    case "reject":
      if (book.phase !== "in-review") return refuse(turn, "wrong-phase");
      push(turn, { kind: "rejected", deed: { ...deed, reason: body.reason } });
      return null;
    case "schedule":
      if (book.phase !== "draft" && book.phase !== "in-review") return refuse(turn, "wrong-phase");
      if (state.approval && state.approvedBy === null) return refuse(turn, "needs-approval");
      if (book.endsAtMs <= atMs) return invalid(turn, "endsAt: must be in the future");
      push(
        turn,
        state.spec.kind === "flash-sale"
          ? { kind: "scheduled", cells: cellsFor(state.spec, limits), deed }
          : {
            kind: "scheduled",
            cells: referralCells(state.spec, limits),
            rules: state.version + 1,
            deed,
          },
      );
      turn.configure = true;
      return toEveryCell(turn);
    case "pause":
      if (book.phase !== "open") return refuse(turn, "wrong-phase");
      push(turn, { kind: "paused", deed: withReason(deed, body.reason) });
      return toEveryCell(turn);
    case "resume":
      if (book.phase !== "paused") return refuse(turn, "wrong-phase");
      push(turn, { kind: "resumed", phase: "open", deed });
      return toEveryCell(turn);
    case "extend":
      if (!SELLING.includes(book.phase)) return refuse(turn, "wrong-phase");
      if (!(body.endsAtMs > book.endsAtMs)) {
        return invalid(turn, "endsAt: must be later than it is");
      }
      push(turn, { kind: "extended", endsAtMs: Math.trunc(body.endsAtMs), deed });
      return toEveryCell(turn);
    case "end":
      if (!SELLING.includes(book.phase)) return refuse(turn, "wrong-phase");
      push(turn, { kind: "ended", deed: withReason(deed, body.reason) });
      return toEveryCell(turn);
    case "units":
      return book.purse === null ? units(turn, body, command.commandId) : budget(turn, body);
    case "release":
      if (!SELLING.includes(book.phase) || book.purse !== null) return refuse(turn, "wrong-phase");
      if (!Number.isSafeInteger(body.units) || body.units < 1 || body.units > book.unreleased) {
        return invalid(turn, `units: must be a whole number from 1 to ${book.unreleased}`);
      }
      push(turn, { kind: "released", units: body.units, deed });
      return null;
    case "archive":
      if (SELLING.includes(book.phase)) return refuse(turn, "wrong-phase");
      push(turn, { kind: "archived", archived: body.archived, deed });
      return null;
  }
}

/** A delta: more is on sale at once, less waits until cells have surrendered what is free. */
function units(
  turn: CampaignTurn,
  body: CampaignCommand & { readonly kind: "units" },
  commandId: string,
): Answer {
  const { book, atMs, limits } = turn;
  const { delta } = body;
  if (!SELLING.includes(book.phase)) return refuse(turn, "wrong-phase");
  if (!Number.isSafeInteger(delta) || delta === 0) {
    return invalid(turn, "delta: must be a whole number other than 0");
  }
  if (delta > 0) {
    if (book.total + delta > limits.campaignUnitsMax) {
      return invalid(turn, `delta: must leave at most ${limits.campaignUnitsMax} units`);
    }
    push(turn, { kind: "units-added", units: delta, deed: { atMs, by: body.by.id } });
    return null;
  }
  if (book.withdrawal !== null) return invalid(turn, "delta: another withdrawal is under way");
  push(turn, { kind: "withdrawal-asked", id: commandId, units: -delta, by: body.by.id });
  return { wait: withdrawalKey(commandId) };
}

/** A delta of a referral's budget: below what is reserved or paid it is refused, with the number. */
function budget(turn: CampaignTurn, body: CampaignCommand & { readonly kind: "units" }): Answer {
  const { book, atMs } = turn;
  const { delta } = body;
  if (!SELLING.includes(book.phase) || book.purse === null) return refuse(turn, "wrong-phase");
  const name = body.pool ?? mainPool(book.purse);
  const pool = book.purse[name];
  if (pool === null) return invalid(turn, `pool: this campaign has no budget in ${name}`);
  if (!Number.isSafeInteger(delta) || delta === 0) {
    return invalid(turn, "delta: must be a whole number other than 0");
  }
  const most = name === "units" ? turn.limits.campaignUnitsMax : BUDGET_FEN_MAX;
  if (pool.total - pool.withdrawn + delta > most) {
    return invalid(turn, `delta: must leave at most ${most}`);
  }
  const stranded = -delta - pool.available;
  if (stranded > 0) {
    const { phase } = book;
    return { reply: { kind: "rejected", code: "would-strand", stranded, pool: name, phase } };
  }
  push(turn, { kind: "budget-changed", pool: name, delta, deed: { atMs, by: body.by.id } });
  return null;
}

function problemsOf(spec: CampaignSpec, limits: SaleLimits): SpecProblem[] {
  return spec.kind === "flash-sale" ? specProblems(spec, limits) : referralProblems(spec, limits);
}

/** Tells every cell and waits until each has written it down. */
function toEveryCell(turn: CampaignTurn): Answer {
  turn.tellAll = true;
  return { wait: phaseKey(turn.book.phaseVersion) };
}

function refuse(turn: CampaignTurn, code: CampaignRejection): Answer {
  return { reply: { kind: "rejected", code, phase: turn.book.phase } };
}

function stale(turn: CampaignTurn): Answer {
  const { version } = turn.state;
  return { reply: { kind: "rejected", code: "stale", phase: turn.book.phase, version } };
}

function invalid(turn: CampaignTurn, detail: string): Answer {
  return { reply: { kind: "rejected", code: "invalid", phase: turn.book.phase, detail } };
}

function describe(problems: readonly { field: string; detail: string }[]): string {
  return problems.map((each) => `${each.field}: ${each.detail}`).join("; ");
}

function withReason(deed: { atMs: number; by: string }, reason: string | undefined) {
  return reason === undefined ? deed : { ...deed, reason };
}
