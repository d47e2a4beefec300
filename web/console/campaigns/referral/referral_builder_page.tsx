import type { ComponentChildren } from "preact";
import { useEffect, useMemo } from "preact/hooks";
import type { CouponTemplateJson } from "../../../shared/api_wallet.ts";
import { useList } from "../../resource.ts";
import type { Shell } from "../../shell.ts";
import { Input } from "../../ui/input.tsx";
import { BuilderFrame } from "../builder_frame.tsx";
import { type BuilderOptions, createBuilderModel } from "../builder_model.ts";
import { builderWordsOf } from "../builder_words.ts";
import type { ConflictText } from "../conflict.tsx";
import { Themes } from "../look_step.tsx";
import { COUPONS_PATH } from "../reward_editor.tsx";
import { Times } from "../when_step.tsx";
import { WhoStep } from "../who_step.tsx";
import { wordsOf } from "../words.ts";
import { BudgetStep } from "./budget_step.tsx";
import { CheckStep } from "./check_step.tsx";
import { CreditStep } from "./credit_step.tsx";
import { errorOf, fieldOf, type ReferralStepProps } from "./fields.tsx";
import { Preview } from "./preview.tsx";
import { REFERRAL_FORM, type ReferralForm } from "./referral_form.ts";
import { RewardsStep } from "./rewards_step.tsx";
import { RulesStep } from "./rules_step.tsx";
import { referralWordsOf } from "./words.ts";

const DAY_MINUTES = 1_440;
const LENGTHS = { zh: ["7 天", "30 天", "90 天"], en: ["7 days", "30 days", "90 days"] };
const LENGTH_DAYS = [7, 30, 90];

/** Writes a new referral or changes a draft. */
export function ReferralBuilderPage(
  { shell, options }: { shell: Shell; options: BuilderOptions },
) {
  const locale = shell.locale.value;
  const own = referralWordsOf(locale);
  const model = useMemo(
    () => createBuilderModel(shell, { ...options, form: REFERRAL_FORM }),
    [],
  );
  useEffect(() => model.start(), []);
  const coupons = useList<CouponTemplateJson>(shell, COUPONS_PATH);
  const props: ReferralStepProps = {
    model,
    own,
    words: wordsOf(locale),
    builder: builderWordsOf(locale),
    coupons: coupons.items.value ?? [],
  };
  return (
    <BuilderFrame
      model={model}
      frame={own}
      conflict={conflictOf(props)}
      preview={<Preview {...props} />}
    >
      <Fields {...props} />
    </BuilderFrame>
  );
}

function Fields(props: ReferralStepProps): ComponentChildren {
  switch (props.model.step.value) {
    case "what":
      return <What {...props} />;
    case "who":
      return <Who {...props} />;
    case "credit":
      return <CreditStep {...props} />;
    case "rewards":
      return <RewardsStep {...props} />;
    case "budget":
      return <BudgetStep {...props} />;
    case "look":
      return <Look {...props} />;
    case "rules":
      return <RulesStep {...props} />;
    case "check":
      return <CheckStep {...props} />;
  }
}

function What(props: ReferralStepProps) {
  const { model, words, builder } = props;
  const lengths = LENGTH_DAYS.map((days, index) =>
    [LENGTHS[model.shell.locale.value][index] ?? "", days * DAY_MINUTES] as const
  );
  return (
    <>
      <div class="wide">
        <Input {...fieldOf(props, "title")} />
      </div>
      <Times
        {...{ model, words, builder, lengths }}
        starts={builder.quickStart}
        fieldOf={(name) => fieldOf(props, name)}
      />
    </>
  );
}

function Who(props: ReferralStepProps) {
  const { model, words, builder, own } = props;
  return (
    <>
      <p class="quiet wide">{own.existing}</p>
      <WhoStep
        {...{ model, words, builder }}
        newOnly={{
          label: own.labels.newCustomersOnly ?? "",
          hint: own.hints.newCustomersOnly ?? "",
        }}
        errorOf={(name) => errorOf(props, name)}
      />
    </>
  );
}

function Look(props: ReferralStepProps) {
  const { model, builder, own } = props;
  return (
    <>
      <Themes model={model} legend={own.labels.theme ?? ""} names={builder.themes} />
      <div class="wide">
        <Input {...fieldOf(props, "note")} />
      </div>
    </>
  );
}

function conflictOf({ own, builder }: ReferralStepProps): ConflictText<ReferralForm> {
  const reward = (texts: { kind: "none" | "coupon" | "points"; ref: string; amount: string }) =>
    texts.kind === "none" ? own.reward.none : `${texts.ref} ${texts.amount}`;
  return {
    labelOf: (name) => own.labels[name] ?? name,
    show: (texts, name) => {
      switch (name) {
        case "perInvitee":
        case "perInvitedSelf":
        case "perSecondLevel":
          return reward(texts[name]);
        case "tiers":
          return texts.tiers.map((tier) => `${tier.at}: ${reward(tier)}`).join("; ");
        case "qualifying":
          return own.list(texts.qualifying.map((event) => own.events[event]));
        case "attribution":
          return own.attribution[texts.attribution].name;
        case "newCustomersOnly":
          return texts.newCustomersOnly ? builder.yes : builder.no;
        case "theme":
          return builder.themes[texts.theme];
        default:
          return texts[name].replace("T", " ");
      }
    },
  };
}
