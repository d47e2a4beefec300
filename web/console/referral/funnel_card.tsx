import type { StaffReferralJson } from "../../shared/api_referral.ts";
import { count } from "../../shared/format.ts";
import { rateText, type Step, stepsOf } from "./funnel.ts";
import { tabHref } from "./tab.ts";
import type { ReferralWords } from "./words.ts";

const ROW = 44;
const HEIGHT = 34;

/** Click → visit → join → qualify → rewarded as a picture; a table says the same in numbers. */
export function FunnelCard(
  { campaign, words }: { campaign: StaffReferralJson; words: ReferralWords },
) {
  const steps = stepsOf(campaign.funnel);
  const { flagged } = campaign.funnel;
  return (
    <section class="card funnel" aria-label={words.funnel.title}>
      <h2>{words.funnel.title}</h2>
      <div class="funnel-rows">
        <Picture steps={steps} />
        <table>
          <caption class="sr-only">{words.funnel.title}</caption>
          <thead class="sr-only">
            <tr>
              <th scope="col">{words.funnel.head.step}</th>
              <th scope="col">{words.funnel.head.people}</th>
              <th scope="col">{words.funnel.head.rate}</th>
            </tr>
          </thead>
          <tbody>
            {steps.map((step) => (
              <tr key={step.name}>
                <th scope="row">{words.funnel.steps[step.name]}</th>
                <td class="number">{count(step.value)}</td>
                <td class="number quiet">{rateText(step.rate)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class="quiet small">{words.funnel.note}</p>
      {flagged > 0 && (
        <p class="note flagged">
          <span>{words.funnel.flagged(flagged)}</span>{" "}
          <a href={tabHref(campaign.id, "reviews")}>{words.funnel.review}</a>
        </p>
      )}
    </section>
  );
}

/** Bars about one middle, joined by slopes: what is lost between two steps is seen. */
function Picture({ steps }: { steps: readonly Step[] }) {
  return (
    <svg
      class="funnel-picture"
      viewBox={`0 0 100 ${ROW * steps.length}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {steps.map((step, index) => {
        const next = steps[index + 1];
        const top = index * ROW + (ROW - HEIGHT) / 2;
        const [left, right] = edges(step.share);
        const [nextLeft, nextRight] = edges(next?.share ?? 0);
        return (
          <g key={step.name}>
            <rect x={left} y={top} width={right - left} height={HEIGHT} />
            {next !== undefined && (
              <path
                d={`M${left} ${top + HEIGHT}H${right}L${nextRight} ${top + ROW}H${nextLeft}Z`}
              />
            )}
          </g>
        );
      })}
    </svg>
  );
}

/** A step that somebody took is never invisible. */
function edges(share: number): readonly [number, number] {
  const half = share === 0 ? 0.3 : Math.max(1, share * 50);
  return [50 - half, 50 + half];
}
