/** Every reservation of a sale as the archived log has it, cell by cell. */
import type { Sql } from "postgres";
import type { StockEvent } from "../../../actors/stock/events.ts";
import type { ReservationState } from "../../../actors/stock/protocol.ts";
import { reservationId, reservationPrefix } from "../../../actors/stock/reservation_id.ts";
import { discountOf } from "./measures.ts";
import { recordsOf } from "../../store/archive.ts";

export interface ReservationRow {
  readonly id: string;
  readonly customer: string;
  readonly via: string | null;
  readonly units: number;
  readonly priceFen: number;
  readonly grabbedMs: number;
  state: ReservationState;
  confirmedMs: number | null;
  returnedMs: number | null;
  /** Of the whole reservation, after its coupon. */
  paidFen: number;
  refundFen: number;
}

export interface ReservationsRequest {
  readonly campaign: string;
  /** The newest row of the archive that counts. */
  readonly until: string;
  /** Lets others have a turn. */
  pause(): Promise<void>;
}

const ROWS = 50;

/** One list a cell: at most what one cell ever held. */
export async function* reservationsOf(
  sql: Sql,
  request: ReservationsRequest,
): AsyncGenerator<readonly ReservationRow[]> {
  const { campaign, until } = request;
  const cells = await sql<{ key: string }[]>`
    select distinct key from archive.record
    where kind = 'stock' and key > ${`${campaign}/`} and key < ${`${campaign}0`}
      and id <= ${until}`;
  const numbers = cells.map(({ key }) => Number(key.slice(campaign.length + 1)));
  for (const cell of numbers.sort((one, other) => one - other)) {
    yield await readCell(sql, { ...request, cell });
  }
}

async function readCell(
  sql: Sql,
  { campaign, until, cell, pause }: ReservationsRequest & { readonly cell: number },
): Promise<readonly ReservationRow[]> {
  const reservations = new Cell(campaign, cell);
  for (let after = "0";;) {
    const rows = await sql<Parameters<typeof recordsOf>[0][]>`
      select id, shard, kind, key, seq, position, body from archive.record
      where kind = 'stock' and key = ${`${campaign}/${cell}`} and id <= ${until}
        and seq > ${after}
      order by seq limit ${ROWS}`;
    for (const row of rows) {
      for (const { atMs, events } of recordsOf(row)) {
        // Version 1 is the only one so far.
        for (const event of events as readonly StockEvent[]) reservations.apply(event, atMs);
      }
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < ROWS) return reservations.rows;
    after = last.seq;
    await pause();
  }
}

class Cell {
  readonly rows: ReservationRow[] = [];
  readonly #prefix: string;
  #priceFen = 0;

  constructor(campaign: string, cell: number) {
    this.#prefix = reservationPrefix(campaign, cell);
  }

  apply(event: StockEvent, atMs: number): void {
    switch (event.kind) {
      case "configured":
        this.#priceFen = event.spec.priceFen;
        break;
      case "reserved":
        this.rows[event.n] = {
          id: reservationId(this.#prefix, event.n, event.tag),
          customer: event.customer,
          via: event.via ?? null,
          units: event.units,
          priceFen: this.#priceFen,
          grabbedMs: atMs,
          state: "held",
          confirmedMs: null,
          returnedMs: null,
          paidFen: 0,
          refundFen: 0,
        };
        break;
      case "expired":
        for (const n of event.ns) this.#change(n, { state: "expired" });
        break;
      case "cancelled":
        this.#change(event.n, { state: "cancelled" });
        break;
      case "confirmed":
      case "retaken":
        this.#change(event.n, {
          state: "confirmed",
          confirmedMs: atMs,
          paidFen: this.#priceFen * event.units - discountOf(event),
        });
        break;
      case "returned":
        this.#change(event.n, {
          state: "returned",
          returnedMs: atMs,
          refundFen: event.refundFen,
        });
        break;
      default:
        break;
    }
  }

  #change(n: number, change: Partial<ReservationRow>): void {
    const row = this.rows[n];
    if (row !== undefined) Object.assign(row, change);
  }
}
