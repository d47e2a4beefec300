/** State of a campaign: its papers, its book of units and cells, its waiting list. */
import type { OfferUnit } from "../stock/transfer.ts";
import { type Course, openCourse } from "./course.ts";
import type {
  Actor,
  CampaignPapers,
  CampaignSpec,
  CampaignView,
  Phase,
  SoldOut,
  Transition,
  Units,
} from "./protocol.ts";
import { mainPool, type Purse } from "./purse.ts";
import { WaitingList } from "./waiting_list.ts";

/** What the campaign knows of one cell. Counters are cumulative. */
export interface CellBook {
  readonly granted: number;
  readonly regained: number;
  /** As last reported, offers included. */
  readonly held: number;
  readonly confirmed: number;
  /** Version of the report. */
  readonly version: number;
  /** Newest phase that the cell has acknowledged. */
  readonly phase: number;
  /** Number of the recall that is not yet answered; 0 for none. */
  readonly recall: number;
  /** It surrenders whatever is free. */
  readonly drain: boolean;
  readonly denied: boolean;
}

/** A cell that waits for units. */
export interface Ask {
  readonly cell: number;
  readonly number: number;
  readonly need: number;
  /** Units of its first order. */
  readonly least: number;
}

/** Units and cells: total = reserve + out + withdrawn + unreleased, out = Σ granted − regained. */
export interface Book {
  phase: Phase;
  /** Grows with every change that cells must obey. */
  phaseVersion: number;
  startsAtMs: number;
  endsAtMs: number;
  total: number;
  reserve: number;
  out: number;
  held: number;
  confirmed: number;
  withdrawn: number;
  unreleased: number;
  releases: readonly { readonly atMs: number; readonly units: number }[];
  /** Replaced, never written in place: a turn works on a copy of the array. */
  cells: CellBook[];
  asking: readonly Ask[];
  deniedCells: number;
  recallsOut: number;
  recalls: number;
  /** Units are granted singly and every cell surrenders what is free. */
  scarce: boolean;
  final: boolean;
  reopenedAtMs: number;
  withdrawal: { readonly id: string; readonly units: number; readonly by: string } | null;
  /** The budget of a referral; null for a sale. */
  purse: Purse | null;
}

export interface CampaignState {
  readonly id: string;
  spec: CampaignSpec | null;
  /** Of a referral: number of the rules in force, 0 before they are frozen. */
  rules: number;
  author: Actor | null;
  /** Everybody who wrote on the spec: none of them may approve it. */
  editors: readonly string[];
  approval: boolean;
  approvedBy: string | null;
  archived: boolean;
  history: readonly Transition[];
  version: number;
  readonly book: Book;
  waiting: WaitingList;
  /** By customer. */
  offers: Map<string, Pick<OfferUnit, "ticket" | "deadlineMs"> & { readonly cell: number }>;
  /** What cells of a referral have reported. */
  course: Course;
}

/** Shortest time between two invitations to cells that were denied. */
export const REOPEN_MS = 200;
/** So long before the start cells get their units. */
export const WARMUP_MS = 60_000;

export function initial(key: string): CampaignState {
  return {
    id: key,
    spec: null,
    rules: 0,
    author: null,
    editors: [],
    approval: false,
    approvedBy: null,
    archived: false,
    history: [],
    version: 0,
    book: {
      phase: "draft",
      phaseVersion: 0,
      startsAtMs: 0,
      endsAtMs: 0,
      total: 0,
      reserve: 0,
      out: 0,
      held: 0,
      confirmed: 0,
      withdrawn: 0,
      unreleased: 0,
      releases: [],
      cells: [],
      asking: [],
      deniedCells: 0,
      recallsOut: 0,
      recalls: 0,
      scarce: false,
      final: false,
      reopenedAtMs: 0,
      withdrawal: null,
      purse: null,
    },
    waiting: new WaitingList(),
    offers: new Map(),
    course: openCourse(0),
  };
}

/** Units by state; they add up to the total at every instant, what is in transit counts as available. */
export function unitsOf(book: Readonly<Book>): Units {
  if (book.purse !== null) return unitsOfPurse(book.purse);
  return {
    total: book.total,
    available: book.reserve + book.out - book.held - book.confirmed,
    held: book.held,
    confirmed: book.confirmed,
    withdrawn: book.withdrawn,
    unreleased: book.unreleased,
  };
}

function unitsOfPurse(purse: Purse): Units {
  const pool = purse[mainPool(purse)];
  return {
    total: pool?.total ?? 0,
    available: pool?.available ?? 0,
    held: pool?.held ?? 0,
    confirmed: pool?.paid ?? 0,
    withdrawn: pool?.withdrawn ?? 0,
    unreleased: 0,
  };
}

/** Everything is confirmed or withdrawn, by what cells have durably reported, and no release is pending. */
export function isFinal(book: Readonly<Book>): boolean {
  return book.phaseVersion > 0 && book.confirmed + book.withdrawn === book.total;
}

/** The view of a campaign; `book` may be ahead of the state within a turn. */
export function viewOf(
  state: Readonly<CampaignState>,
  spec: CampaignSpec,
  book: Readonly<Book> = state.book,
): CampaignView {
  const papers: Omit<CampaignPapers, "soldOut"> = {
    id: state.id,
    phase: book.phase,
    units: unitsOf(book),
    cells: book.cells.length,
    waiting: state.waiting.size,
    author: state.author?.id ?? "",
    unit: state.author?.unit ?? "",
    approvedBy: state.approvedBy,
    approval: state.approval,
    archived: state.archived,
    releases: book.releases,
    history: state.history,
    version: state.version,
  };
  const { endsAtMs } = book;
  switch (spec.kind) {
    case "flash-sale": {
      const free = papers.units.available > 0 && state.waiting.size === 0;
      const soldOut: SoldOut = isFinal(book) ? "final" : free ? "no" : "all-held";
      return {
        kind: "flash-sale",
        ...papers,
        soldOut,
        spec: endsAtMs === spec.endsAtMs ? spec : { ...spec, endsAtMs },
      };
    }
    case "referral": {
      const { sums, leaders } = state.course;
      const { fen = null, units = null, warnedAtMs = null } = book.purse ?? {};
      return {
        kind: "referral",
        ...papers,
        soldOut: spentOf(book.purse),
        spec: endsAtMs === spec.endsAtMs ? spec : { ...spec, endsAtMs },
        course: { budget: { fen, units }, warnedAtMs, sums, leaders },
        rules: state.rules,
      };
    }
  }
}

/** Whether a pool is used up; what is held may come free again. */
function spentOf(purse: Purse | null): SoldOut {
  const pools = [purse?.fen ?? null, purse?.units ?? null].filter((pool) => pool !== null);
  if (pools.every((pool) => pool.available > 0)) return "no";
  return pools.some((pool) => pool.available === 0 && pool.held > 0) ? "all-held" : "final";
}
