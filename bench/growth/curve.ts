/** What a growth curve is: the same work at several sizes of one thing. */
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

/** A product in which something grows. */
export interface Stage {
  /** Makes it so large; sizes come in ascending order. */
  grow(size: number): Promise<void>;
  /** One window of each line at this size, always the same work; `name` is another each time. */
  window(name: string): Promise<Readonly<Record<string, Measured>>>;
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
  /** Ascending. */
  readonly sizes: readonly number[];
  readonly rounds: number;
  /** Of one window. */
  readonly operations: number;
  /** Done before, so that code that is compiled as it is used is as warm at each size. */
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
  /** Readies a product; `name` tells it from another stage in the same one. */
  open(
    product: GrowthProduct,
    by: { readonly extent: Extent; readonly name: string },
  ): Promise<Stage>;
}
