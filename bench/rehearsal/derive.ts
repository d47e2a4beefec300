/** From a campaign's definition to its rehearsal: scenario, audience, arrivals, thresholds. Pure. */
import type { FlashSaleRequest } from "../../web/shared/api.ts";
import type { ReferralRequest } from "../../web/shared/api_referral.ts";
import { type Arrivals, rateAt } from "../k6/profiles.ts";
import { arrivalsOf, curveOf, LEAD_S } from "./curve.ts";
import { type Peak, referralPeak, salePeak } from "./peak.ts";
import type { Said } from "./said.ts";
import { type Release, wavesOf } from "./waves.ts";

export type CampaignRequest = FlashSaleRequest | ReferralRequest;

/** What is played, and what is expected of it. */
export interface Rehearsal {
  readonly scenario: "flash_sale" | "referral_storm";
  readonly peak: Peak;
  readonly arrivals: Arrivals;
  /** People in one arrival: a referral's come as branches of invited and inviting people. */
  readonly peoplePerArrival: number;
  /** Different people who come, each once, and of a sale each for one unit: more of them than with orders of several. */
  readonly customers: number;
  /** The campaign as it is played: everything as defined but the times, which are counted from 1970. */
  readonly spec: CampaignRequest;
  readonly thresholds: Thresholds;
  /** When the units are gone if everyone takes one and keeps it, s after the start; null: not within the time played. */
  readonly soldOutS: number | null;
  /** What is played otherwise than defined, one sentence each. */
  readonly notes: readonly Said[];
}

/** What customers may expect at the peak. */
export interface Thresholds {
  /** The request that decides. */
  readonly request: "grab" | "join";
  readonly p99Ms: number;
  /** Whether the units have to be gone at the end. */
  readonly soldOut: boolean;
}

export interface DeriveOptions {
  /** Asked for with `--peak`. */
  readonly peakPerSecond: number | null;
  readonly p99Ms: number;
  /** How long the campaign itself is played. */
  readonly playS: number;
}

const HOLD_S_MIN = 3;
/** Of those who hold a unit three in ten let it go: more have to come than there are units. */
const TRIES_PER_UNIT = 1.5;
/** With fewer some of what is let go finds nobody. */
const TRIES_PER_UNIT_MIN = 1.2;
/** So that nothing ends while it is played and looked at. */
const OPEN_S = 3_600;
const STEP_S = 0.05;
/** Of the suite's storm, on average. */
const PEOPLE_PER_BRANCH = 6;
const TOLD = "account-opened";
const WINDOW_DAYS_MAX = 30;

/** What is played of a campaign whose fields are valid. */
export function derive(request: CampaignRequest, options: DeriveOptions): Rehearsal {
  return request.kind === "referral"
    ? deriveReferral(request, options)
    : deriveSale(request, options);
}

function deriveSale(request: FlashSaleRequest, options: DeriveOptions): Rehearsal {
  const peak = salePeak(request, options.peakPerSecond);
  const { waves, endS, notes } = wavesOf(request, options.playS);
  const arrivals = curveOf(
    waves.map(({ atS, units }) => ({ atS, wanted: units * TRIES_PER_UNIT })),
    { peakPerSecond: peak.perSecond, endS },
  );
  const shortHoldS = Math.max(HOLD_S_MIN, Math.round(endS / waves.length / 2));
  const holdSeconds = Math.min(request.holdSeconds, shortHoldS);
  const soldOutS = goneAfter(arrivals, { waves, endS });
  const customers = arrivalsOf(arrivals);
  const soldOut = soldOutS !== null && customers >= request.units * TRIES_PER_UNIT_MIN;
  const { eligibility: _eligibility, releases: _releases, ...rest } = request;
  const releases = waves.slice(1).map(({ atS, units }) => ({ at: instant(atS), units }));
  return {
    scenario: "flash_sale",
    peak,
    arrivals,
    peoplePerArrival: 1,
    customers,
    spec: {
      ...rest,
      startsAt: instant(0),
      endsAt: instant(endS + OPEN_S),
      holdSeconds,
      expectedPeakPerSecond: peak.perSecond,
      ...(releases.length === 0 ? {} : { releases }),
      ...everyone(request),
    },
    thresholds: { request: "grab", p99Ms: options.p99Ms, soldOut },
    soldOutS,
    notes: [
      ...notes,
      ...holdSeconds < request.holdSeconds
        ? [{
          zh: `占用时长 ${holdSeconds} 秒（原定 ${request.holdSeconds} 秒）`,
          en: `a hold lasts ${holdSeconds} s instead of ${request.holdSeconds} s`,
        }]
        : [],
      ...everyoneNote(request),
    ],
  };
}

function deriveReferral(request: ReferralRequest, options: DeriveOptions): Rehearsal {
  const peak = referralPeak(request, options.peakPerSecond);
  const people = request.expectedParticipants ?? request.budget.units ?? Infinity;
  const arrivals = curveOf([{ atS: 0, wanted: people / PEOPLE_PER_BRANCH }], {
    peakPerSecond: Math.max(1, Math.round(peak.perSecond / PEOPLE_PER_BRANCH)),
    endS: options.playS,
  });
  const { eligibility: _, ...rest } = request;
  const { spec, notes } = asTheBankTells(rest);
  return {
    scenario: "referral_storm",
    peak,
    arrivals,
    peoplePerArrival: PEOPLE_PER_BRANCH,
    customers: arrivalsOf(arrivals) * PEOPLE_PER_BRANCH,
    spec: {
      ...spec,
      startsAt: instant(0),
      endsAt: instant(options.playS + OPEN_S),
      holdDays: 0,
      expectedPeakPerSecond: peak.perSecond,
      ...everyone(request),
    },
    thresholds: { request: "join", p99Ms: options.p99Ms, soldOut: false },
    soldOutS: null,
    notes: [
      ...request.holdDays > 0
        ? [{
          zh: `奖励即时发放（原定 ${request.holdDays} 天后）`,
          en: `rewards are paid at once instead of after ${request.holdDays} days`,
        }]
        : [],
      ...notes,
      ...everyoneNote(request),
    ],
  };
}

/** The suite tells of opened accounts, some of them too old for a window of this length. */
function asTheBankTells(
  request: ReferralRequest,
): { readonly spec: ReferralRequest; readonly notes: readonly Said[] } {
  const { qualifying, windowDays } = request;
  const isTold = qualifying.some((type) => type === TOLD);
  return {
    spec: {
      ...request,
      qualifying: isTold ? qualifying : [TOLD],
      windowDays: Math.min(windowDays, WINDOW_DAYS_MAX),
    },
    notes: [
      ...isTold ? [] : [{
        zh: `以开户代替达标事件（原定 ${qualifying.join("、")}）`,
        en: `the bank tells of opened accounts instead of ${qualifying.join(", ")}`,
      }],
      ...windowDays <= WINDOW_DAYS_MAX ? [] : [{
        zh: `归因期 ${WINDOW_DAYS_MAX} 天（原定 ${windowDays} 天）`,
        en: `the window is ${WINDOW_DAYS_MAX} days instead of ${windowDays}`,
      }],
    ],
  };
}

/** Each customer's record is read as in the campaign, which costs as much; and everyone of the rehearsal is new. */
function everyone(request: CampaignRequest): { readonly eligibility?: { newCustomersOnly: true } } {
  return isForSome(request) ? { eligibility: { newCustomersOnly: true } } : {};
}

function everyoneNote(request: CampaignRequest): Said[] {
  return isForSome(request)
    ? [{
      zh: "来者均符合参与条件；与活动一样逐人查其资料",
      en: "all who come are eligible; each one's record is read for it as in the campaign",
    }]
    : [];
}

function isForSome({ eligibility }: CampaignRequest): boolean {
  return eligibility !== undefined && Object.keys(eligibility).length > 0;
}

function goneAfter(
  arrivals: Arrivals,
  sale: { readonly waves: readonly Release[]; readonly endS: number },
): number | null {
  const total = sale.waves.reduce((sum, { units }) => sum + units, 0);
  let taken = 0;
  for (let atS = 0; atS < sale.endS; atS += STEP_S) {
    const onSale = sale.waves.reduce((sum, wave) => wave.atS <= atS ? sum + wave.units : sum, 0);
    const tries = rateAt(arrivals, LEAD_S + atS + STEP_S / 2) * STEP_S;
    taken = Math.min(onSale, taken + tries);
    if (taken >= total) return atS + STEP_S;
  }
  return null;
}

function instant(seconds: number): string {
  return new Date(Math.round(seconds * 1_000)).toISOString();
}
