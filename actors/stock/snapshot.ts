/** Snapshots of a cell. */
import { Ledger, type SavedLedger } from "./ledger.ts";
import {
  initial,
  type Mode,
  type Offer,
  type Parked,
  type StockState,
  type Sums,
} from "./state.ts";
import { Texts } from "./texts.ts";
import type { CellSpec } from "./transfer.ts";

/** Version 2. */
interface Snapshot {
  readonly spec: CellSpec | null;
  readonly sums: Sums;
  readonly mode: Mode;
  readonly reservations: SavedLedger | null;
  readonly offers: readonly Offer[];
  readonly parked: readonly Parked[];
  readonly reminders: readonly string[];
}

/** Version 1 had a text for each customer and tag. */
type SnapshotOf1 = Omit<Snapshot, "reservations"> & Omit<SavedLedger, "texts"> & {
  readonly customers: readonly string[];
  readonly tags: readonly string[];
};

export function save(state: Readonly<StockState>): Snapshot {
  return {
    spec: state.spec,
    sums: { ...state.sums },
    mode: { ...state.mode },
    reservations: state.reservations?.save() ?? null,
    offers: [...state.offers?.values() ?? []],
    parked: [...state.parked?.values() ?? []],
    reminders: [...state.reminders ?? []],
  };
}

export function load(key: string, data: unknown, version: number): StockState {
  // Written by `save` above or its predecessor; the journal guards the bytes.
  switch (version) {
    case 1:
      return stateOf(key, upcast(data as SnapshotOf1));
    case 2:
      return stateOf(key, data as Snapshot);
    default:
      throw new Error(`Cannot load a stock snapshot: version ${version} is unknown`);
  }
}

function stateOf(key: string, from: Snapshot): StockState {
  const state = initial(key);
  state.spec = from.spec;
  Object.assign(state.sums, from.sums);
  Object.assign(state.mode, from.mode);
  if (from.reservations !== null) state.reservations = Ledger.load(from.reservations);
  if (from.offers.length > 0) {
    state.offers = new Map(from.offers.map((each) => [each.customer, each]));
  }
  if (from.parked.length > 0) state.parked = new Map(from.parked.map((each) => [each.id, each]));
  if (from.reminders.length > 0) state.reminders = new Set(from.reminders);
  return state;
}

function upcast(from: SnapshotOf1): Snapshot {
  if (from.customers.length === 0) return { ...from, reservations: null };
  const texts = new Texts();
  for (const [n, customer] of from.customers.entries()) texts.add(customer, from.tags[n] ?? "");
  return { ...from, reservations: { ...from, texts: texts.save() } };
}
