/** What the fold has to know of earlier records: prices and credits of cells, where managers worked, first grabs. */

/** A record of the log as the fold takes it. */
export interface LogRecord {
  /** `kind/key`. */
  readonly actor: string;
  readonly kind: string;
  readonly key: string;
  readonly atMs: number;
  readonly events: readonly unknown[];
}

/** From this instant on the manager worked there. */
export interface Assignment {
  readonly unit: string;
  readonly fromMs: number;
}

export interface Cell {
  readonly priceFen: number;
  /** Reservations of the cell that a manager brought. */
  readonly credits: number;
}

/** Who brought a reservation. */
export interface Credit {
  readonly manager: string;
  readonly units: number;
}

/** A customer's first credited grab, and where it counts. */
export interface FirstGrab {
  readonly customer: string;
  readonly atMs: number;
  /** Unique; decides between two at one instant. */
  readonly reservation: string;
  readonly day: number;
  readonly unit: string;
  readonly manager: string;
  readonly campaign: string;
}

export interface Book {
  /** By actor. */
  readonly cells: ReadonlyMap<string, Cell>;
  /** By `creditKey`. */
  readonly credits: ReadonlyMap<string, Credit>;
  /** By manager, earliest first. */
  readonly assignments: ReadonlyMap<string, readonly Assignment[]>;
  /** By customer. */
  readonly firsts: ReadonlyMap<string, FirstGrab>;
}

/** Of a reservation within a cell. */
export function creditKey(actor: string, n: number): string {
  return `${actor}#${n}`;
}

/** Where a manager worked at an instant; whoever left counts where he was last. Null: nowhere yet. */
export function unitAt(
  assignments: readonly Assignment[] | undefined,
  atMs: number,
): string | null {
  return assignments?.findLast(({ fromMs }) => fromMs <= atMs)?.unit ?? null;
}

/** The member bank of a unit: the first two parts of its id. */
export function bankOf(unit: string): string {
  return unit.split(".", 2).join(".");
}
