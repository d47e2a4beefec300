/**
 * Reservations by customer: `projected.reservation`. In a rush nearly every record makes one, so nothing is read:
 * new ones are one statement, and what became of earlier ones is another.
 */
import type postgres from "postgres";
import type { StockEvent } from "../../actors/stock/events.ts";
import type { CouponTaken, ReservationState } from "../../actors/stock/protocol.ts";
import { reservationId, reservationPrefix } from "../../actors/stock/reservation_id.ts";
import type { ProjectedRecord, Projection } from "./projection.ts";

// Types and not interfaces: they go out as JSON.
type Coupon = { readonly id: string; readonly discountFen: number };
type Made = {
  readonly campaign: string;
  readonly cell: number;
  readonly n: number;
  readonly id: string;
  readonly customer: string;
  readonly units: number;
  readonly made_ms: number;
  state: ReservationState;
  refund_fen: number | null;
  coupon: Coupon | null;
};
type Became = {
  readonly campaign: string;
  readonly cell: number;
  readonly n: number;
  /** Null: as before. */
  state: ReservationState | null;
  refund_fen: number;
  coupon: Coupon | null;
};
type CellTerms = {
  readonly campaign: string;
  readonly cell: number;
  readonly price_fen: number;
  readonly hold_ms: number;
};

export interface ReservationChanges {
  readonly made: readonly Made[];
  readonly became: readonly Became[];
  readonly cells: readonly CellTerms[];
}

export const reservations: Projection = {
  name: "reservations",
  tables: ["projected.reservation", "projected.reservation_cell"],
  async apply(tx, batch) {
    const records = batch.filter(({ kind }) => kind === "stock");
    if (records.length === 0) return;
    await write(tx, foldReservations(records));
  },
};

/** The pure part. */
export function foldReservations(records: readonly ProjectedRecord[]): ReservationChanges {
  const made = new Map<string, Made>();
  const became = new Map<string, Became>();
  const cells = new Map<string, CellTerms>();
  for (const { actor, key, events } of records) {
    const slash = key.lastIndexOf("/");
    const campaign = key.slice(0, slash);
    const cell = Number(key.slice(slash + 1));
    const prefix = reservationPrefix(campaign, cell);
    const change = (n: number, state: ReservationState | null, refundFen = 0) => {
      const at = `${actor} ${n}`;
      const fresh = made.get(at);
      if (fresh !== undefined) {
        fresh.state = state ?? fresh.state;
        if (refundFen > 0) fresh.refund_fen = (fresh.refund_fen ?? 0) + refundFen;
        return fresh;
      }
      const later = became.get(at) ??
        { campaign, cell, n, state: null, refund_fen: 0, coupon: null };
      became.set(at, later);
      later.state = state ?? later.state;
      later.refund_fen += refundFen;
      return later;
    };
    // Version 1 is the only one so far.
    for (const event of events as readonly StockEvent[]) {
      switch (event.kind) {
        case "configured":
          cells.set(actor, {
            campaign,
            cell,
            price_fen: event.spec.priceFen,
            hold_ms: Math.round(event.spec.holdMs),
          });
          break;
        case "reserved": {
          const { n, customer, units } = event;
          const id = reservationId(prefix, n, event.tag);
          const made_ms = Math.floor(event.atMs);
          const fresh = { state: "held", refund_fen: null, coupon: null } as const;
          made.set(`${actor} ${n}`, { campaign, cell, n, id, customer, units, made_ms, ...fresh });
          break;
        }
        case "expired":
          for (const n of event.ns) change(n, "expired");
          break;
        case "cancelled":
          change(event.n, "cancelled");
          break;
        case "confirmed": {
          const one = change(event.n, "confirmed");
          if (event.coupon !== undefined) one.coupon = couponOf(event.coupon);
          break;
        }
        case "retaken":
          change(event.n, "confirmed");
          break;
        case "returned":
          change(event.n, "returned", event.refundFen);
          break;
        case "refund-due":
          change(event.n, null, event.refundFen);
          break;
        default:
          break;
      }
    }
  }
  return { made: [...made.values()], became: [...became.values()], cells: [...cells.values()] };
}

function couponOf({ id, discountFen }: CouponTaken): Coupon {
  return { id, discountFen };
}

async function write(
  tx: postgres.TransactionSql,
  { made, became, cells }: ReservationChanges,
): Promise<void> {
  if (cells.length > 0) {
    await tx`
      insert into projected.reservation_cell
      select * from jsonb_populate_recordset(
        null::projected.reservation_cell, ${tx.json([...cells])})
      on conflict (campaign, cell) do update set
        price_fen = excluded.price_fen, hold_ms = excluded.hold_ms`;
  }
  if (made.length > 0) {
    // Columns cost half of what rows of JSON do, and a rush makes thousands a second.
    const column = <Name extends keyof Made>(name: Name) => made.map((row) => row[name]);
    await tx`
      insert into projected.reservation
        (campaign, cell, n, id, customer, units, made_ms, state)
      select * from unnest(
        ${column("campaign")}::text[], ${column("cell")}::int[], ${column("n")}::int[],
        ${column("id")}::text[], ${column("customer")}::text[], ${column("units")}::int[],
        ${column("made_ms")}::bigint[], ${column("state")}::text[])`;
  }
  await update(tx, [...made.filter(isPaid), ...became]);
}

/** Whether money or a coupon has moved since it was made. */
function isPaid({ refund_fen, coupon }: Made): boolean {
  return refund_fen !== null || coupon !== null;
}

async function update(
  tx: postgres.TransactionSql,
  became: readonly Omit<Became, "refund_fen">[],
): Promise<void> {
  if (became.length > 0) {
    await tx`
      update projected.reservation r set
        state = coalesce(b.state, r.state), coupon = coalesce(b.coupon, r.coupon),
        refund_fen = case when b.refund_fen = 0 then r.refund_fen
          else coalesce(r.refund_fen, 0) + b.refund_fen end
      from jsonb_to_recordset(${tx.json([...became])}) as b(
        campaign text, cell integer, n integer, state text, refund_fen bigint, coupon jsonb)
      where r.campaign = b.campaign collate "C" and r.cell = b.cell and r.n = b.n`;
  }
}
