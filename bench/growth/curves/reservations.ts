/** What a grab costs when its sale holds few reservations and when it holds very many. */
import type { Curve } from "../curve.ts";
import type { GrowthProduct } from "../product.ts";
import { grab, openSales } from "../sales.ts";

/** A sale with fewer is filled anew for each window, which would otherwise change its size. */
const KEPT_FROM = 50_000;
const SPARE = 1.1;
/** One of what most curves count. */
export const GRAB = { zh: "每次抢购", en: "grab" };

/** In sales with as many cells, so that only reservations differ. */
export const reservations: Curve = {
  name: "reservations",
  title: { zh: "一场活动的预留数", en: "Reservations of one sale" },
  of: { zh: "该活动已有的预留", en: "reservations in the sale" },
  lines: [
    { key: "grab", kind: "beside", label: { zh: "抢购这场活动", en: "a grab in it" }, per: GRAB },
    {
      key: "small",
      kind: "around",
      label: { zh: "同一产品中抢购一场小活动", en: "a grab in a small sale beside it" },
      per: GRAB,
    },
  ],
  full: {
    sizes: [1_000, 10_000, 100_000, 1_000_000],
    rounds: 3,
    operations: 4_000,
    warm: 30_000,
  },
  quick: { sizes: [200, 1_000], rounds: 1, operations: 300, warm: 200 },
  product: { scale: null },
  async open(product, { sizes, rounds, operations, warm }) {
    const units = Math.ceil(Math.max(...sizes) * SPARE) + rounds * operations;
    const [smallest = 0] = sizes;
    const kept = new Map<number, readonly string[]>();
    const filled = async (size: number, name: string) => {
      const sales = await openSales(product, { count: 1, units });
      await grab(product, { sales, count: size, customers: `${name}-filled` });
      return sales;
    };
    await warmGrabs(product, warm);
    return {
      async grow(size) {
        if (size >= KEPT_FROM) kept.set(size, await filled(size, `kept${size}`));
        await product.settle();
      },
      async around(name) {
        const sales = await filled(smallest, name);
        return { small: await grabWindow(product, { sales, name, operations }) };
      },
      async beside(size, name) {
        const sales = kept.get(size) ?? await filled(size, name);
        return { grab: await grabWindow(product, { sales, name, operations }) };
      },
    };
  },
};

/** So many grabs in a sale that is then of no more interest. */
export async function warmGrabs(product: GrowthProduct, count: number): Promise<void> {
  const sales = await openSales(product, { count: 1, units: count });
  await grab(product, { sales, count, customers: "warm" });
}

/** What so many grabs cost, by customers who were not there before. */
export async function grabWindow(
  product: GrowthProduct,
  { sales, name, operations }: {
    readonly sales: readonly string[];
    readonly name: string;
    readonly operations: number;
  },
) {
  const cost = await product.cost(() =>
    grab(product, { sales, count: operations, customers: name })
  );
  return { operations, cost };
}
