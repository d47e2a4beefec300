import { money } from "../../../shared/format.ts";
import { fenOf } from "../../../shared/liability.ts";
import { Icon } from "../../ui/icon.tsx";
import { Input } from "../../ui/input.tsx";
import { whole } from "../form.ts";
import { errorOf, type ReferralStepProps } from "./fields.tsx";
import { rewardOf } from "../reward_texts.ts";
import type { TierTexts } from "./referral_form.ts";
import { RewardEditor } from "../reward_editor.tsx";

const TIERS_MAX = 20;

/** Rewards for having invited so many, as steps that rise. */
export function Ladder(props: ReferralStepProps) {
  const { model, own } = props;
  const { tiers } = model.texts.value;
  const change = (index: number, part: Partial<TierTexts>, name: string) => {
    const next = tiers.map((tier, at) => at === index ? { ...tier, ...part } : tier);
    model.set({ tiers: next }, name);
  };
  const add = () => {
    const highest = Math.max(0, ...tiers.map(({ at }) => whole(at) ?? 0));
    const at = String(highest === 0 ? 3 : highest * 2);
    model.set({ tiers: [...tiers, { at, kind: "coupon", ref: "", amount: "" }] }, "tiers");
  };
  return (
    <fieldset class="ladder wide">
      <legend>{own.ladder.legend}</legend>
      <p class="hint">{own.ladder.hint}</p>
      <LadderPicture {...props} />
      {tiers.map((tier, index) => (
        <div class="tier" key={index}>
          <Input
            name={`tiers.${index}.at`}
            label={own.ladder.at}
            hint={null}
            error={errorOf(props, `tiers.${index}.at`)}
            value={tier.at}
            inputMode="numeric"
            onInput={(at) => change(index, { at }, `tiers.${index}.at`)}
          />
          <RewardEditor
            {...props}
            errorOf={(field) => errorOf(props, field)}
            name={`tiers.${index}`}
            legend={`${own.ladder.legend} ${index + 1}`}
            value={tier}
            optional={false}
            onChange={(reward, part) => change(index, reward, part)}
          />
          <button
            type="button"
            class="button danger"
            aria-label={own.ladder.remove(tier.at || "–")}
            onClick={() => model.set({ tiers: tiers.filter((_, at) => at !== index) }, "tiers")}
          >
            <Icon name="close" />
          </button>
        </div>
      ))}
      {tiers.length < TIERS_MAX && (
        <button type="button" class="button" onClick={add}>{own.ladder.add}</button>
      )}
    </fieldset>
  );
}

/** The steps as they rise, worth for worth. */
function LadderPicture({ model, own }: ReferralStepProps) {
  const { tiers, pointFen } = model.texts.value;
  const steps = tiers.flatMap((tier) => {
    const reward = rewardOf(tier);
    const at = whole(tier.at);
    return reward === null || at === null ? [] : [{ at, reward }];
  }).toSorted((low, high) => low.at - high.at);
  if (steps.length === 0) return <p class="quiet">{own.ladder.none}</p>;
  const worth = steps.map(({ reward }) => fenOf(reward, whole(pointFen) ?? 1));
  const most = Math.max(...worth);
  return (
    <ol class="ladder-picture" aria-label={own.ladder.picture}>
      {steps.map(({ at, reward }, index) => (
        <li key={at} style={{ "--rise": String((worth[index] ?? 0) / most) }}>
          <b>{reward.kind === "points" ? own.reward.say(reward.amount) : money(reward.amount)}</b>
          <i />
          <span>{own.ladder.people(String(at))}</span>
        </li>
      ))}
    </ol>
  );
}
