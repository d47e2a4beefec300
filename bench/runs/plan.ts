/** What is to be run, parsed and checked. */
import type { Profile, Scenario } from "../report/run_report.ts";

/** Where events become durable in a product that is started here. */
export const JOURNALS = ["sqlite", "redis", "redis-http"] as const;
export type JournalName = (typeof JOURNALS)[number];

/** A product to be started for the run. */
export interface StartPlan {
  readonly kind: "start";
  /** Null: one that is free. */
  readonly port: number | null;
  /** Null: what the environment says, else sqlite. */
  readonly journal: JournalName | null;
  /** Organisation and demo data, for scenarios of storefronts; null: an empty bank. */
  readonly scale: "demo" | "jiangxi" | null;
  /** Over what the environment gives: `LIMIT_GRABS_PER_SECOND` and the like. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A product that runs already. */
export interface ElsewherePlan {
  readonly kind: "elsewhere";
  readonly url: string;
  /** Signs tokens; null: not given. */
  readonly secret: string | null;
  /** Signs what the bank tells; null: not given. */
  readonly eventsSecret: string | null;
  /** Whether the scenario tells what customers did, as the bank's systems do. */
  readonly needsEvents?: boolean;
  /** `--yes-this-is-production` */
  readonly isProductionMeant: boolean;
}

/** One run of one scenario. */
export interface RunPlan {
  readonly scenario: Scenario;
  readonly profile: Profile;
  readonly target: StartPlan | ElsewherePlan;
  /** For the suite: `RATE`, `SECONDS`, `UNITS`, `SEED`, `SUBSCRIBERS`, `PLAN` … */
  readonly overrides: Readonly<Record<string, string>>;
}

/** Refused before anything was put under load: one clear line, exit code 2. */
export class Refusal extends Error {}
