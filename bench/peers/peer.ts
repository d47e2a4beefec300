/** What stands side by side in a benchmark: a way to answer `POST …/grabs`. */
import type { Acknowledged } from "../load/ledger.ts";
import { hasPostgres } from "../machine/postgres.ts";
import { installed } from "../machine/process.ts";
import type { AppendFsync } from "../machine/redis.ts";
import type { Words } from "../report/chart_data.ts";
import type { Part } from "./part.ts";

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
  /** Ends a start that has become needless. */
  readonly signal?: AbortSignal | undefined;
  /** Hears of every process group that is started. */
  readonly watch?: ((pid: number) => void) | undefined;
}

/** An answer to a grab. */
export interface Answer {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What a peer has stored. */
export interface Audit {
  /** Units with an order. */
  readonly sold: number;
  /** Units without one, for sale or taken off sale; below zero where more were given away than there are. */
  readonly left: number;
  /** Every rule that does not hold, one sentence each. */
  readonly violations: readonly string[];
}

/** A peer that serves. */
export interface Running {
  readonly origin: string;
  readonly path: string;
  /** Every process on its side. */
  readonly parts: readonly Part[];
  /** Sells every unit for good or takes it off sale, so that each further grab is refused with 409. */
  sellOut(): Promise<void>;
  /** Waits, within a bound, for work that is still under way. */
  audit(): Promise<Audit>;
  /** Those whose reservation is not there. */
  missing(acknowledged: readonly Acknowledged[]): Promise<readonly Acknowledged[]>;
  stop(): Promise<void>;
}

/** A program that must be installed. */
export type Program = "redis-server" | "postgres";

/** A competitor. */
export interface Peer {
  readonly name: string;
  /** In a few words, for the report. */
  readonly what: Words;
  /** False where every grab gets the same answer. */
  readonly sells: boolean;
  readonly needs: readonly Program[];
  /** When an answer leaves and what a loss of power may take, in words. */
  durability(appendfsync: AppendFsync): Words;
  /** Names of the parts that a crash is measured of. */
  readonly killable: readonly string[];
  start(options: RunOptions): Promise<Running>;
}

/** Figures that must be zero. */
export interface Balance {
  /** Sold beyond what was on sale. */
  readonly oversold: number;
  /** Neither sold nor left. */
  readonly vanished: number;
}

/** What an audit says about the units. */
export function balanceOf({ sold, left }: Audit, units: number): Balance {
  return { oversold: Math.max(0, sold - units), vanished: Math.max(0, units - sold - left) };
}

/** Everything that is wrong with an audit, one sentence each. */
export function problemsOf(audit: Audit, units: number): string[] {
  const { oversold, vanished } = balanceOf(audit, units);
  return [
    ...audit.violations,
    ...(oversold > 0 ? [`${oversold} units oversold: ${audit.sold} sold of ${units}`] : []),
    ...(vanished > 0
      ? [`${vanished} units vanished: ${audit.sold} sold and ${audit.left} left of ${units}`]
      : []),
  ];
}

/** The first program that a peer needs and that is not installed. */
export async function absentProgram(peer: Peer): Promise<Program | null> {
  for (const program of peer.needs) {
    const there = program === "postgres" ? await hasPostgres() : await installed(program);
    if (!there) return program;
  }
  return null;
}
