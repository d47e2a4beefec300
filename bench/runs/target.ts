/** What is put under load: the product started for it, or one that runs elsewhere. */

/** A product that answers. */
export interface Target {
  readonly origin: string;
  /** Signs tokens of customers and staff. */
  readonly secret: string;
  /** Of the product and its stores, for CPU and memory; empty for one elsewhere. */
  readonly processes: readonly { readonly name: string; readonly pid: number }[];
  /** Durability in words. */
  readonly durability: string;
  readonly settings: Readonly<Record<string, string>>;
  /** Ends what was started and removes its data; nothing for one elsewhere. */
  stop(): Promise<void>;
}
