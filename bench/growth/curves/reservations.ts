/** What a grab costs when its sale holds few reservations and when it holds very many. */
import type { Curve } from "../curve.ts";
import { grab, openSales } from "../sales.ts";
import type { GrowthProduct } from "../product.ts";

/** Sales with fewer are filled anew for each window, which would otherwise change their size. */
const KEPT_FROM = 50_000;
const SPARE = 1.1;
/** One of what most curves count. */
export const GRAB = { zh: "每次抢购", en: "grab" };

/** 10³ to 10⁶ in sales with as many cells, so that only reservations differ. */
export const reservations: Curve = {
  name: "reservations",
  title: { zh: "一场活动的预留数", en: "Reservations of one sale" },
  of: { zh: "该活动已有的预留", en: "reservations in the sale" },
  lines: [{ key: "grab", label: { zh: "一次抢购", en: "a grab" }, per: GRAB }],
  full: { sizes: [1_000, 10_000, 100_000, 1_000_000], rounds: 5, operations: 4_000, warm: 30_000 },
  quick: { sizes: [200, 1_000], rounds: 1, operations: 300, warm: 200 },
  product: { scale: null },
  async prepare(product, { size, extent }) {
    const largest = Math.max(...extent.sizes);
    const units = Math.ceil((largest + extent.rounds * extent.operations) * SPARE);
    const filled = async (name: string) => {
      const sales = await openSales(product, { count: 1, units });
      await grab(product, { sales, count: size, customers: name });
      return sales;
    };
    await warmGrabs(product, extent.warm);
    const keeps = size >= KEPT_FROM;
    let sales = keeps ? await filled("kept") : [];
    await product.settle();
    return {
      async window(round) {
        if (!keeps) sales = await filled(`few${round}`);
        return { grab: await grabWindow(product, { sales, round, count: extent.operations }) };
      },
    };
  },
};

/** So many grabs in a sale that is then of no more interest. */
export async function warmGrabs(product: GrowthProduct, count: number): Promise<void> {
  const sales = await openSales(product, { count: 1, units: count });
  await grab(product, { sales, count, customers: "warm" });
}

/** So many grabs by customers who were not there before. */
export async function grabWindow(
  product: GrowthProduct,
  by: {
    readonly sales: readonly string[];
    readonly round: number | string;
    readonly count: number;
  },
) {
  const { sales, round, count } = by;
  const cost = await product.cost(() =>
    grab(product, { sales, count, customers: `window${round}` })
  );
  return { operations: count, cost };
}
