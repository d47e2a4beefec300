import type { ComponentChildren } from "preact";
import type { CouponRulesJson, RewardViewJson } from "../../shared/api_referral.ts";
import { when } from "../../shared/format.ts";
import type { Shell } from "../shell.ts";
import { rewardText } from "./reward_text.ts";
import type { ReferralWords } from "./words.ts";

/** One reward and its reasons: what made it, by which rules, and what became of it. */
export function RewardCase(
  { shell, reward, coupons, words, children }: {
    shell: Shell;
    reward: RewardViewJson;
    coupons: { readonly [ref: string]: CouponRulesJson };
    words: ReferralWords;
    /** What can be done with it. */
    children?: ComponentChildren;
  },
) {
  const { person } = words;
  const at = { nowMs: shell.nowMs.value, locale: shell.locale.value };
  const time = (text: string) => when(Math.floor(Date.parse(text) / 1000) * 1000, at);
  const course: readonly (readonly [string, string | null])[] = [
    [person.createdAt, reward.createdAt],
    [person.dueAt, reward.dueAt],
    [person.paidAt, reward.paidAt],
  ];
  const about = reward.tier !== null
    ? person.tier(reward.tier)
    : reward.invitee === null
    ? null
    : person.of(reward.invitee.name);
  return (
    <li>
      <details>
        <summary>
          <span class="case-head">
            <strong>{rewardText(reward.reward, { words, coupons })}</strong>
            <span class="quiet small">
              {words.reward.for[reward.for]}
              {about !== null && ` · ${about}`}
            </span>
          </span>
          <RewardPhase reward={reward} words={words} />
        </summary>
        <dl class="details">
          <div>
            <dt>{person.why}</dt>
            <dd>
              {reward.why}
              {reward.flags.length > 0 &&
                ` ${reward.flags.map((flag) => words.reward.flags[flag]).join(words.joint)}`}
            </dd>
          </div>
          <div>
            <dt>{person.basis}</dt>
            <dd>
              {reward.events.length === 0 ? person.noEvents : (
                <ul>
                  {reward.events.map((one) => (
                    <li key={one.id}>
                      {words.events[one.type]} · {time(one.at)}{" "}
                      <span class="quiet small">{one.id}</span>
                    </li>
                  ))}
                </ul>
              )}
              <span class="quiet small">{person.rules(reward.rulesVersion)}</span>
            </dd>
          </div>
          <div>
            <dt>{person.course}</dt>
            <dd>
              <ol>
                {course.map(([name, iso]) =>
                  iso !== null && <li key={name}>{`${name} ${time(iso)}`}</li>
                )}
              </ol>
            </dd>
          </div>
          {reward.note !== null && (
            <div>
              <dt>{person.note}</dt>
              <dd>{reward.note}</dd>
            </div>
          )}
        </dl>
        {children}
      </details>
    </li>
  );
}

/** Where a reward stands, and why where it was not paid. */
export function RewardPhase(
  { reward, words }: {
    reward: Pick<RewardViewJson, "state" | "reason">;
    words: ReferralWords;
  },
) {
  const state = words.reward.states[reward.state];
  const text = reward.reason === null
    ? state
    : words.reward.because(state, words.reward.reasons[reward.reason]);
  return <span class={`phase reward-${reward.state}`}>{text}</span>;
}
