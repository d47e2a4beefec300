/**
 * What the demo's sale that is over has sold, and a day's visits of one storefront: figures to look at. All of it goes
 * the way of customers' own commands, so statistics, ranks and exports are as true as those of any sale.
 */
import type { FlashSaleSpec } from "../../actors/campaign/protocol.ts";
import { cellKey, cellOfCustomer, type StockProtocol } from "../../actors/stock/protocol.ts";
import type { Count, StorefrontProtocol } from "../../actors/storefront/protocol.ts";
import type { Engine } from "../../engine/mod.ts";

/** Who brought every nth customer; null: nobody. */
const BROUGHT_BY = [
  "staff-manager",
  "staff-manager2",
  "staff-manager2",
  null,
  "staff-manager3",
  "staff-manager",
  null,
  "staff-manager2",
  null,
] as const;
/** Every nth customer never pays, every nth gives back what was bought. */
const UNPAID_EVERY = 12;
const RETURNED_EVERY = 45;

/** Sells all units of an open sale. */
export async function sellOut(
  engine: Engine,
  sale: { readonly id: string; readonly cells: number; readonly spec: FlashSaleSpec },
): Promise<void> {
  const customers = Array.from({ length: sale.spec.units }, (_, n) => n);
  await Promise.all(customers.map((n) => buy(engine, sale, n)));
}

async function buy(
  engine: Engine,
  { id, cells, spec }: Parameters<typeof sellOut>[1],
  n: number,
): Promise<void> {
  const customer = `demo-customer-${n + 1}`;
  const cell = engine.ref<StockProtocol>("stock", cellKey(id, cellOfCustomer(customer, cells)));
  const via = BROUGHT_BY[n % BROUGHT_BY.length] ?? null;
  const grabbed = await engine.ask(cell, { kind: "grab", customer, units: 1, via });
  if (grabbed.kind !== "reserved" || n % UNPAID_EVERY === 1) return;
  const { id: reservation } = grabbed.reservation;
  const payment = { id: `demo-payment-${n + 1}`, paidFen: spec.priceFen };
  await engine.ask(cell, { kind: "confirm", customer, id: reservation, payment });
  if (n % RETURNED_EVERY !== 2) return;
  await engine.ask(cell, {
    kind: "return",
    id: reservation,
    by: "staff-bank",
    reason: "客户要求退货",
  });
}

/** Visitors of one storefront, by channel. */
const VISITS = { wechat: 23, print: 9, phone: 4 } as const;

/** A day's visits of a manager whom no other part of the demo counts on. */
export async function visitStorefront(engine: Engine): Promise<void> {
  const counts: Count[] = [];
  for (const [channel, visits] of Object.entries(VISITS)) {
    for (let n = 0; n < visits; n++) {
      counts.push({ channel, measure: "link" }, { channel, measure: "visit", visitor: 31 * n + 7 });
      if (n % 2 === 0) counts.push({ channel, measure: "click", item: "card-welfare" });
      if (n % 7 === 0) counts.push({ channel, measure: "call" }, { channel, measure: "share" });
    }
  }
  const storefront = engine.ref<StorefrontProtocol>("storefront", "staff-manager3");
  await engine.ask(storefront, { kind: "count", counts });
}
