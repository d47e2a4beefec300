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
  /**
   * `beside`: sizes exist side by side in one product, and their windows come in turns: the ratio is as good as it gets.
   * `around`: always the same work, while the product grows around it: later windows meet another hour of the machine.
   */
  readonly kind: "beside" | "around";
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

/** Windows by the key of their line. */
export type Windows = Readonly<Record<string, Measured>>;

/** A product in which something grows. */
export interface Stage {
  /** Makes it so large; sizes come in ascending order, and what is smaller stays. */
  grow(size: number): Promise<void>;
  /** One window of each line `around`; `name` is another each time. */
  around?(name: string): Promise<Windows>;
  /** One window of each line `beside` at this size, when all sizes have been made. */
  beside?(size: number, name: string): Promise<Windows>;
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
  /** Readies a product. */
  open(product: GrowthProduct, extent: Extent): Promise<Stage>;
}
