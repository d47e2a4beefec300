import { useMemo } from "preact/hooks";
import type { StaffReferralJson } from "../../shared/api_referral.ts";
import { left, shortLeft, when } from "../../shared/format.ts";
import { type ActionName, isSelling, mayAudit } from "../campaigns/action.ts";
import { CampaignFrame } from "../campaigns/campaign_frame.tsx";
import { History } from "../campaigns/history.tsx";
import { type Words, wordsOf } from "../campaigns/words.ts";
import { ReferralAuditCard } from "./audit_card.tsx";
import { amountText, gaugesOf } from "./budget.ts";
import { BudgetCard } from "./budget_card.tsx";
import { FunnelCard } from "./funnel_card.tsx";
import { LeadersCard } from "./leaders_card.tsx";
import { PolicyCard } from "./policy_card.tsx";
import type { ReferralModel } from "./referral_model.ts";
import { ResultsTab } from "./results_tab.tsx";
import { mayReview } from "./rights.ts";
import { ReviewsTab } from "./reviews_tab.tsx";
import { RewardsTab } from "./rewards_tab.tsx";
import { type Tab, tabHref, tabOf, TABS } from "./tab.ts";
import { TermsCard } from "./terms_card.tsx";
import { TreeTab } from "./tree_tab.tsx";
import { REFERRAL, type ReferralWords } from "./words.ts";

/** Budget and units are changed where they are shown. */
const ELSEWHERE: readonly ActionName[] = ["units", "release"];

/** The campaign's head, what can be done with it, and one of its views. */
export function ReferralView({ model, query }: { model: ReferralModel; query: URLSearchParams }) {
  const { shell } = model;
  const words = REFERRAL[shell.locale.value];
  const campaign = model.campaign.value;
  const staff = shell.staff.value;
  const base = useMemo(() => wordsOf(shell.locale.value), [shell.locale.value]);
  if (campaign === null || !staff) return null;
  const common = wordsFor(campaign, { base, words, model });
  const published = campaign.phase !== "draft" && campaign.phase !== "in-review";
  // Whoever may not decide has no queue.
  const tabs = TABS.filter((one) => one !== "reviews" || mayReview(staff));
  const tab = published ? tabOf(query, tabs) : "live";
  return (
    <CampaignFrame
      model={model}
      campaign={campaign}
      words={common}
      soldOut={words.soldOut}
      under={<Clock model={model} campaign={campaign} words={words} />}
      elsewhere={ELSEWHERE}
    >
      {published && <Tabs campaign={campaign} tabs={tabs} tab={tab} words={words} />}
      {tab === "live"
        ? <Live model={model} campaign={campaign} common={common} words={words} />
        : <View model={model} campaign={campaign} tab={tab} query={query} words={words} />}
    </CampaignFrame>
  );
}

function Tabs(
  { campaign, tabs, tab, words }: {
    campaign: StaffReferralJson;
    tabs: readonly Tab[];
    tab: Tab;
    words: ReferralWords;
  },
) {
  const { flagged } = campaign.funnel;
  return (
    <nav class="tabs" aria-label={words.views}>
      {tabs.map((one) => (
        <a
          key={one}
          href={tabHref(campaign.id, one)}
          aria-current={one === tab ? "page" : undefined}
        >
          {words.tabs[one]}
          {one === "reviews" && flagged > 0 && (
            <b class="badge">
              <span class="sr-only">{words.funnel.flagged(flagged)}</span>
            </b>
          )}
        </a>
      ))}
    </nav>
  );
}

function View(
  { model, campaign, tab, query, words }: {
    model: ReferralModel;
    campaign: StaffReferralJson;
    tab: Exclude<Tab, "live">;
    query: URLSearchParams;
    words: ReferralWords;
  },
) {
  const { shell } = model;
  switch (tab) {
    case "tree":
      return <TreeTab model={model} campaign={campaign} words={words} of={query.get("of")} />;
    case "reviews":
      return <ReviewsTab shell={shell} campaign={campaign} words={words} />;
    case "rewards":
      return <RewardsTab shell={shell} campaign={campaign} words={words} />;
    case "results":
      return <ResultsTab shell={shell} id={campaign.id} words={words} />;
  }
}

function Live(
  { model, campaign, common, words }: {
    model: ReferralModel;
    campaign: StaffReferralJson;
    common: Words;
    words: ReferralWords;
  },
) {
  const { shell } = model;
  const staff = shell.staff.value;
  const published = campaign.phase !== "draft" && campaign.phase !== "in-review";
  return (
    <div class="grid">
      <div class="column">
        {!published && <PolicyCard shell={shell} campaign={campaign} words={words} />}
        <BudgetCard model={model} campaign={campaign} words={words} />
        {published && <FunnelCard campaign={campaign} words={words} />}
        {published && <LeadersCard campaign={campaign} words={words} />}
      </div>
      <div class="column">
        {published && staff && mayAudit(staff) && (
          <ReferralAuditCard model={model} common={common} words={words} />
        )}
        <TermsCard shell={shell} campaign={campaign} words={words} />
        <History shell={shell} history={historyOf(campaign, words)} words={common} />
      </div>
    </div>
  );
}

function Clock(
  { model, campaign, words }: {
    model: ReferralModel;
    campaign: StaffReferralJson;
    words: ReferralWords;
  },
) {
  if (!isSelling(campaign.phase)) return null;
  const nowMs = model.shell.nowMs.value;
  const startsInMs = Date.parse(campaign.startsAt) - nowMs;
  const text = startsInMs > 0
    ? words.live.starts(leftText(startsInMs, words))
    : words.live.ends(leftText(Date.parse(campaign.endsAt) - nowMs, words));
  return <span class="quiet">{text}</span>;
}

/** A referral runs for weeks: days first, seconds on the last day. */
function leftText(durationMs: number, words: ReferralWords): string {
  const { days, hours } = left(durationMs);
  return days > 0 ? words.live.days(days, hours) : shortLeft(durationMs);
}

/** A change of the budget names its pool; people read it in words. */
function historyOf(
  { history }: StaffReferralJson,
  { budget: { pools } }: ReferralWords,
): StaffReferralJson["history"] {
  return history.map((one) =>
    one.reason === "fen" || one.reason === "units" ? { ...one, reason: pools[one.reason] } : one
  );
}

/** The words of all campaigns, where they speak of units in the referral's own. */
function wordsFor(
  campaign: StaffReferralJson,
  of: { base: Words; words: ReferralWords; model: ReferralModel },
): Words {
  const { base, words, model } = of;
  const at = { nowMs: model.shell.nowMs.value, locale: model.shell.locale.value };
  const pool = gaugesOf(campaign.budget)[0];
  const said = (part: "held" | "available") =>
    pool === undefined ? "0" : amountText(pool.pool, pool.of[part]);
  return {
    ...base,
    phase: { ...base.phase, ...words.phase },
    deeds: { ...base.deeds, ...words.deedNames },
    consequence: {
      ...base.consequence,
      schedule: () => words.consequence.schedule(when(Date.parse(campaign.startsAt), at)),
      pause: () => words.consequence.pause(said("held")),
      resume: () => words.consequence.resume(said("available")),
      end: () => words.consequence.end(said("available"), said("held")),
    },
  };
}
