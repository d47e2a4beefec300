import type { ReferralJson, RewardJson } from "../../shared/api_referral.ts";
import { Ladder } from "./ladder.tsx";
import type { ReferralModel } from "./model.ts";
import { howText, rewardText, type Words } from "./words.ts";

/** What there is to win, and what counts. */
export function Prizes({ model, words }: { model: ReferralModel; words: Words }) {
  const campaign = model.campaign.value;
  const { perInvitee, perInvitedSelf, perSecondLevel, tiers = [] } = campaign.rewards;
  const w = words.prizes;
  return (
    <section class="card prizes" aria-labelledby="prizes">
      <h2 id="prizes">{model.me.value === null ? w.title : words.tiers.title}</h2>
      {model.me.value === null && (
        <dl>
          <Prize name={w.perInvitee} {...{ reward: perInvitee, campaign, words }} />
          <Prize name={w.self} {...{ reward: perInvitedSelf, campaign, words }} />
          <Prize name={w.second} {...{ reward: perSecondLevel, campaign, words }} />
        </dl>
      )}
      {model.me.value === null && tiers.length > 0 && <h3>{words.tiers.title}</h3>}
      <Ladder campaign={campaign} me={model.me.value} words={words} />
      <p class="small">{w.counts(howText(campaign, words))} {w.hold(campaign.holdDays)}</p>
    </section>
  );
}

function Prize(
  { name, reward, campaign, words }: {
    name: string;
    reward: RewardJson | undefined;
    campaign: ReferralJson;
    words: Words;
  },
) {
  if (reward === undefined) return null;
  const rules = reward.kind === "coupon" ? campaign.coupons[reward.ref] : undefined;
  const notes = rules === undefined
    ? []
    : [rules.title, ...(rules.minimumFen > 0 ? [words.prizes.minimum(rules.minimumFen)] : [])];
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <strong>{rewardText(reward, words)}</strong>
        {notes.length > 0 && <small>{notes.join(" · ")}</small>}
      </dd>
    </div>
  );
}

/** How much of the rewards is left, as a share: the pool may be counted in money or in rewards. */
export function Pool({ model, words }: { model: ReferralModel; words: Words }) {
  const { units, soldOut } = model.campaign.value;
  const offered = Math.max(1, units.total - units.withdrawn);
  const percent = Math.max(0, Math.min(100, Math.round((100 * units.available) / offered)));
  // A rest that rounds to nothing is not nothing.
  const shown = percent === 0 && units.available > 0 ? 1 : percent;
  const left = words.poolLeft(shown);
  return (
    <div class="stock">
      <p class="left">
        <span>{words.pool}</span> <strong class={shown < 10 ? "low" : ""}>{left}</strong>
      </p>
      <svg
        class="bar"
        role="img"
        aria-label={`${words.pool}: ${left}`}
        width="100%"
        height="12"
      >
        <rect class="track" width="100%" height="12" rx="6" />
        <rect
          class="held"
          width={`${Math.min(100, (100 * (units.available + units.held)) / offered)}%`}
          height="12"
          rx="6"
        />
        <rect class="available" width={`${shown}%`} height="12" rx="6" />
      </svg>
      <p class="notes">
        <span>{words.poolNote[soldOut]}</span>
        <span>{words.board.participants(model.campaign.value.participants)}</span>
      </p>
    </div>
  );
}
