/** The steps of a referral, and which field belongs to which. */
import type { FieldName } from "../form.ts";

/** In their order. */
export const REFERRAL_STEPS = [
  "what",
  "who",
  "credit",
  "rewards",
  "budget",
  "look",
  "rules",
  "check",
] as const;
export type ReferralStep = (typeof REFERRAL_STEPS)[number];

const FIELDS: Readonly<Record<ReferralStep, readonly string[]>> = {
  what: ["title", "startsAt", "endsAt"],
  who: ["newCustomersOnly", "tags", "orgUnitIds"],
  credit: ["attribution", "windowDays", "qualifying"],
  rewards: [
    "rewards",
    "perInvitee",
    "perInvitedSelf",
    "perSecondLevel",
    "tiers",
    "perInviter",
    "perDay",
    "perOutlet",
    "holdDays",
  ],
  budget: [
    "budget",
    "budgetFen",
    "budgetUnits",
    "pointFen",
    "expectedParticipants",
    "expectedPeak",
  ],
  look: ["theme", "note"],
  rules: ["rules"],
  check: ["override"],
};

/** The step on which a field stands; parts of a reward are `tiers.0.amount`. */
export function stepOf(field: FieldName): ReferralStep {
  const name = field.split(".")[0] ?? field;
  return REFERRAL_STEPS.find((step) => FIELDS[step].includes(name)) ?? "what";
}

/** Where the server's path of a field, or that of a finding, stands in the form. */
export function fieldOf(path: string): FieldName {
  const names: Readonly<Record<string, FieldName>> = {
    "budget.fen": "budgetFen",
    "budget.units": "budgetUnits",
    expectedPeakPerSecond: "expectedPeak",
    "override.reason": "override",
    "look.note": "note",
    "look.theme": "theme",
    caps: "perInviter",
  };
  if (names[path] !== undefined) return names[path];
  if (path.startsWith("eligibility.")) return path.split(".")[1] ?? "tags";
  if (path.startsWith("qualifying")) return "qualifying";
  return path.replace(/^(?:rewards|caps)\./, "").replace(".reward.", ".");
}
