/** Snapshots of a cell: columns, since thousands of small objects take long to parse. */
import type { ReservationState } from "./protocol.ts";
import { Ledger, type Refund } from "./ledger.ts";
import {
  initial,
  type Mode,
  type Offer,
  type Parked,
  type StockState,
  type Sums,
} from "./state.ts";
import type { CellSpec } from "./transfer.ts";

interface Snapshot {
  readonly spec: CellSpec | null;
  readonly sums: Sums;
  readonly mode: Mode;
  readonly customers: readonly string[];
  readonly tags: readonly string[];
  /** One letter each. */
  readonly states: string;
  /** Differences to the instant before. */
  readonly created: readonly number[];
  /** What most reservations lack, by number. */
  readonly units: readonly (readonly [number, number])[];
  readonly keys: readonly (readonly [number, string])[];
  readonly vias: readonly (readonly [number, string])[];
  readonly payments: readonly (readonly [number, string])[];
  readonly refunds: readonly (readonly [number, readonly Refund[]])[];
  readonly offers: readonly Offer[];
  readonly parked: readonly Parked[];
  readonly reminders: readonly string[];
}

const LETTERS = { held: "h", confirmed: "c", expired: "e", cancelled: "x", returned: "r" } as const;
const STATES: Record<string, ReservationState> = {
  h: "held",
  c: "confirmed",
  e: "expired",
  x: "cancelled",
  r: "returned",
};

export function save(state: Readonly<StockState>): Snapshot {
  const all = state.reservations ?? new Ledger();
  const { customers, tags } = all.texts();
  const created = new Array<number>(all.count);
  const units: [number, number][] = [];
  const keys: [number, string][] = [];
  const vias: [number, string][] = [];
  const payments: [number, string][] = [];
  const refunds: [number, readonly Refund[]][] = [];
  let states = "";
  let before = 0;
  for (const each of all) {
    const { n, key, via, payment } = each;
    created[n] = each.createdAtMs - before;
    before = each.createdAtMs;
    states += LETTERS[each.state];
    if (each.units !== 1) units.push([n, each.units]);
    if (key !== null) keys.push([n, key]);
    if (via !== null) vias.push([n, via]);
    if (payment !== null) payments.push([n, payment]);
    if (each.refunds !== null) refunds.push([n, each.refunds]);
  }
  return {
    spec: state.spec,
    sums: { ...state.sums },
    mode: { ...state.mode },
    customers,
    tags,
    states,
    created,
    units,
    keys,
    vias,
    payments,
    refunds,
    offers: [...state.offers?.values() ?? []],
    parked: [...state.parked?.values() ?? []],
    reminders: [...state.reminders ?? []],
  };
}

export function load(key: string, data: unknown, version: number): StockState {
  if (version !== 1) throw new Error(`Cannot load a stock snapshot: version ${version} is unknown`);
  // Written by `save` above; the journal guards the bytes.
  const from = data as Snapshot;
  const state = initial(key);
  state.spec = from.spec;
  Object.assign(state.sums, from.sums);
  Object.assign(state.mode, from.mode);
  if (from.customers.length > 0) loadReservations(state, from);
  if (from.offers.length > 0) {
    state.offers = new Map(from.offers.map((each) => [each.customer, each]));
  }
  if (from.parked.length > 0) state.parked = new Map(from.parked.map((each) => [each.id, each]));
  if (from.reminders.length > 0) state.reminders = new Set(from.reminders);
  return state;
}

function loadReservations(state: StockState, from: Snapshot): void {
  const units = new Map(from.units);
  const keys = new Map(from.keys);
  const vias = new Map(from.vias);
  const ledger = state.reservations = new Ledger();
  let atMs = 0;
  for (let n = 0; n < from.customers.length; n++) {
    atMs += from.created[n] ?? 0;
    ledger.add({
      customer: from.customers[n] ?? "",
      tag: from.tags[n] ?? "",
      units: units.get(n) ?? 1,
      atMs,
      key: keys.get(n) ?? null,
      via: vias.get(n) ?? null,
    });
    const now = STATES[from.states[n] ?? ""] ?? "held";
    if (now !== "held") ledger.setState(n, now);
  }
  for (const [n, payment] of from.payments) ledger.setPayment(n, payment);
  for (const [n, refunds] of from.refunds) {
    for (const refund of refunds) ledger.addRefund(n, refund);
  }
}
