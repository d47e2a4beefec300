import { missingParts } from "../../../shared/policy_text.ts";
import { POLICY_EN, POLICY_ZH } from "../../../shared/policy_words.ts";
import { fieldOf, Lines, type ReferralStepProps } from "./fields.tsx";
import {
  isFromTerms,
  refreshed,
  RULES_BLANK,
  type RulesFacts,
  rulesOf,
  staleHeadings,
} from "./rules_text.ts";

const ROWS = 14;

/** What customers read before they take part: written from the terms, then the bank's own. */
export function RulesStep(props: ReferralStepProps) {
  const { model, own } = props;
  const texts = model.texts.value;
  const facts = factsOf(props);
  const empty = texts.rules.trim() === "";
  const stale = empty ? [] : staleHeadings(texts, facts);
  const words = model.shell.locale.value === "en" ? POLICY_EN : POLICY_ZH;
  const missing = empty ? [] : missingParts(texts.rules);
  return (
    <div class="wide rules">
      {(empty || isFromTerms(texts, facts)) && (
        <p class="quick">
          <button
            type="button"
            class={empty ? "button brand" : "button"}
            onClick={() => {
              const rules = empty ? rulesOf(texts, facts) : refreshed(texts, facts);
              model.set({ rules }, "rules");
            }}
          >
            {empty ? own.rules.fill : own.rules.refresh}
          </button>
        </p>
      )}
      <Lines {...fieldOf(props, "rules")} rows={ROWS} />
      <div role="status">
        {empty && <p class="quiet">{own.rules.parts}</p>}
        {stale.length > 0 && <p class="note">{own.rules.stale(own.list(stale))}</p>}
        {texts.rules.includes(RULES_BLANK) && <p class="note">{own.rules.blank}</p>}
        {missing.map((part) => <p key={part} class="note">{words.part[part]}</p>)}
      </div>
    </div>
  );
}

function factsOf({ model, coupons }: ReferralStepProps): RulesFacts {
  return {
    organiser: model.shell.staff.value?.unitName ?? "",
    titleOf: (ref) => coupons.find(({ id }) => id === ref)?.title ?? ref,
  };
}
