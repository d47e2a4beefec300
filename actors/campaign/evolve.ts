/** The only writer of a campaign's state. */
import type { CampaignEvent } from "./events.ts";
import { countOutlet, hear as hearCourse, openCourse, placeManager } from "./course.ts";
import type { CampaignSpec, Transition } from "./protocol.ts";
import { change as changePurse, close, openPurse, reserve } from "./purse.ts";
import { stagedUnits } from "./spec.ts";
import type { Book, CampaignState, CellBook } from "./state.ts";

/** Newest transitions that are kept. */
const HISTORY_MAX = 200;

const EMPTY_CELL: CellBook = {
  granted: 0,
  regained: 0,
  held: 0,
  confirmed: 0,
  version: 0,
  phase: 0,
  recall: 0,
  drain: false,
  denied: false,
};

/** Applies an event to the state in place. */
export function evolve(state: CampaignState, event: CampaignEvent): CampaignState {
  applyBook(state.book, event);
  state.version += 1;
  if ("deed" in event) {
    const { atMs, by, reason } = event.deed;
    const transition: Transition = {
      atMs,
      by,
      what: event.kind === "archived" && !event.archived ? "unarchived" : event.kind,
      ...figures(event),
      ...(reason === undefined ? {} : { reason }),
    };
    state.history = [...state.history.slice(1 - HISTORY_MAX), transition];
  }
  switch (event.kind) {
    case "created":
      state.spec = event.spec;
      state.author = event.author;
      state.editors = [event.author.id];
      state.approval = event.approval;
      break;
    case "amended":
      state.spec = event.spec;
      state.approvedBy = null;
      if (!state.editors.includes(event.deed.by)) {
        state.editors = [...state.editors, event.deed.by];
      }
      break;
    case "approved":
      state.approvedBy = event.deed.by;
      break;
    case "rejected":
      state.approvedBy = null;
      break;
    case "archived":
      state.archived = event.archived;
      break;
    case "ended":
      state.waiting.clear();
      break;
    case "joined":
      state.waiting.join(event.customer);
      break;
    case "left":
      state.waiting.remove(event.customer);
      break;
    case "offered":
      state.waiting.remove(event.customer);
      state.offers.set(event.customer, {
        ticket: event.ticket,
        cell: event.cell,
        deadlineMs: event.deadlineMs,
      });
      break;
    case "offer-closed":
      state.offers.delete(event.customer);
      break;
    case "scheduled":
      state.rules = event.rules ?? 0;
      if (event.rules !== undefined) state.course = openCourse(event.cells);
      break;
    case "course-heard":
      hearCourse(state.course, event);
      break;
    case "budget-reserved":
      if (event.outlet !== null) countOutlet(state.course, event.outlet, 1);
      break;
    case "budget-closed":
      if (event.outcome !== "paid" && event.outlet !== null) {
        countOutlet(state.course, event.outlet, -1);
      }
      break;
    case "manager-placed":
      placeManager(state.course, event.manager, event.unit);
      break;
    case "budget-refused":
      state.course.refused += 1;
      break;
  }
  return state;
}

/** The part of an event that concerns units and cells; deciders run it ahead on a copy of the book. */
export function applyBook(book: Book, event: CampaignEvent): void {
  switch (event.kind) {
    case "created":
    case "amended":
      openBook(book, event.spec);
      break;
    case "submitted":
      book.phase = "in-review";
      break;
    case "rejected":
      book.phase = "draft";
      break;
    case "scheduled":
      book.phase = "scheduled";
      book.phaseVersion += 1;
      book.cells = new Array<CellBook>(event.cells).fill(EMPTY_CELL);
      break;
    case "warmed":
      book.phase = "warming";
      break;
    case "opened":
      book.phase = "open";
      break;
    case "paused":
      book.phase = "paused";
      book.phaseVersion += 1;
      break;
    case "resumed":
      book.phase = event.phase;
      book.phaseVersion += 1;
      break;
    case "extended":
      book.endsAtMs = event.endsAtMs;
      book.phaseVersion += 1;
      break;
    case "ended":
      book.phase = "ended";
      book.phaseVersion += 1;
      book.scarce = true;
      book.cells = book.cells.map((cell) => ({ ...cell, drain: true }));
      break;
    case "settled":
      book.phase = "settled";
      break;
    case "released":
      release(book, event.units);
      break;
    case "units-added":
      book.total += event.units;
      book.reserve += event.units;
      break;
    case "withdrawal-asked":
      book.withdrawal = { id: event.id, units: event.units, by: event.by };
      break;
    case "withdrawn":
      book.withdrawal = null;
      book.reserve -= event.fromReserve;
      book.withdrawn += event.fromReserve + event.fromUnreleased;
      dropStages(book, event.fromUnreleased);
      break;
    case "withdrawal-refused":
      book.withdrawal = null;
      break;
    case "heard":
      hear(book, event);
      break;
    case "granted":
      grant(book, event.cell, event.units);
      book.asking = book.asking.filter((ask) => ask.cell !== event.cell);
      break;
    case "offered":
      grant(book, event.cell, 1);
      break;
    case "denied":
      change(book, event.cell, { denied: true });
      book.asking = book.asking.filter((ask) => ask.cell !== event.cell);
      break;
    case "spread":
      book.scarce = false;
      book.deniedCells = event.each > 0 ? 0 : book.deniedCells;
      book.reserve -= event.each * book.cells.length;
      book.out += event.each * book.cells.length;
      book.cells = book.cells.map((cell) => ({
        ...cell,
        granted: cell.granted + event.each,
        drain: false,
        denied: event.each > 0 ? false : cell.denied,
      }));
      break;
    case "halved":
      book.recalls = event.number;
      for (const cell of event.cells) change(book, cell, { recall: event.number });
      break;
    case "drained":
      book.scarce = true;
      book.recalls = event.number;
      book.cells = book.cells.map((cell) =>
        cell.drain ? cell : { ...cell, drain: true, recall: event.number }
      );
      book.recallsOut = book.cells.filter((cell) => cell.recall > 0).length;
      break;
    case "reopened":
      book.reopenedAtMs = event.atMs;
      book.deniedCells = 0;
      book.cells = book.cells.map((cell) => cell.denied ? { ...cell, denied: false } : cell);
      break;
    case "finality-changed":
      book.final = event.final;
      break;
    case "course-heard": {
      const before = book.cells[event.cell];
      if (before !== undefined && event.phase > before.phase) {
        change(book, event.cell, { phase: event.phase });
      }
      break;
    }
    case "budget-reserved":
      if (book.purse !== null) book.purse = reserve(book.purse, event.fen);
      break;
    case "budget-closed":
      if (book.purse !== null) book.purse = close(book.purse, event.fen, event.outcome);
      break;
    case "budget-changed":
      if (book.purse !== null) book.purse = changePurse(book.purse, event.pool, event.delta);
      break;
    case "budget-warned":
      if (book.purse !== null) book.purse = { ...book.purse, warnedAtMs: event.deed.atMs };
      break;
    default:
      break;
  }
}

function openBook(book: Book, spec: CampaignSpec): void {
  book.startsAtMs = spec.startsAtMs;
  book.endsAtMs = spec.endsAtMs;
  if (spec.kind === "referral") {
    book.purse = openPurse(spec.budget);
    return;
  }
  const staged = stagedUnits(spec);
  book.total = spec.units;
  book.reserve = spec.units - staged;
  book.unreleased = staged;
  book.releases = [...spec.releases ?? []].sort((a, b) => a.atMs - b.atMs);
}

/** Takes units from the earliest stages and puts them on sale. */
function release(book: Book, units: number): void {
  book.unreleased -= units;
  book.reserve += units;
  let left = units;
  const releases = [];
  for (const each of book.releases) {
    const taken = Math.min(left, each.units);
    left -= taken;
    if (each.units > taken) releases.push({ ...each, units: each.units - taken });
  }
  book.releases = releases;
}

/** Takes units from the latest stages. */
function dropStages(book: Book, units: number): void {
  book.unreleased -= units;
  let left = units;
  const releases = [];
  for (const each of book.releases.toReversed()) {
    const taken = Math.min(left, each.units);
    left -= taken;
    if (each.units > taken) releases.unshift({ ...each, units: each.units - taken });
  }
  book.releases = releases;
}

function hear(book: Book, event: CampaignEvent & { kind: "heard" }): void {
  const before = book.cells[event.cell];
  if (before === undefined) return;
  const { sums } = event;
  if (sums.version >= before.version) {
    const regained = Math.max(before.regained, sums.surrendered);
    book.reserve += regained - before.regained;
    book.out -= regained - before.regained;
    book.held += sums.held - before.held;
    book.confirmed += sums.confirmed - before.confirmed;
    const { version, held, confirmed } = sums;
    change(book, event.cell, { regained, version, held, confirmed });
  }
  change(book, event.cell, {
    phase: Math.max(before.phase, event.phase),
    recall: event.recalled === before.recall ? 0 : before.recall,
  });
  if (event.request !== undefined) {
    const others = book.asking.filter((ask) => ask.cell !== event.cell);
    book.asking = [...others, { cell: event.cell, ...event.request }];
  }
}

function grant(book: Book, cell: number, units: number): void {
  book.reserve -= units;
  book.out += units;
  change(book, cell, { granted: (book.cells[cell]?.granted ?? 0) + units });
}

function change(book: Book, index: number, to: Partial<CellBook>): void {
  const before = book.cells[index];
  if (before === undefined) return;
  const after = { ...before, ...to };
  book.cells[index] = after;
  if (before.denied !== after.denied) book.deniedCells += after.denied ? 1 : -1;
  if ((before.recall > 0) !== (after.recall > 0)) book.recallsOut += after.recall > 0 ? 1 : -1;
}

/** The figures of a transition, where it has any. */
function figures(event: CampaignEvent): Pick<Transition, "units" | "pool" | "endsAtMs"> {
  switch (event.kind) {
    case "released":
    case "units-added":
      return { units: event.units };
    case "withdrawn":
      return { units: -(event.fromReserve + event.fromUnreleased) };
    case "extended":
      return { endsAtMs: event.endsAtMs };
    case "budget-changed":
      return { units: event.delta, pool: event.pool };
    default:
      return {};
  }
}
