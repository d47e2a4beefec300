/**
 * What one run of a scenario found, as `report.json` keeps it. The pages, comparisons, rehearsals and growth curves all
 * read this; nothing else passes between the runner and them.
 */

export const SCENARIOS = [
  "flash_sale",
  "sold_out",
  "one_person",
  "referral_storm",
  "storefront",
  "mixed_day",
  "sse",
] as const;
export type Scenario = (typeof SCENARIOS)[number];

export const PROFILES = ["smoke", "load", "spike", "herd", "soak", "breakpoint"] as const;
export type Profile = (typeof PROFILES)[number];

/** One run. Instants are ms since 1970, durations s or ms as the name says. */
export interface RunReport {
  /** Of this shape; a reader refuses another. */
  readonly version: 1;
  /** Name of the folder in `bench/out`. */
  readonly id: string;
  readonly scenario: Scenario;
  readonly profile: Profile;
  /** Repeats this run exactly when pasted. Secrets stand as `$AUTH_SECRET`. */
  readonly command: string;
  readonly startedAtMs: number;
  readonly seconds: number;
  /** `interrupted`: Ctrl-C; what there is so far is told. */
  readonly verdict: "passed" | "failed" | "interrupted";
  /** The verdict in one sentence. */
  readonly sentence: string;
  /** Everything that failed or cannot be believed, one sentence each; empty when passed. */
  readonly problems: readonly string[];
  /** Of the profile `breakpoint`: the last rate that was carried, arrivals per second, and what gave way beyond it. */
  readonly breakpoint?: { readonly perSecond: number; readonly gaveWay: string | null };
  readonly environment: RunEnvironment;
  readonly offered: Offered;
  /** How often each request was answered how: `grab`, `201`, `held`. */
  readonly outcomes: readonly Outcome[];
  /** Of the whole run, by name of the request (`grab`, `page`, `confirm` …). */
  readonly latencies: readonly Latency[];
  readonly thresholds: readonly ThresholdVerdict[];
  readonly truth: readonly TruthCheck[];
  /** Second by second. */
  readonly series: Series;
}

export interface RunEnvironment {
  readonly cores: number;
  readonly cpuModel: string;
  readonly memoryBytes: number;
  readonly system: string;
  readonly deno: string;
  /** Null where k6 had no part, as for `sse`. */
  readonly k6: string | null;
  /** Commit of the product that was started here, with a mark if files were changed; null for `--url`. */
  readonly commit: string | null;
  readonly origin: string;
  /** Whether the generator shared the product's cores. */
  readonly sharesCores: boolean;
  /** Durability in words: "sqlite, WAL, synchronous=FULL: an answer leaves after fsync". */
  readonly durability: string;
  /** What was set and differs from the defaults, without secrets. */
  readonly settings: Readonly<Record<string, string>>;
}

/** What the generator did, so that one can tell whether it was the limit. */
export interface Offered {
  /** Iterations that the plan asked for, as far as it ran. */
  readonly planned: number;
  readonly started: number;
  /** Not started in time: the generator, or the number of its virtual users, was too small. */
  readonly dropped: number;
  readonly completed: number;
  /** Cut off at the end. */
  readonly interrupted: number;
  readonly requests: number;
  readonly vusMax: number;
  /** Cores that the generator used on average while it ran; null where it could not be read. */
  readonly generatorCores: number | null;
  /** The same for the product and what belongs to it; null for a target elsewhere. */
  readonly productCores: number | null;
}

export interface Outcome {
  readonly request: string;
  /** 0: no answer. */
  readonly status: number;
  /** `held`, `confirmed`, the `code` of a problem, or what broke without one. */
  readonly reason: string;
  readonly count: number;
  /** Whether the scenario reckons with it: a 409 `sold-out` is no failure. */
  readonly expected: boolean;
}

export interface Latency {
  readonly request: string;
  readonly count: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

export interface ThresholdVerdict {
  /** `grab p99`, `unexpected answers`, `dropped iterations`. */
  readonly what: string;
  readonly unit: string;
  readonly bound: { readonly most: number } | { readonly least: number };
  /** Null where nothing was measured, which fails. */
  readonly measured: number | null;
  readonly ok: boolean;
  /** Key of the group of series into whose chart the bound is drawn; without it the name decides. */
  readonly chart?: string;
}

/** What the audit, the projection or the pages say of it, beside what the generator saw. */
export interface TruthCheck {
  readonly name: string;
  readonly ok: boolean;
  /** With both figures: "2,000 answered 201, 2,000 in the journal". */
  readonly text: string;
}

/** All on one time axis. */
export interface Series {
  /** s since the start of the load. Each value belongs to the second that ends there. */
  readonly atS: readonly number[];
  readonly groups: readonly SeriesGroup[];
  /** What began when: `sale opens`, `product killed`. Drawn into every chart. */
  readonly marks?: readonly Mark[];
}

export interface Mark {
  /** s since the start of the load. */
  readonly atS: number;
  readonly label: string;
}

/** One chart. Known keys: rates, latency, outcomes, units, commit, batch, lag, memory, cpu, subscribers. */
export interface SeriesGroup {
  readonly key: string;
  readonly title: string;
  readonly unit: string;
  /** `stack`: parts of a whole; `bars` for counts per second. */
  readonly kind: "lines" | "stack" | "bars";
  readonly lines: readonly SeriesLine[];
}

export interface SeriesLine {
  readonly label: string;
  /** As long as `atS`; null where there is no reading. */
  readonly values: readonly (number | null)[];
}
