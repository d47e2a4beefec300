/** The builder's steps, and which field belongs to which. */
import type { FieldName } from "./form.ts";

/** In their order. */
export const STEPS = ["what", "units", "when", "who", "look"] as const;
export type Step = (typeof STEPS)[number];

const FIELDS: Readonly<Record<Step, readonly string[]>> = {
  what: ["title", "product", "price", "grants"],
  units: ["units", "perCustomerMax", "perOrderMax", "holdSeconds", "expectedPeak"],
  when: ["startsAt", "endsAt", "releases"],
  who: ["newCustomersOnly", "tags", "orgUnitIds"],
  look: ["theme", "note"],
};

/** The step on which a field stands; rows of releases are `releases.0.units`. */
export function stepOf(field: FieldName): Step {
  const name = field.split(".")[0] ?? field;
  return STEPS.find((step) => FIELDS[step].includes(name)) ?? "what";
}
