/** Sales and customers for tests of the page. */
import type { CampaignJson, MyStateJson, ReservationJson } from "../shared/api.ts";
import type { SaleManagerJson } from "../shared/api_links.ts";

/** The instant of the tests. */
export const NOW_MS = Date.parse("2026-11-22T12:00:00Z");

/** An instant relative to the tests' own. */
export function iso(offsetMs: number): string {
  return new Date(NOW_MS + offsetMs).toISOString();
}

/** An open sale. */
export function sale(part: Partial<CampaignJson> = {}): CampaignJson {
  return {
    id: "c1",
    kind: "flash-sale",
    title: "赣南脐橙",
    product: "5 斤装",
    phase: "open",
    startsAt: iso(-60_000),
    endsAt: iso(3_600_000),
    serverTime: iso(0),
    priceFen: 990,
    perCustomerMax: 1,
    perOrderMax: 1,
    holdSeconds: 300,
    soldOut: "no",
    units: { total: 10, available: 6, held: 1, confirmed: 3, withdrawn: 0, unreleased: 0 },
    waiting: 0,
    releases: [],
    eligibility: null,
    version: 5,
    ...part,
  };
}

/** A customer with nothing. */
export function customer(part: Partial<MyStateJson> = {}): MyStateJson {
  return { serverTime: iso(0), reminded: false, reservations: [], waiting: null, ...part };
}

/** A held reservation. */
export function reservation(part: Partial<ReservationJson> = {}): ReservationJson {
  return {
    id: "c1.0.1",
    campaignId: "c1",
    units: 1,
    priceFen: 990,
    expiresAt: iso(300_000),
    state: "held",
    createdAt: iso(0),
    ...part,
  };
}

/** The manager whose link led to a sale. */
export function manager(part: Partial<SaleManagerJson> = {}): SaleManagerJson {
  return {
    id: "staff-ann",
    name: "陈安",
    title: "高级客户经理",
    outlet: "滕王阁支行",
    bank: "南昌农商银行",
    photo: null,
    phone: "138****8000",
    wechat: "yd-ann",
    ...part,
  };
}
