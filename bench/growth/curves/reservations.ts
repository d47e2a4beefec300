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
  lines: [{ key: "grab", label: { zh: "一次抢购", en: "a grab" }, per: GRAB }],
  full: {
    sizes: [1_000, 10_000, 100_000, 1_000_000],
    rounds: 4,
    operations: 4_000,
    warm: 30_000,
  },
  quick: { sizes: [200, 1_000], rounds: 1, operations: 300, warm: 200 },
  product: { scale: null },
  async open(product, { extent, name }) {
    const units = Math.ceil(Math.max(...extent.sizes) * SPARE) + extent.rounds * extent.operations;
    await warmGrabs(product, { count: extent.warm, name });
    let size = 0;
    let kept: { readonly sales: readonly string[]; filled: number } | null = null;
    /** The sale that is kept, or a new one, with so many in it. */
    const filled = async (to: number, customers: string) => {
      const one = kept ?? { sales: await openSales(product, { count: 1, units }), filled: 0 };
      const count = Math.max(0, to - one.filled);
      await grab(product, { sales: one.sales, count, customers });
      one.filled += count;
      return one;
    };
    return {
      async grow(to) {
        size = to;
        if (size >= KEPT_FROM) kept = await filled(size, `${name}-grown${size}`);
        await product.settle();
      },
      async window(nth) {
        const one = await filled(size, `${name}-few-${nth}`);
        const { operations } = extent;
        const { sales } = one;
        one.filled += operations;
        return { grab: await grabWindow(product, { sales, name: `${name}-${nth}`, operations }) };
      },
    };
  },
};

/** So many grabs in a sale that is then of no more interest. */
export async function warmGrabs(
  product: GrowthProduct,
  { count, name }: { readonly count: number; readonly name: string },
): Promise<void> {
  const sales = await openSales(product, { count: 1, units: count });
  await grab(product, { sales, count, customers: `${name}-warm` });
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
    grab(product, { sales, count: operations, customers: `${name}-window` })
  );
  return { operations, cost };
}
