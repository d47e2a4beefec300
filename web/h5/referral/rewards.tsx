import type { RewardViewJson } from "../../shared/api_referral.ts";
import { when } from "../../shared/format.ts";
import { toMinute } from "../minute.ts";
import type { ReferralModel } from "./model.ts";
import { rewardText, type Words } from "./words.ts";

const REWARDS_MAX = 50;

/** Every reward with where it stands, and why. */
export function Rewards({ model, words }: { model: ReferralModel; words: Words }) {
  const me = model.me.value;
  if (me === null) return null;
  const w = words.rewards;
  return (
    <section class="card list" aria-labelledby="rewards">
      <h2 id="rewards">{w.title}</h2>
      {me.rewards.length === 0 ? <p class="empty">{w.empty}</p> : (
        <ul>
          {me.rewards.slice(0, REWARDS_MAX).map((one) => (
            <Reward key={one.id} reward={one} model={model} words={words} />
          ))}
        </ul>
      )}
      {me.rewards.some((one) => one.state === "paid") && <a class="plain" href="/me">{w.wallet}</a>}
    </section>
  );
}

function Reward(
  { reward, model, words }: { reward: RewardViewJson; model: ReferralModel; words: Words },
) {
  const w = words.rewards;
  const time = (iso: string) =>
    when(toMinute(iso), {
      nowMs: model.nowMs.value,
      locale: model.locale.value,
    });
  const due = reward.state === "held" && reward.dueAt !== null ? time(reward.dueAt) : null;
  return (
    <li class={`reward ${reward.state}`}>
      <p>
        <strong>{rewardText(reward.reward, words)}</strong>
        <em class="badge">{w.state[reward.state]}</em>
      </p>
      <p class="small">
        {whatFor(reward, words)} · {due === null ? time(reward.createdAt) : w.due(due)}
      </p>
      <details>
        <summary>{w.why}</summary>
        <p>{reward.why}</p>
        {reward.events.length > 0 && (
          <p>
            {w.events}:{" "}
            {reward.events.map((one) => `${words.event[one.type]} (${time(one.at)})`).join(", ")}
          </p>
        )}
        <p>{w.rules(reward.rulesVersion)}</p>
        {reward.note !== null && <p>{w.note}: {reward.note}</p>}
      </details>
    </li>
  );
}

function whatFor(reward: RewardViewJson, words: Words): string {
  const w = words.rewards.for;
  switch (reward.for) {
    case "invitee":
      return w.invitee(reward.invitee?.name ?? words.invitees.anonymous);
    case "tier":
      return w.tier(reward.tier ?? 0);
    case "self":
    case "second-level":
      return w[reward.for];
  }
}
