/** How many customers come in the busiest second. */
import type { FlashSaleRequest } from "../../web/shared/api.ts";
import type { ReferralRequest } from "../../web/shared/api_referral.ts";
import type { Said } from "./said.ts";

export interface Peak {
  readonly perSecond: number;
  /** Where the figure is from, for the plan and the report. */
  readonly from: Said;
}

const LEAST = 10;
/** More is not reckoned, only asked for: who expects it writes it into the campaign. */
const MOST = 2_000;
/** A crowd that is told by a message comes within minutes: this part of it in the busiest second. */
const PARTICIPANTS_PER_PEAK = 60;

/** As asked for, else as defined, else all in one second whom its units serve at the limit per person. */
export function salePeak(request: FlashSaleRequest, asked: number | null): Peak {
  return knownPeak(request, asked) ?? reckoned(request.units / request.perCustomerMax, {
    zh: "一秒内来齐按限购够分到的人数",
    en: "as many in one second as its units serve at the limit per person",
  });
}

/** As asked for, else as defined, else a sixtieth of those who are expected, or of the rewards. */
export function referralPeak(request: ReferralRequest, asked: number | null): Peak {
  const known = knownPeak(request, asked);
  if (known !== null) return known;
  const { expectedParticipants, budget } = request;
  if (expectedParticipants !== undefined) {
    return reckoned(expectedParticipants / PARTICIPANTS_PER_PEAK, {
      zh: `预计参与人数的 1/${PARTICIPANTS_PER_PEAK}`,
      en: `expected participants ÷ ${PARTICIPANTS_PER_PEAK}`,
    });
  }
  return reckoned((budget.units ?? 0) / PARTICIPANTS_PER_PEAK, {
    zh: `奖励份数的 1/${PARTICIPANTS_PER_PEAK}`,
    en: `rewards of the budget ÷ ${PARTICIPANTS_PER_PEAK}`,
  });
}

function knownPeak(
  { expectedPeakPerSecond }: { readonly expectedPeakPerSecond?: number },
  asked: number | null,
): Peak | null {
  if (asked !== null) {
    return { perSecond: asked, from: { zh: "由 --peak 指定", en: "asked for with --peak" } };
  }
  if (expectedPeakPerSecond === undefined) return null;
  const from = { zh: "活动的预计高峰", en: "expectedPeakPerSecond of the campaign" };
  return { perSecond: expectedPeakPerSecond, from };
}

function reckoned(perSecond: number, rule: Said): Peak {
  return {
    perSecond: Math.min(MOST, Math.max(LEAST, Math.ceil(perSecond))),
    from: {
      zh: `活动未填预计高峰，按规则估算：${rule.zh}，${LEAST} 到 ${MOST}；可用 --peak 另定`,
      en:
        `reckoned, since the campaign has no expectedPeakPerSecond: ${rule.en}, from ${LEAST} to ${MOST}; --peak says otherwise`,
    },
  };
}
