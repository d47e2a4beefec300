import type { StaffCampaignJson } from "../../shared/api.ts";
import type { RewardJson } from "../../shared/api_referral.ts";
import { type Locale, money, when } from "../../shared/format.ts";
import { isSelling, mayAudit } from "./action.ts";

import { CampaignFrame } from "./campaign_frame.tsx";
import { History } from "./history.tsx";
import { LiveCard } from "./live_card.tsx";
import { SaleAuditCard } from "./sale_audit_card.tsx";
import type { SaleModel } from "./sale_model.ts";
import type { CampaignResultsJson } from "../../shared/api_statistics.ts";
import { useResource } from "../resource.ts";
import { StaffName } from "../ui/names.tsx";
import { liveWordsOf } from "./live_words.ts";
import { PaceCard } from "./pace_card.tsx";
import { referralWordsOf } from "./referral/words.ts";
import { Results } from "./results_card.tsx";
import type { Words } from "./words.ts";

const RESULTS_MS = 4_000;

/** One sale: what it does now, what can be done with it, whether its books balance, and who did what. */
export function SaleView({ model, words }: { model: SaleModel; words: Words }) {
  const { shell } = model;
  const sale = model.sale.value;
  const staff = shell.staff.value;
  const live = liveWordsOf(shell.locale.value);
  const published = sale !== null && sale.phase !== "draft" && sale.phase !== "in-review";
  const begun = sale !== null && published && sale.phase !== "scheduled";
  const results = useResource<CampaignResultsJson>(
    shell,
    begun ? `/api/v1/campaigns/${encodeURIComponent(sale.id)}/results` : null,
    { refreshMs: RESULTS_MS, paused: () => model.sale.peek()?.phase === "settled" },
  );
  if (sale === null || !staff) return null;
  return (
    <CampaignFrame model={model} campaign={sale} words={words}>
      <div class="grid">
        <div class="column">
          <LiveCard model={model} sale={sale} words={words} />
          {isSelling(sale.phase) && begun && <PaceCard model={model} words={live} />}
          {begun && <Results shell={shell} words={live} results={results} />}
        </div>
        <div class="column">
          {published && mayAudit(staff) && <SaleAuditCard model={model} words={words} />}
          <Details model={model} sale={sale} words={words} />
          <History shell={shell} history={sale.history} words={words} />
        </div>
      </div>
    </CampaignFrame>
  );
}

function Details(
  { model, sale, words }: { model: SaleModel; sale: StaffCampaignJson; words: Words },
) {
  const labels = words.form.labels;
  const at = { nowMs: model.shell.nowMs.value, locale: model.shell.locale.value };
  const rows: readonly (readonly [string | undefined, string])[] = [
    [labels.product, sale.product],
    [words.columns.price, sale.priceFen === 0 ? words.free : money(sale.priceFen)],
    [labels.startsAt, when(Date.parse(sale.startsAt), at)],
    [labels.endsAt, when(Date.parse(sale.endsAt), at)],
    [labels.perCustomerMax, words.perPerson(sale.perCustomerMax, sale.perOrderMax)],
    [labels.holdSeconds, words.hold(sale.holdSeconds)],
    ...sale.releases.map((one) =>
      [
        labels.releases,
        `${when(Date.parse(one.at), at)} · ${one.units}`,
      ] as const
    ),
    ...(sale.grants === undefined
      ? []
      : [[labels.grants, grantText(sale.grants, at.locale)] as const]),
    ...(sale.eligibility?.newCustomersOnly ? [[labels.newCustomersOnly, "✓"] as const] : []),
    ...(sale.eligibility?.tags ? [[labels.tags, sale.eligibility.tags.join(" ")] as const] : []),
  ];
  return (
    <section class="card">
      <h2>{words.details}</h2>
      <dl class="details">
        {rows.map(([name, value]) => (
          <div key={`${name}${value}`}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        <div>
          <dt>{words.columns.author}</dt>
          <dd>
            <StaffName shell={model.shell} id={sale.author} />
          </dd>
        </div>
      </dl>
    </section>
  );
}

function grantText(reward: RewardJson, locale: Locale): string {
  if (reward.kind === "points") return referralWordsOf(locale).reward.say(reward.amount);
  return `${reward.ref} ${money(reward.amount)}`;
}
