import { errorOf, NumberField, type ReferralStepProps } from "./fields.tsx";
import { Ladder } from "./ladder.tsx";
import { SINGLE_REWARDS } from "./referral_form.ts";
import { RewardEditor } from "../reward_editor.tsx";
import { Liability } from "./liability.tsx";

/** What inviters and the invited get, and how much at most. */
export function RewardsStep(props: ReferralStepProps) {
  const { model, own } = props;
  const wrong = errorOf(props, "rewards");
  return (
    <>
      {SINGLE_REWARDS.map((name) => (
        <div key={name} class="wide">
          <RewardEditor
            {...props}
            errorOf={(field) => errorOf(props, field)}
            name={name}
            legend={own.labels[name] ?? name}
            value={model.texts.value[name]}
            optional
            onChange={(value, part) => model.set({ [name]: value }, part)}
          />
        </div>
      ))}
      <p class="error wide" role="status">{wrong}</p>
      <Ladder {...props} />
      <h3 class="wide part">{own.groups.caps}</h3>
      <NumberField {...props} name="perInviter" />
      <NumberField {...props} name="perDay" />
      <NumberField {...props} name="perOutlet" />
      <NumberField {...props} name="holdDays" />
      <Liability {...props} />
    </>
  );
}
