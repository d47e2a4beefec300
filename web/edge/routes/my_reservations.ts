/** A customer's reservations over all sales, from rows. */
import { z } from "@hono/zod-openapi";
import type { MyReservationsJson } from "../../shared/api.ts";
import { type ReservationCursor, reservationsOfCustomer } from "../../store/reservation_list.ts";
import { type Answer, json } from "../answer.ts";
import { followedRows } from "../database.ts";
import { type CustomerCall, type EdgeApp, forCustomers } from "../endpoint.ts";
import { reservationJson } from "../reservation_json.ts";
import * as schemas from "../schemas.ts";
import type { Services } from "../services.ts";

const PAGE = 20;

const query = z.object({
  after: z.string().regex(
    /^\d{1,16}\.[A-Za-z0-9_-]{1,64}\.\d{1,6}\.\d{1,9}$/,
    "应为上一页的 next|Must be the `next` of the page before",
  ).optional(),
  limit: z.string().regex(/^([1-9]\d?|100)$/, "应为 1 到 100|Must be from 1 to 100").optional(),
});

export function mountMyReservations(app: EdgeApp, services: Services): void {
  forCustomers(app, services, {
    method: "get",
    path: "/api/v1/reservations/mine",
    tag: "reservations",
    summary: "Lists the customer's reservations over all sales, newest first",
    query,
    answers: { 200: { description: "A page", schema: schemas.myReservationsAnswer } },
    refusals: ["database-unavailable"],
    handle: (call) => mine(services, call),
  });
}

async function mine(services: Services, call: CustomerCall<unknown>): Promise<Answer> {
  const { customer, nowMs } = call;
  const { after, limit } = query.parse(call.query);
  const { sql } = await followedRows(services);
  const page = await reservationsOfCustomer(sql, {
    customer,
    after: after === undefined ? null : cursorOf(after),
    limit: Number(limit ?? PAGE),
    nowMs,
  });
  const { next } = page;
  const answer: MyReservationsJson = {
    items: page.items.map(({ view, title }) => ({
      ...reservationJson(view),
      ...title === null ? {} : { title },
    })),
    next: next === null ? null : `${next.atMs}.${next.campaign}.${next.cell}.${next.n}`,
  };
  return json(answer);
}

/** Of a text that the schema has checked. */
function cursorOf(after: string): ReservationCursor {
  const [atMs = "0", campaign = "", cell = "0", n = "0"] = after.split(".");
  return { atMs: Number(atMs), campaign, cell: Number(cell), n: Number(n) };
}
