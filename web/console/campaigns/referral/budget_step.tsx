import { Input } from "../../ui/input.tsx";
import { errorOf, fieldOf, NumberField, type ReferralStepProps } from "./fields.tsx";
import { Liability } from "./liability.tsx";

/** How much there is in all. */
export function BudgetStep(props: ReferralStepProps) {
  return (
    <>
      <Input {...fieldOf(props, "budgetFen")} inputMode="decimal" />
      <NumberField {...props} name="budgetUnits" />
      <p class="error wide" role="status">{errorOf(props, "budget")}</p>
      <NumberField {...props} name="expectedParticipants" />
      <NumberField {...props} name="pointFen" />
      <NumberField {...props} name="expectedPeak" />
      <Liability {...props} />
    </>
  );
}
