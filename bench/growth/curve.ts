/** What a growth curve is: the same work at several sizes of one thing, each size in a product of its own. */
import type { Cost, GrowthProduct, ProductOptions } from "./product.ts";

/** A text in both languages of the page. */
export interface Both {
  readonly zh: string;
  readonly en: string;
}

/** Work whose cost should not depend on the size. */
export interface LineSpec {
  readonly key: string;
  readonly label: Both;
  /** One of what is counted: a grab. */
  readonly per: Both;
  /** Which CPU is judged; `all` without it. `main` where others have no part in the work. */
  readonly judgedBy?: "all" | "main";
  /** By design it grows, and this is why; it is plotted and not judged. */
  readonly growsBecause?: Both;
  /** Why it is not flat where it is not, as profiles of it have shown. */
  readonly because?: Both;
}

/** A size that stands ready to be measured. */
export interface Prepared {
  /** One window of each line, always the same work. */
  window(round: number): Promise<Readonly<Record<string, Measured>>>;
  /** Ends what was opened beside the product. */
  close?(): void;
}

/** What one window found. */
export interface Measured {
  readonly operations: number;
  readonly cost: Cost;
}

/** How far and how often a curve is measured. */
export interface Extent {
  readonly sizes: readonly number[];
  readonly rounds: number;
  /** Of one window. */
  readonly operations: number;
  /** Done before, so that each product's code is as warm as that of the largest. */
  readonly warm: number;
}

/** One curve. */
export interface Curve {
  readonly name: string;
  readonly title: Both;
  /** What grows. */
  readonly of: Both;
  readonly lines: readonly LineSpec[];
  readonly full: Extent;
  /** For tests: whether it works, not what it costs. */
  readonly quick: Extent;
  readonly product: ProductOptions;
  /** Larger sizes cannot be had on this machine. */
  sizeMax?(): number;
  /** Makes one size. */
  prepare(
    product: GrowthProduct,
    by: { readonly size: number; readonly extent: Extent },
  ): Promise<Prepared>;
}
