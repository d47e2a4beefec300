/** What stands side by side in a benchmark: a way to answer `POST …/grabs`. */
import type { AppendFsync } from "../machine/redis.ts";

/** What a peer is told. */
export interface RunOptions {
  /** Own folder, empty. */
  readonly directory: string;
  /** Units on sale; one per customer. */
  readonly units: number;
  readonly secret: string;
  readonly appendfsync: AppendFsync;
  /** Headers and body of the product's answer, so that every peer's answer is of the same size. */
  readonly answer: Answer;
}

/** An answer to a grab. */
export interface Answer {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A peer that serves. */
export interface Running {
  readonly origin: string;
  readonly path: string;
  /** Every process on its side. */
  readonly processes: readonly { readonly name: string; readonly pid: number }[];
  /** Sells every unit for good, so that each further grab is refused with 409. */
  sellOut(): Promise<void>;
  /** What it has stored: sold units, and every rule that does not hold. */
  audit(): Promise<{ readonly sold: number; readonly violations: readonly string[] }>;
  stop(): Promise<void>;
}

/** A competitor. */
export interface Peer {
  readonly name: string;
  /** In one sentence, for the report. */
  readonly what: string;
  /** False where every grab gets the same answer. */
  readonly sells: boolean;
  start(options: RunOptions): Promise<Running>;
}
