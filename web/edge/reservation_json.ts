/** Reservations as JSON. Text is built by hand on the path of a grab; ids consist of safe characters. */
import type { ReservationView } from "../../actors/stock/protocol.ts";
import type { ReservationJson } from "../shared/api.ts";
import { isoInstant } from "./instant.ts";

/** What the owner of a reservation sees. */
export function reservationJson(view: ReservationView): ReservationJson {
  const { id, campaignId, units, priceFen, state, refundFen, coupon } = view;
  const json = {
    id,
    campaignId,
    units,
    priceFen,
    expiresAt: isoInstant(view.expiresAtMs),
    state,
    createdAt: isoInstant(view.createdAtMs),
    ...(coupon === undefined ? {} : { discountFen: coupon.discountFen }),
  };
  return refundFen === undefined ? json : { ...json, refundFen };
}

/** `{"reservation": …}` as text. */
export function reservationBody(view: ReservationView): string {
  const refund = view.refundFen === undefined ? "" : `,"refundFen":${view.refundFen}`;
  const discount = view.coupon === undefined ? "" : `,"discountFen":${view.coupon.discountFen}`;
  return '{"reservation":{"id":"' + view.id + '","campaignId":"' + view.campaignId +
    '","units":' + view.units + ',"priceFen":' + view.priceFen +
    ',"expiresAt":"' + isoInstant(view.expiresAtMs) + '","state":"' + view.state +
    '","createdAt":"' + isoInstant(view.createdAtMs) + '"' + discount + refund + "}}";
}
