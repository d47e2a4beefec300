import type { ReferralJson } from "../../shared/api_referral.ts";
import { span } from "../../shared/format.ts";
import { toMinute } from "../minute.ts";
import type { ReferralModel } from "./model.ts";
import { howText, type Words } from "./words.ts";

/** The terms and the rules in words, with the version that is in force. */
export function Terms({ model, words }: { model: ReferralModel; words: Words }) {
  const campaign = model.campaign.value;
  const w = words.terms;
  const { perInviter, perDay } = campaign.caps;
  const caps = [
    ...(perInviter === undefined ? [] : [w.perInviter(perInviter)]),
    ...(perDay === undefined ? [] : [w.perDay(perDay)]),
  ].join(" · ");
  const time = span(
    { fromMs: toMinute(campaign.startsAt), toMs: toMinute(campaign.endsAt) },
    { nowMs: Date.parse(campaign.serverTime), locale: model.locale.value },
  );
  return (
    <section class="card terms" aria-labelledby="terms">
      <h2 id="terms">{w.title}</h2>
      <dl>
        <Fact name={w.time} text={time} />
        <Fact name={w.counts} text={howText(campaign, words)} />
        <Fact name={w.window} text={w.windowText(campaign.windowDays)} />
        <Fact name={w.attribution} text={w.mode[campaign.attribution]} />
        <Fact name={w.caps} text={caps} />
        <Fact name={w.who} text={who(campaign, words)} />
        <Fact name={w.note} text={campaign.look?.note ?? ""} />
      </dl>
      <p class="rules-text">{campaign.rules}</p>
      <p class="small">
        {campaign.rulesVersion > 0 ? w.frozen(campaign.rulesVersion) : w.draft} {w.privacy}
      </p>
      {model.signedIn.value && (
        <button
          type="button"
          class="plain"
          onClick={() => void model.signOut()}
        >
          {words.signOut}
        </button>
      )}
    </section>
  );
}

/** Nothing where there is nothing to say. */
function Fact({ name, text }: { name: string; text: string }) {
  if (text === "") return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>{text}</dd>
    </div>
  );
}

function who({ eligibility }: ReferralJson, words: Words): string {
  const { newCustomersOnly, tags = [], orgUnitIds = [] } = eligibility ?? {};
  return [
    ...(newCustomersOnly ? [words.terms.newOnly] : []),
    ...(tags.length > 0 ? [words.terms.tagged] : []),
    ...(orgUnitIds.length > 0 ? [words.terms.orgUnits] : []),
  ].join(" · ");
}
