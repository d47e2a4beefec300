/** A customer's reservations over all sales, newest first. */
import type { Sql } from "postgres";
import type {
  CouponTaken,
  ReservationState,
  ReservationView,
} from "../../actors/stock/protocol.ts";

/** The last row of a page. */
export interface ReservationCursor {
  readonly atMs: number;
  readonly campaign: string;
  readonly cell: number;
  readonly n: number;
}

/** `title`: of the sale; null before its row is written. */
export interface ListedReservation {
  readonly view: ReservationView;
  readonly title: string | null;
}

export interface ReservationPage {
  readonly items: readonly ListedReservation[];
  readonly next: ReservationCursor | null;
}

export async function reservationsOfCustomer(
  sql: Sql,
  asked: {
    readonly customer: string;
    readonly after: ReservationCursor | null;
    readonly limit: number;
    /** A hold that has ended is over, whether or not its cell has woken. */
    readonly nowMs: number;
  },
): Promise<ReservationPage> {
  const { customer, after, limit, nowMs } = asked;
  const rows = await sql<Row[]>`
    select r.*, c.price_fen, c.hold_ms, s.title from projected.reservation r
    left join projected.reservation_cell c on c.campaign = r.campaign and c.cell = r.cell
    left join projected.campaign s on s.id = r.campaign
    where r.customer = ${customer} ${
    after === null ? sql`` : sql`and (r.made_ms, r.campaign, r.cell, r.n)
        < (${after.atMs}, ${after.campaign}, ${after.cell}, ${after.n})`
  }
    order by r.made_ms desc, r.campaign desc, r.cell desc, r.n desc limit ${limit + 1}`;
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map((row) => ({ view: viewOf(row, nowMs), title: row.title })),
    next: rows.length > limit && last !== undefined
      ? { atMs: Number(last.made_ms), campaign: last.campaign, cell: last.cell, n: last.n }
      : null,
  };
}

interface Row {
  readonly campaign: string;
  readonly cell: number;
  readonly n: number;
  readonly id: string;
  readonly customer: string;
  readonly units: number;
  readonly made_ms: string;
  readonly state: ReservationState;
  readonly refund_fen: string | null;
  readonly coupon: CouponTaken | null;
  readonly price_fen: string | null;
  readonly hold_ms: string | null;
  readonly title: string | null;
}

function viewOf(row: Row, nowMs: number): ReservationView {
  const { id, campaign, customer, units, state, refund_fen, coupon } = row;
  const createdAtMs = Number(row.made_ms);
  const expiresAtMs = createdAtMs + Number(row.hold_ms ?? 0);
  return {
    id,
    campaignId: campaign,
    customer,
    units,
    priceFen: Number(row.price_fen ?? 0),
    state: state === "held" && expiresAtMs <= nowMs ? "expired" : state,
    createdAtMs,
    expiresAtMs,
    ...refund_fen === null ? {} : { refundFen: Number(refund_fen) },
    ...coupon === null ? {} : { coupon },
  };
}
