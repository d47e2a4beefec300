/** The rules of a campaign as its log has them, and with something changed. */
import type { CampaignEvent } from "../../../../actors/campaign/events.ts";
import type { ReferralSpec } from "../../../../actors/campaign/referral_spec.ts";
import type { AttributionMode, ReferralTerms } from "../../../../actors/referral/transfer.ts";
import type { Turn } from "./log.ts";

export interface Rules {
  readonly terms: ReferralTerms;
  readonly budget: ReferralSpec["budget"];
  /** Whether what staff added to or took from the budget counts. */
  readonly budgetEdits: boolean;
}

/** What is asked for; undefined leaves it as it was. */
export interface RuleChange {
  readonly attribution?: AttributionMode;
  readonly windowDays?: number;
  readonly perInviter?: number;
  readonly perDay?: number;
  readonly budgetFen?: number;
}

const DAY_MS = 86_400_000;

/** Null: the log has no campaign that was ever scheduled. */
export function rulesOf(turns: readonly Turn[]): Rules | null {
  let terms: ReferralTerms | null = null;
  let spec: ReferralSpec | null = null;
  for (const turn of turns) {
    for (const event of turn.events) {
      if (event.kind === "configured") terms = event.terms;
    }
    if (turn.kind === "campaign") spec = specOf(turn.events) ?? spec;
  }
  return terms === null || spec === null ? null : { terms, budget: spec.budget, budgetEdits: true };
}

function specOf(events: readonly CampaignEvent[]): ReferralSpec | null {
  const written = events.findLast(({ kind }) => kind === "created" || kind === "amended");
  if (written?.kind !== "created" && written?.kind !== "amended") return null;
  return written.spec.kind === "referral" ? written.spec : null;
}

export function changed(rules: Rules, change: RuleChange): Rules {
  const { terms } = rules;
  const { attribution, windowDays, perInviter, perDay, budgetFen } = change;
  return {
    terms: {
      ...terms,
      attribution: attribution ?? terms.attribution,
      windowMs: windowDays === undefined ? terms.windowMs : windowDays * DAY_MS,
      caps: {
        ...terms.caps,
        ...perInviter === undefined ? {} : { perInviter },
        ...perDay === undefined ? {} : { perDay },
      },
    },
    budget: budgetFen === undefined ? rules.budget : { ...rules.budget, fen: budgetFen },
    budgetEdits: budgetFen === undefined,
  };
}
