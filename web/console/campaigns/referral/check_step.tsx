import type { PolicyFindingJson, RewardJson } from "../../../shared/api_referral.ts";
import { money } from "../../../shared/format.ts";
import { policyOf } from "../../../shared/policy.ts";
import { fieldOf as inputOf, Lines, type ReferralStepProps } from "./fields.tsx";
import { Liability } from "./liability.tsx";
import { rewardOf } from "../reward_texts.ts";
import { SINGLE_REWARDS } from "./referral_form.ts";
import { fieldOf, stepOf } from "./steps.ts";

const REASON_ROWS = 3;

/** The terms once more, what the policy check finds, and why that is accepted. */
export function CheckStep(props: ReferralStepProps) {
  const { model, own } = props;
  const { request } = model.checked.value;
  return (
    <>
      <Summary {...props} />
      <Liability {...props} />
      <section class="wide policy" aria-label={own.check.title}>
        <h3>{own.check.title}</h3>
        {request === null
          ? <p class="note">{own.check.incomplete}</p>
          : <Findings {...props} findings={policyFindings(props)} />}
      </section>
      {model.draft.value?.approval !== false && <p class="quiet wide">{own.check.fourEyes}</p>}
    </>
  );
}

function policyFindings({ model }: ReferralStepProps): readonly PolicyFindingJson[] {
  const { request } = model.checked.value;
  const language = model.shell.locale.value;
  return request === null ? [] : policyOf(request, { language }).findings;
}

function Findings(props: ReferralStepProps & { findings: readonly PolicyFindingJson[] }) {
  const { own, findings } = props;
  if (props.model.checked.value.hindrances.has("rules")) {
    return <Blank {...props} />;
  }
  if (findings.length === 0) return <p class="clean" role="status">✓ {own.check.clean}</p>;
  const errors = findings.filter(({ level }) => level === "error");
  const warnings = findings.filter(({ level }) => level === "warning");
  return (
    <>
      <List {...props} title={own.check.errors} findings={errors} />
      <List {...props} title={own.check.warnings} findings={warnings} />
      <Lines {...inputOf(props, "override")} rows={REASON_ROWS} />
    </>
  );
}

/** Rules with a blank in them are checked once it is filled in. */
function Blank({ model, words, own }: ReferralStepProps) {
  return (
    <div class="findings">
      <ul>
        <li>
          <p>{words.form.faults.blank}</p>
          <button type="button" class="button" onClick={() => model.go("rules")}>
            {own.check.go(own.steps.rules)}
          </button>
        </li>
      </ul>
    </div>
  );
}

function List(
  { model, own, title, findings }: ReferralStepProps & {
    title: string;
    findings: readonly PolicyFindingJson[];
  },
) {
  const level = findings[0]?.level;
  if (level === undefined) return null;
  return (
    <div class={`findings is-${level}`}>
      <h4>{title}</h4>
      <ul>
        {findings.map(({ rule, field, message }) => {
          const step = stepOf(fieldOf(field));
          return (
            <li key={`${rule} ${field} ${message}`}>
              <p>{message}</p>
              <button type="button" class="button" onClick={() => model.go(step)}>
                {own.check.go(own.steps[step])}
              </button>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function Summary(props: ReferralStepProps) {
  const { model, own, coupons } = props;
  const texts = model.texts.value;
  const say = (reward: RewardJson | null) => {
    if (reward === null) return "–";
    if (reward.kind === "points") return own.reward.say(reward.amount);
    const title = coupons.find(({ id }) => id === reward.ref)?.title ?? reward.ref;
    return `${title} ${money(reward.amount)}`;
  };
  const rows: readonly (readonly [string | undefined, string])[] = [
    [own.labels.title, texts.title],
    [own.labels.startsAt, texts.startsAt.replace("T", " ")],
    [own.labels.endsAt, texts.endsAt.replace("T", " ")],
    [own.labels.qualifying, own.list(texts.qualifying.map((event) => own.events[event]))],
    [own.labels.attribution, own.attribution[texts.attribution].name],
    [own.labels.windowDays, texts.windowDays],
    ...SINGLE_REWARDS.filter((name) => texts[name].kind !== "none")
      .map((name) => [own.labels[name], say(rewardOf(texts[name]))] as const),
    ...texts.tiers.map((tier) => [own.ladder.reached(tier.at), say(rewardOf(tier))] as const),
    ...(["perInviter", "perDay", "perOutlet", "holdDays", "budgetFen", "budgetUnits"] as const)
      .filter((name) => texts[name].trim() !== "")
      .map((name) => [own.labels[name], texts[name]] as const),
  ];
  return (
    <dl class="details wide">
      {rows.map(([name, value]) => (
        <div key={`${name}`}>
          <dt>{name}</dt>
          <dd>{value || "–"}</dd>
        </div>
      ))}
    </dl>
  );
}
