/** State of a campaign: its papers, its book of units and cells, its waiting list. */
import type { OfferUnit } from "../stock/transfer.ts";
import type { Actor, CampaignView, FlashSaleSpec, Phase, SoldOut } from "./protocol.ts";
import type { Transition, Units } from "./protocol.ts";
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
}

export interface CampaignState {
  readonly id: string;
  spec: FlashSaleSpec | null;
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
}

/** Shortest time between two invitations to cells that were denied. */
export const REOPEN_MS = 200;
/** So long before the start cells get their units. */
export const WARMUP_MS = 60_000;

export function initial(key: string): CampaignState {
  return {
    id: key,
    spec: null,
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
    },
    waiting: new WaitingList(),
    offers: new Map(),
  };
}

/** Units by state; they add up to the total at every instant, what is in transit counts as available. */
export function unitsOf(book: Readonly<Book>): Units {
  return {
    total: book.total,
    available: book.reserve + book.out - book.held - book.confirmed,
    held: book.held,
    confirmed: book.confirmed,
    withdrawn: book.withdrawn,
    unreleased: book.unreleased,
  };
}

/** Everything is confirmed or withdrawn, by what cells have durably reported, and no release is pending. */
export function isFinal(book: Readonly<Book>): boolean {
  return book.phaseVersion > 0 && book.confirmed + book.withdrawn === book.total;
}

/** The view of a campaign; `book` may be ahead of the state within a turn. */
export function viewOf(
  state: Readonly<CampaignState>,
  spec: FlashSaleSpec,
  book: Readonly<Book> = state.book,
): CampaignView {
  const units = unitsOf(book);
  const free = units.available > 0 && state.waiting.size === 0;
  const soldOut: SoldOut = isFinal(book) ? "final" : free ? "no" : "all-held";
  return {
    id: state.id,
    spec: book.endsAtMs === spec.endsAtMs ? spec : { ...spec, endsAtMs: book.endsAtMs },
    phase: book.phase,
    soldOut,
    units,
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
}
