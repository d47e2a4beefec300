import type { MyReferralJson, ReferralJson } from "../../shared/api_referral.ts";
import { rewardText, type Words } from "./words.ts";

interface Step {
  readonly at: number;
  readonly reward: MyReferralJson["tiers"][number]["reward"];
  readonly reached: boolean;
  readonly missing: number;
  /** How far the way to this step is gone, in [0, 1]. */
  readonly gone: number;
}

/** The tiers as steps: those that are reached are filled, and so is the way to the next. */
export function Ladder(
  { campaign, me, words }: {
    campaign: ReferralJson;
    me: MyReferralJson | null;
    words: Words;
  },
) {
  const steps = stepsOf(campaign, me);
  if (steps.length === 0) return null;
  const done = steps.filter((step) => step.reached).length;
  return (
    <ol class="ladder" aria-label={words.tiers.label(done, steps.length)}>
      {steps.map((step, index) => (
        <li key={step.at} class={step.reached ? "reached" : ""}>
          <Mark step={step} first={index === 0} last={index === steps.length - 1} />
          <strong>{words.tiers.people(step.at)}</strong>
          <span class="prize">{rewardText(step.reward, words)}</span>
          <em>
            {step.reached
              ? words.tiers.reached
              : me === null
              ? ""
              : words.tiers.missing(step.missing)}
          </em>
        </li>
      ))}
    </ol>
  );
}

/** Drawn in shares of the row's height, which grows with the letters. */
function Mark({ step, first, last }: { step: Step; first: boolean; last: boolean }) {
  return (
    <svg class="mark-svg" aria-hidden="true" width="28" height="100%">
      {!first && <rect class="way" x="12" width="4" height="50%" />}
      {!last && <rect class="way" x="12" y="50%" width="4" height="50%" />}
      {!first && <rect class="gone" x="12" width="4" height={`${Math.round(50 * step.gone)}%`} />}
      {!last && step.reached && <rect class="gone" x="12" y="50%" width="4" height="50%" />}
      <circle cx="14" cy="50%" r="12" />
      {step.reached && (
        <svg y="50%" overflow="visible">
          <path d="m8.5 .5 4 4 7-8" />
        </svg>
      )}
    </svg>
  );
}

function stepsOf(campaign: ReferralJson, me: MyReferralJson | null): readonly Step[] {
  const qualified = me?.progress.qualified ?? 0;
  let from = 0;
  return (campaign.rewards.tiers ?? []).map(({ at, reward }) => {
    const missing = Math.max(0, at - qualified);
    const gone = Math.min(1, Math.max(0, (qualified - from) / Math.max(1, at - from)));
    from = at;
    return { at, reward, missing, reached: missing === 0, gone };
  });
}
