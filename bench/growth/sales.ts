/** Sales for curves: made and opened as staff do, grabbed from by customers who come once each. */
import { expectStatus, type GrowthProduct } from "./product.ts";

const DAY_MS = 86_400_000;
const HOLD_SECONDS = 7_200;
const OPEN_MS = 60_000;
const POLL_MS = 50;
const LEAD_MS = 500;
const STAFF_IN_FLIGHT = 16;

/** Makes and opens sales, all alike; their ids. */
export async function openSales(
  product: GrowthProduct,
  by: { readonly count: number; readonly units: number },
): Promise<readonly string[]> {
  const ids: string[] = [];
  const { staff: token } = product;
  const all = { count: by.count, inFlight: STAFF_IN_FLIGHT };
  await product.run({
    ...all,
    request: () => ({
      ...{ method: "POST", path: "/api/v1/campaigns", token },
      body: JSON.stringify(specOf(by.units)),
    }),
    answered(answer, index) {
      ids[index] = JSON.parse(expectStatus(answer, [201])).id;
    },
  });
  await product.run({
    ...all,
    request: (index) => ({
      ...{ method: "POST", path: `/api/v1/campaigns/${ids[index] ?? ""}/schedule`, token },
    }),
    answered: (answer) => void expectStatus(answer, [200]),
  });
  await opened(product, ids);
  return ids;
}

/** Grabs one unit each for so many new customers, spread over the sales in turn. */
export function grab(
  product: GrowthProduct,
  by: { readonly sales: readonly string[]; readonly count: number; readonly customers: string },
): Promise<void> {
  const { sales, count, customers } = by;
  return product.run({
    count,
    request: (index) => ({
      method: "POST",
      path: `/api/v1/campaigns/${sales[index % sales.length] ?? ""}/grabs`,
      token: product.customer(`${customers}-${index}`),
    }),
    answered: (answer) => void expectStatus(answer, [201]),
  });
}

async function opened(product: GrowthProduct, ids: readonly string[]): Promise<void> {
  const deadlineMs = Date.now() + OPEN_MS;
  let closed = ids;
  while (closed.length > 0) {
    if (Date.now() > deadlineMs) throw new Error(`${closed.length} sales did not open in time`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    const asked = closed;
    const left: string[] = [];
    await product.run({
      count: asked.length,
      inFlight: STAFF_IN_FLIGHT,
      request: (index) => ({
        ...{ method: "GET", path: `/api/v1/campaigns/${asked[index] ?? ""}`, token: null },
      }),
      answered(answer, index) {
        const { phase } = JSON.parse(expectStatus(answer, [200]));
        if (phase !== "open") left.push(asked[index] ?? "");
      },
    });
    closed = left;
  }
}

function specOf(units: number): Readonly<Record<string, unknown>> {
  return {
    kind: "flash-sale",
    title: "Growth",
    product: "bench",
    priceFen: 0,
    units,
    perCustomerMax: 1,
    startsAt: new Date(Date.now() + LEAD_MS).toISOString(),
    endsAt: new Date(Date.now() + DAY_MS).toISOString(),
    holdSeconds: HOLD_SECONDS,
  };
}
