/** What a fault is: what it needs, how long it lasts, what is done, and what the product promises of it. */
import type { Words } from "../report/chart_data.ts";
import type { Expectation } from "./chaos_report.ts";
import type { Crowd } from "./crowd.ts";
import type { Installation, Setting } from "./installation.ts";
import type { Memory } from "./memory_watch.ts";
import type { Place, SaleSpec } from "./staff.ts";
import type { Told } from "./truth.ts";

/** A program or a right without which a fault cannot be made. */
export type Need = "redis" | "postgres" | "mount" | "wrk";

/** What users may see; what is not named has no bound. */
export interface Bounds {
  /** Longest span in which somebody asked for a unit and nobody was served. */
  readonly outageMs?: number;
  /** Shortest: a fault that nobody feels was none. */
  readonly outageMsMin?: number;
  /** Attempts that were neither served nor refused by the rules. */
  readonly failures?: number;
  /** Of these, those without any answer. */
  readonly unanswered?: number;
  /** From the end of the fault to the first that is served. */
  readonly firstMs?: number;
  /** From the end of the fault until whoever asks is served about as fast as before. */
  readonly usualMs?: number;
}

/** How long each part lasts. */
export interface Spans {
  readonly calmMs: number;
  /** Of faults that last as long as one likes. */
  readonly faultMs: number;
  /** Load goes on so long at most; it ends once things are as usual again. */
  readonly afterMs: number;
}

/** A fault in the middle of its load. */
export interface Scene {
  readonly installation: Installation;
  readonly place: Place;
  readonly sale: string;
  readonly crowd: Crowd;
  readonly memory: Memory;
  /** Of this run, for files. */
  readonly directory: string;
  readonly quick: boolean;
  readonly faultMs: number;
  /** Progress, a line each. */
  say(line: string): void;
  /** Ends early, with an error, when the run is interrupted. */
  pause(ms: number): Promise<void>;
}

/** What a fault finds beyond what users saw. */
export interface Findings {
  readonly expectations: readonly Expectation[];
  /** Facts without a bound, one sentence each. */
  readonly notes: readonly Words[];
  /** What another load than the crowd was told. */
  readonly others?: Told;
}

/** Asked when the load is over, before the audit. */
export type Aftermath = () => Promise<Findings>;

export interface Fault {
  readonly name: string;
  /** What is done, in one sentence. */
  readonly what: Words;
  /** What users are promised, in one sentence. */
  readonly promise: Words;
  readonly needs: readonly Need[];
  readonly setting: Setting;
  readonly spans: { readonly full: Spans; readonly quick: Spans };
  readonly bounds: Bounds;
  /** Over the usual sale. */
  readonly sale?: Partial<SaleSpec>;
  /** Whether managers bring customers, so that there are figures at three levels. */
  readonly credits?: boolean;
  /** Settings of a quick run over those of `setting`. */
  readonly quickEnv?: Readonly<Record<string, string>>;
  /** Before anything is started; what it returns is undone at the end. */
  prepare?(directory: string): Promise<AsyncDisposable>;
  /** Makes the fault and undoes it: its end is when this resolves. */
  strike(scene: Scene): Promise<Aftermath>;
}

/** For faults that have nothing to add. */
export const NOTHING_MORE: Aftermath = () => Promise.resolve({ expectations: [], notes: [] });
