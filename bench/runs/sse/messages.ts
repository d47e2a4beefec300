/** What the client's process is told, and the lines that it writes: a word, a space, JSON. */
import type {
  Latency,
  Outcome,
  Profile,
  ThresholdVerdict,
  TruthCheck,
} from "../../report/run_report.ts";
import type { AcknowledgedGrab } from "./grabs.ts";
import type { SsePlan } from "./plan.ts";
import type { OpenedSale } from "./sale.ts";
import type { SecondSample } from "./tally.ts";

/** One run of the client, its only argument. The secret comes by the environment, as `AUTH_SECRET`. */
export interface SseTask {
  readonly origin: string;
  /** Row of the table of thresholds. */
  readonly profile: Profile | "beside";
  readonly plan: SsePlan;
  /** A sale that is there; null: one is made, and grabbed from. */
  readonly campaign: string | null;
  /** Starts the names of its customers. */
  readonly customers: string;
}

/** The last line. */
export interface SseResult {
  readonly loadStartedAtMs: number | null;
  /** Came before what was to be done was done. */
  readonly interrupted: boolean;
  readonly planned: { readonly subscribers: number; readonly grabs: number };
  readonly arrived: number;
  readonly grabsStarted: number;
  readonly grabsAnswered: number;
  readonly grabsDropped: number;
  readonly subscribersMost: number;
  readonly outcomes: readonly Outcome[];
  readonly latencies: readonly Latency[];
  readonly thresholds: readonly ThresholdVerdict[];
  readonly truth: readonly TruthCheck[];
  readonly acknowledged: readonly AcknowledgedGrab[];
  /** Subscribers at which it broke, and how; null where it did not, or was not to. */
  readonly brokeAt: Breaking | null;
  readonly problems: readonly string[];
  /** The target does not let a sale be made. */
  readonly refused: string | null;
}

export interface Breaking {
  readonly subscribers: number;
  readonly why: string;
}

/** A line of the client. */
export type SseMessage =
  | { readonly kind: "SETUP"; readonly sale: OpenedSale }
  | { readonly kind: "SECOND"; readonly second: SecondSample }
  | { readonly kind: "RESULT"; readonly result: SseResult };

/** As it is written. */
export function lineOf(message: SseMessage): string {
  return `${message.kind} ${JSON.stringify(message)}`;
}

/** As it is read; null for what is no message of ours. */
export function messageOf(line: string): SseMessage | null {
  const [, kind, json] = /^(SETUP|SECOND|RESULT) (\{.*\})$/.exec(line) ?? [];
  // Written by `lineOf` of the same commit.
  return kind === undefined ? null : JSON.parse(json ?? "");
}

/** Written to the client's input: no more grabs, let the last state arrive, then the result. */
export const FINISH = "finish\n";
