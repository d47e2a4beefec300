import type { ComponentChildren } from "preact";
import type { StaffReferralJson } from "../../shared/api_referral.ts";
import { money, span } from "../../shared/format.ts";
import type { Shell } from "../shell.ts";
import { StaffName } from "../ui/names.tsx";
import { rewardText } from "./reward_text.ts";
import type { ReferralWords } from "./words.ts";

/** Terms and rules as they are frozen. */
export function TermsCard(
  { shell, campaign, words }: {
    shell: Shell;
    campaign: StaffReferralJson;
    words: ReferralWords;
  },
) {
  const { terms } = words;
  return (
    <section class="card" aria-label={terms.title}>
      <h2>
        <span>{terms.title}</span>
        <small>
          {campaign.rulesVersion === 0 ? terms.notFrozen : terms.frozen(campaign.rulesVersion)}
        </small>
      </h2>
      <dl class="details">
        {rowsOf(shell, campaign, words).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        <div>
          <dt>{terms.author}</dt>
          <dd>
            <StaffName shell={shell} id={campaign.author} />
          </dd>
        </div>
        {campaign.override !== null && (
          <div>
            <dt>{terms.override}</dt>
            <dd>
              {campaign.override.reason}{" "}
              <span class="quiet">
                <StaffName shell={shell} id={campaign.override.by} />
              </span>
            </dd>
          </div>
        )}
      </dl>
      {campaign.rules !== "" && (
        <details class="rules-text">
          <summary>{terms.rules}</summary>
          <p>{campaign.rules}</p>
        </details>
      )}
    </section>
  );
}

function rowsOf(
  shell: Shell,
  campaign: StaffReferralJson,
  words: ReferralWords,
): readonly (readonly [string, ComponentChildren])[] {
  const { terms } = words;
  const { rewards, eligibility, coupons } = campaign;
  const at = { nowMs: shell.nowMs.value, locale: shell.locale.value };
  const text = (reward: NonNullable<typeof rewards.perInvitee>) =>
    rewardText(reward, { words, coupons });
  const times = { fromMs: Date.parse(campaign.startsAt), toMs: Date.parse(campaign.endsAt) };
  return [
    [terms.time, span(times, at)],
    [
      terms.attribution,
      `${terms.attributions[campaign.attribution]} · ${terms.window} ${
        terms.days(campaign.windowDays)
      }`,
    ],
    [terms.qualifying, campaign.qualifying.map((one) => words.events[one]).join(words.joint)],
    ...rewards.perInvitee === undefined
      ? []
      : [[terms.perInvitee, text(rewards.perInvitee)] as const],
    ...(rewards.tiers ?? []).map((tier) => [terms.tier(tier.at), text(tier.reward)] as const),
    ...rewards.perSecondLevel === undefined
      ? []
      : [[terms.perSecondLevel, text(rewards.perSecondLevel)] as const],
    ...rewards.perInvitedSelf === undefined
      ? []
      : [[terms.perInvitedSelf, text(rewards.perInvitedSelf)] as const],
    [terms.caps, capsText(campaign, words)],
    [terms.hold, campaign.holdDays === 0 ? terms.atOnce : terms.days(campaign.holdDays)],
    ...usesPoints(campaign) ? [[terms.point, money(campaign.pointFen)] as const] : [],
    [
      terms.audience,
      [
        ...eligibility?.newCustomersOnly ? [terms.newOnly] : [],
        ...eligibility?.tags ?? [],
      ].join(words.joint) || terms.everyone,
    ],
  ];
}

function capsText(campaign: StaffReferralJson, words: ReferralWords): string {
  const { cap, noCap } = words.terms;
  const { perInviter, perDay, perOutlet } = campaign.caps;
  const parts = [
    ...perInviter === undefined ? [] : [cap.perInviter(perInviter)],
    ...perDay === undefined ? [] : [cap.perDay(perDay)],
    ...perOutlet === undefined ? [] : [cap.perOutlet(perOutlet)],
  ];
  return parts.length === 0 ? noCap : parts.join(words.joint);
}

function usesPoints({ rewards }: StaffReferralJson): boolean {
  const { perInvitee, perInvitedSelf, perSecondLevel, tiers = [] } = rewards;
  return [perInvitee, perInvitedSelf, perSecondLevel, ...tiers.map((tier) => tier.reward)]
    .some((reward) => reward?.kind === "points");
}
