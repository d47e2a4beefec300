/**
 * Measures curves. Each has a product of its own, which grows from size to size: windows of work that is always the same
 * are measured as it grows, windows at each size when all of them are there, in turns.
 */
import type { Curve, Extent, Measured, Stage, Windows } from "./curve.ts";
import { judge, type JudgedLine } from "./points.ts";
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
  /** One for a curve. */
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

/** What there is cannot be judged. */
export class Interrupted extends Error {}

/** One curve. */
export async function measure(curve: Curve, options: MeasureOptions): Promise<JudgedCurve> {
  const { products, log } = options;
  const startMs = performance.now();
  const extent = extentOf(curve, options);
  log(`${curve.name}: a product`);
  const product = await products.take(curve.product);
  let stage: Stage | null = null;
  try {
    stage = await curve.open(product, extent);
    const found = new Found(extent);
    const residentBytes: number[] = [];
    for (const size of extent.sizes) {
      stopIf(options.signal);
      log(`${curve.name}: growing to ${size.toLocaleString("en")}`);
      await stage.grow(size);
      await measureAround(stage, { size, extent, found, options });
      residentBytes.push(await product.residentBytes());
    }
    await measureBeside(stage, { name: curve.name, extent, found, options });
    return {
      extent,
      lines: curve.lines.map((line) => judge(line, found.of(line.key))),
      residentBytes,
      seconds: (performance.now() - startMs) / 1_000,
    };
  } finally {
    stage?.close?.();
    await products.give(product);
  }
}

/** Windows by line and size. */
class Found {
  readonly #extent: Extent;
  readonly #windows = new Map<string, Measured[]>();

  constructor(extent: Extent) {
    this.#extent = extent;
  }

  add(size: number, windows: Windows): void {
    for (const [key, measured] of Object.entries(windows)) {
      const at = `${key} ${size}`;
      this.#windows.set(at, [...this.#windows.get(at) ?? [], measured]);
    }
  }

  of(key: string) {
    return this.#extent.sizes.map((size) => ({
      size,
      windows: this.#windows.get(`${key} ${size}`) ?? [],
    }));
  }
}

async function measureAround(
  stage: Stage,
  { size, extent, found, options }: {
    readonly size: number;
    readonly extent: Extent;
    readonly found: Found;
    readonly options: MeasureOptions;
  },
): Promise<void> {
  for (let round = 1; stage.around !== undefined && round <= extent.rounds; round++) {
    stopIf(options.signal);
    found.add(size, await stage.around(`around${size}-${round}`));
  }
}

async function measureBeside(
  stage: Stage,
  { name, extent, found, options }: {
    readonly name: string;
    readonly extent: Extent;
    readonly found: Found;
    readonly options: MeasureOptions;
  },
): Promise<void> {
  for (let round = 1; stage.beside !== undefined && round <= extent.rounds; round++) {
    options.log(`${name}: round ${round} of ${extent.rounds}`);
    // Odd rounds forwards, even rounds backwards.
    for (const size of round % 2 === 1 ? extent.sizes : extent.sizes.toReversed()) {
      stopIf(options.signal);
      found.add(size, await stage.beside(size, `beside${size}-${round}`));
    }
  }
}

/** A product of its own whenever one is taken; `shared`: always the same, for tests. */
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

function stopIf(signal: AbortSignal): void {
  if (signal.aborted) throw new Interrupted("Interrupted");
}
