/**
 * Measures curves in two products: one grows from size to size, the other stays at the smallest. Each window of the one
 * has a window of the other beside it.
 */
import type { Curve, Extent, Stage } from "./curve.ts";
import { judge, type JudgedLine, type Pair, type SizeWindows } from "./points.ts";
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
  /** One that grows, or its control. */
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
  const { products, signal } = options;
  const startMs = performance.now();
  const extent = extentOf(curve, options);
  const taken: GrowthProduct[] = [];
  const stages: Stage[] = [];
  const open = async (name: string) => {
    stopIf(signal);
    const product = await products.take(curve.product);
    taken.push(product);
    const stage = await curve.open(product, { extent, name });
    stages.push(stage);
    return { product, stage };
  };
  try {
    options.log(`${curve.name}: two products`);
    const grown = await open("grown");
    const control = await open("control");
    await control.stage.grow(extent.sizes[0] ?? 0);
    const residentBytes: number[] = [];
    const windows = new Map(curve.lines.map(({ key }) => [key, new Array<SizeWindows>()]));
    for (const size of extent.sizes) {
      const pairs = await pairsAt(size, { curve, extent, options, ...both(grown, control) });
      for (const [key, found] of pairs) windows.get(key)?.push({ size, pairs: found });
      residentBytes.push(await grown.product.residentBytes());
    }
    return {
      extent,
      lines: curve.lines.map((line) => judge(line, windows.get(line.key) ?? [])),
      residentBytes,
      seconds: (performance.now() - startMs) / 1_000,
    };
  } finally {
    for (const stage of stages) stage.close?.();
    for (const product of taken) await products.give(product);
  }
}

function both(grown: { readonly stage: Stage }, control: { readonly stage: Stage }) {
  return { grown: grown.stage, control: control.stage };
}

/** Grows, then measures side by side, now this one first, now the other. */
async function pairsAt(
  size: number,
  by: {
    readonly curve: Curve;
    readonly extent: Extent;
    readonly options: MeasureOptions;
    readonly grown: Stage;
    readonly control: Stage;
  },
): Promise<ReadonlyMap<string, readonly Pair[]>> {
  const { curve, extent, options, grown, control } = by;
  const pairs = new Map(curve.lines.map(({ key }) => [key, new Array<Pair>()]));
  stopIf(options.signal);
  options.log(`${curve.name}: growing to ${size.toLocaleString("en")}`);
  await grown.grow(size);
  for (let round = 1; round <= extent.rounds; round++) {
    stopIf(options.signal);
    const name = `${size}-${round}`;
    const first = round % 2 === 1 ? await grown.window(name) : null;
    const beside = await control.window(name);
    const own = first ?? await grown.window(name);
    for (const [key, found] of pairs) {
      const [one, other] = [own[key], beside[key]];
      if (one !== undefined && other !== undefined) found.push({ grown: one, control: other });
    }
  }
  return pairs;
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
