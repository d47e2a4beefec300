/** What time alone does to a campaign: it warms, opens, releases, ends. */
import { type CampaignState, REOPEN_MS, WARMUP_MS } from "./state.ts";
import { type CampaignTurn, push } from "./turn.ts";

const BY_TIME = "time";

/** Brings a campaign up to this instant. */
export function advance(turn: CampaignTurn): void {
  const { book, atMs } = turn;
  const deed = { atMs, by: BY_TIME };
  if (book.phase === "scheduled" && atMs >= book.startsAtMs - WARMUP_MS) {
    push(turn, { kind: "warmed", deed });
    if (book.purse !== null) return advance(turn);
    // Half goes to the cells, half stays in reserve for those that sell faster; one cell needs no reserve.
    const cells = book.cells.length;
    const each = cells === 1 ? book.reserve : Math.floor(book.reserve / (2 * cells));
    push(turn, { kind: "spread", each });
    turn.tellAll = true;
  }
  if (book.phase === "warming" && atMs >= book.startsAtMs) push(turn, { kind: "opened", deed });
  if (book.phase !== "open" && book.phase !== "paused") return;
  if (atMs >= book.endsAtMs) {
    push(turn, { kind: "ended", deed });
    turn.tellAll = true;
    return;
  }
  let due = 0;
  for (const each of book.releases) {
    if (each.atMs <= atMs) due += each.units;
  }
  if (due > 0) push(turn, { kind: "released", units: due, deed });
}

const DAY_MS = 86_400_000;

/** When a referral that has ended may settle: nobody can qualify any more. Null while something is open. */
export function settleMs(state: Readonly<CampaignState>): number | null {
  const { spec, book, course } = state;
  if (spec?.kind !== "referral" || course.sums.flagged > 0) return null;
  if ((book.purse?.fen?.held ?? 0) > 0 || (book.purse?.units?.held ?? 0) > 0) return null;
  if (book.cells.some((cell) => cell.phase < book.phaseVersion)) return null;
  return book.endsAtMs + spec.windowDays * DAY_MS;
}

/** The next instant at which time or unfinished work asks for a turn. */
export function wake(state: Readonly<CampaignState>): number | null {
  const { book } = state;
  switch (book.phase) {
    case "scheduled":
      return book.startsAtMs - WARMUP_MS;
    case "warming":
      return book.startsAtMs;
    case "open":
    case "paused": {
      const next = Math.min(book.endsAtMs, book.releases[0]?.atMs ?? Infinity);
      if (book.phase === "paused" || book.withdrawal !== null || book.reserve === 0) return next;
      if (state.waiting.size > 0) return 0;
      if (book.deniedCells === 0 || book.asking.length > 0) return next;
      return Math.min(next, book.reopenedAtMs + REOPEN_MS);
    }
    case "ended":
      return book.purse === null ? null : settleMs(state);
    default:
      return null;
  }
}
