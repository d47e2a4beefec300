/** What a scenario is: a file in `scenarios/`, registered in `suite.ts`. */
import type { Surroundings } from "./environment.ts";
import type { Answer, Ask, Books } from "./books.ts";
import type { CampaignMade } from "./staff.ts";
import type { RequestName } from "./outcomes.ts";
import type { RunPlan } from "./profiles.ts";

/** What setup has to do with. */
export interface World {
  readonly plan: RunPlan;
  readonly surroundings: Surroundings;
  readonly books: Books;
  /** Starts the name of every customer of this run, so that runs share none. */
  readonly run: string;
}

/** What every setup hands on; k6 passes it as JSON. */
export interface Setting {
  readonly campaigns: readonly CampaignMade[];
  /** When the sale opens, or all of a herd fire; by this machine's clock. */
  readonly startAtMs: number;
  /** What else the line SETUP tells, for what is checked after the run. */
  readonly told?: Readonly<Record<string, unknown>>;
}

/** One iteration: one customer, who was never here before. */
export interface Visit {
  /** Unique in the run. */
  readonly iteration: number;
  readonly customer: string;
  readonly token: string;
  readonly plan: RunPlan;
  readonly surroundings: Surroundings;
  readonly books: Books;
  /** In [0, 1), the same in every run with this seed. */
  chance(question: string): number;
  /** One request as this customer. */
  call(name: RequestName, ask: Ask): Answer;
  /** Waits for the shared instant if the profile is `herd`; right before what all are to do at once. */
  gather(): void;
}

/** A scenario. */
export interface Play<Data extends Setting> {
  /** Once, before the load. */
  setup(world: World): Data;
  /** Once for each iteration. */
  run(visit: Visit, data: Data): void;
}

/** A scenario whose data only itself knows. */
export interface AnyPlay {
  setup(world: World): Setting;
  run(visit: Visit, data: unknown): void;
}

/** For the table of scenarios. */
export function anyPlay<Data extends Setting>(play: Play<Data>): AnyPlay {
  // What comes back from k6 is what this play's own setup gave.
  return { setup: play.setup, run: (visit, data) => play.run(visit, data as Data) };
}
