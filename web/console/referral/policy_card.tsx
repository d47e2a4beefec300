import type { StaffReferralJson } from "../../shared/api_referral.ts";
import { count, money } from "../../shared/format.ts";
import { policyOf } from "../../shared/policy.ts";
import type { Shell } from "../shell.ts";
import { requestOf } from "./terms_request.ts";
import type { ReferralWords } from "./words.ts";

/** What whoever approves has to know: the most that it can cost, and what the policy check finds. */
export function PolicyCard(
  { shell, campaign, words }: {
    shell: Shell;
    campaign: StaffReferralJson;
    words: ReferralWords;
  },
) {
  const { policy } = words;
  const { findings, worstCase } = policyOf(requestOf(campaign), { language: shell.locale.value });
  const { fen, rewards, cappedFen, cappedRewards } = worstCase;
  return (
    <section class="card policy-card" aria-label={policy.title}>
      <h2>{policy.title}</h2>
      <dl class="details">
        <div>
          <dt>{policy.worst}</dt>
          <dd>
            {fen === null || rewards === null ? policy.unbounded : policy.most(money(fen), rewards)}
          </dd>
        </div>
        <div>
          <dt>{policy.capped}</dt>
          <dd>
            {[
              ...cappedFen === null ? [] : [money(cappedFen)],
              ...cappedRewards === null ? [] : [policy.rewards(count(cappedRewards))],
            ].join(words.joint) || policy.noBudget}
          </dd>
        </div>
      </dl>
      {findings.length === 0 ? <p class="clean-policy">✓ {policy.clean}</p> : (
        <ul class="flags">
          {findings.map((one) => (
            <li key={`${one.rule}${one.field}`} class={one.level}>
              <strong>{policy.levels[one.level]}</strong>
              <span>{one.message}</span>
            </li>
          ))}
        </ul>
      )}
      {findings.length > 0 && (
        <p class="note">
          {campaign.override === null
            ? policy.needsReason
            : policy.accepted(campaign.override.reason)}
        </p>
      )}
    </section>
  );
}
