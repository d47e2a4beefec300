/** The budget under the rules asked for, decided in the campaign's own order as far as that is known. */
import type { CampaignEvent } from "../../../../actors/campaign/events.ts";
import {
  atOutletOf,
  countOutlet,
  openCourse,
  placeManager,
} from "../../../../actors/campaign/course.ts";
import {
  affords,
  change,
  close,
  openPurse,
  type Purse,
  reserve,
} from "../../../../actors/campaign/purse.ts";
import type { Rules } from "./rules.ts";

export type Outcome = "reserved" | "budget-exhausted" | "cap-per-outlet" | "campaign-ended";

export interface Ask {
  readonly fen: number;
  readonly outlet: string | null;
}

export class Budget {
  readonly #rules: Rules;
  /** Rewards by outlet; where managers work is in the log. */
  readonly #course = openCourse(0);
  #purse: Purse;

  constructor(rules: Rules) {
    this.#rules = rules;
    this.#purse = openPurse(rules.budget);
  }

  decide({ fen, outlet }: Ask): Outcome {
    const { perOutlet } = this.#rules.terms.caps;
    if (perOutlet !== undefined && outlet !== null) {
      if (atOutletOf(this.#course, outlet) >= perOutlet) return "cap-per-outlet";
    }
    if (!affords(this.#purse, fen)) return "budget-exhausted";
    this.#purse = reserve(this.#purse, fen);
    this.#count(outlet, 1);
    return "reserved";
  }

  close({ fen, outlet }: Ask, outcome: "paid" | "released" | "clawed-back"): void {
    this.#purse = close(this.#purse, fen, outcome);
    if (outcome !== "paid") this.#count(outlet, -1);
  }

  /** What staff changed. */
  edited({ pool, delta }: CampaignEvent & { readonly kind: "budget-changed" }): void {
    if (this.#rules.budgetEdits || pool === "units") {
      this.#purse = change(this.#purse, pool, delta);
    }
  }

  placed({ manager, unit }: CampaignEvent & { readonly kind: "manager-placed" }): void {
    placeManager(this.#course, manager, unit);
  }

  #count(outlet: string | null, by: 1 | -1): void {
    if (outlet !== null) countOutlet(this.#course, outlet, by);
  }
}
