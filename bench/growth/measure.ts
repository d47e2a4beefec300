/** Measures curves: every size once in each round, so that a busy neighbour is unfair to none. */
import type { Curve, Extent, Measured, Prepared } from "./curve.ts";
import { judge, type JudgedLine, type SizeWindows } from "./points.ts";
import { GrowthProduct, type ProductOptions } from "./product.ts";

/** What was found of a curve. */
export interface JudgedCurve {
  readonly extent: Extent;
  readonly lines: readonly JudgedLine[];
  /** Resident memory by size, after its windows. */
  readonly residentBytes: readonly number[];
  readonly seconds: number;
}

/** Where products come from. */
export interface Products {
  /** One for a size of a curve. */
  take(options: ProductOptions): Promise<GrowthProduct>;
  /** It is not needed any more. */
  give(product: GrowthProduct): Promise<void>;
  /** Ends all that there are. */
  stop(): Promise<void>;
}

/** What is needed to measure. */
export interface MeasureOptions {
  readonly isQuick: boolean;
  readonly signal: AbortSignal;
  readonly products: Products;
  log(line: string): void;
}

/** A test need not be exact. */
const SHARED_CALM_MS = 300;

/** Interrupted: what there is cannot be judged. */
export class Interrupted extends Error {}

/** One curve, all sizes side by side. */
export async function measure(curve: Curve, options: MeasureOptions): Promise<JudgedCurve> {
  const { products, signal, log } = options;
  const startMs = performance.now();
  const extent = extentOf(curve, options);
  const stages: { size: number; product: GrowthProduct; prepared: Prepared }[] = [];
  const windows = new Map<string, Measured[][]>();
  try {
    for (const size of extent.sizes) {
      stopIf(signal);
      log(`${curve.name}: preparing ${size.toLocaleString("en")}`);
      const product = await products.take(curve.product);
      const prepared = await curve.prepare(product, { size, extent });
      stages.push({ size, product, prepared });
    }
    for (let round = 1; round <= extent.rounds; round++) {
      log(`${curve.name}: round ${round} of ${extent.rounds}`);
      // Odd rounds forwards, even rounds backwards.
      const order = [...stages.entries()];
      for (const [at, { prepared }] of round % 2 === 1 ? order : order.toReversed()) {
        stopIf(signal);
        for (const [key, measured] of Object.entries(await prepared.window(round))) {
          const line = windows.get(key) ?? extent.sizes.map(() => []);
          windows.set(key, line);
          line[at]?.push(measured);
        }
      }
    }
    return {
      extent,
      lines: curve.lines.map((line) => judge(line, sizesOf(extent, windows.get(line.key)))),
      residentBytes: await Promise.all(stages.map(({ product }) => product.residentBytes())),
      seconds: (performance.now() - startMs) / 1_000,
    };
  } finally {
    for (const { product, prepared } of stages) {
      prepared.close?.();
      await products.give(product);
    }
  }
}

/** A product of its own for each size; `shared`: one for all, for tests. */
export function createProducts(
  by: { readonly shared: boolean; readonly signal: AbortSignal },
): Products {
  const running = new Set<GrowthProduct>();
  let one: Promise<GrowthProduct> | null = null;
  const start = async (options: ProductOptions) => {
    const product = await GrowthProduct.start(options, by.signal);
    running.add(product);
    return product;
  };
  return {
    take(options) {
      if (!by.shared) return start(options);
      // With people, whom storefronts need.
      return one ??= start({ ...options, scale: "demo", calmMs: SHARED_CALM_MS });
    },
    async give(product) {
      if (by.shared) return;
      running.delete(product);
      await product.stop();
    },
    async stop() {
      await Promise.all([...running].map((product) => product.stop()));
      running.clear();
    },
  };
}

function extentOf(curve: Curve, { isQuick, log }: MeasureOptions): Extent {
  const extent = isQuick ? curve.quick : curve.full;
  const most = curve.sizeMax?.() ?? Infinity;
  const left = extent.sizes.filter((size) => size > most);
  if (left.length > 0) {
    log(`${curve.name}: left out ${left.join(", ")}: too few open files, run \`ulimit -n\` first`);
  }
  return { ...extent, sizes: extent.sizes.filter((size) => size <= most) };
}

function sizesOf(extent: Extent, line: readonly Measured[][] | undefined): SizeWindows[] {
  return extent.sizes.map((size, at) => ({ size, windows: line?.[at] ?? [] }));
}

function stopIf(signal: AbortSignal): void {
  if (signal.aborted) throw new Interrupted("Interrupted");
}
