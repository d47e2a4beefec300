/** What is put under load: the product started for it, or one that runs elsewhere. */
import type { Process } from "../machine/process.ts";

/** A product that answers. */
export interface Target {
  readonly origin: string;
  /** Signs tokens of customers and staff. */
  readonly secret: string;
  /** Signs what the bank tells; null where it is not known. */
  readonly eventsSecret: string | null;
  /** Of the product and its stores, for CPU and memory; empty for one elsewhere. */
  readonly processes: readonly { readonly name: string; readonly pid: number }[];
  /** The product where it was started here, null for one elsewhere. */
  readonly product: Process | null;
  /** Commit of the product that was started here, with a mark if files were changed; null for one elsewhere. */
  readonly commit: string | null;
  /** Durability in words. */
  readonly durability: string;
  /** What differs from the defaults, without secrets. */
  readonly settings: Readonly<Record<string, string>>;
  /** Ends what was started and removes its data; nothing for one elsewhere. May be called twice. */
  stop(): Promise<void>;
}
