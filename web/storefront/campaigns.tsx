import type { StorefrontCampaignJson } from "../shared/api_storefront.ts";
import { left, money, pad, when } from "../shared/format.ts";
import { headlineOf, PRIZE_WORDS, selfOffer } from "../shared/prizes.ts";
import type { BlockData } from "./data.ts";
import { Icon } from "./icons.tsx";
import type { StorefrontModel } from "./model.ts";

/** Sales and referrals that are on or coming, each with its countdown. */
export function Campaigns(
  { block, model }: { block: Extract<BlockData, { kind: "campaigns" }>; model: StorefrontModel },
) {
  return (
    <section class="campaigns" aria-labelledby="campaigns-title">
      <h2 id="campaigns-title">{model.words.campaigns}</h2>
      <ul>
        {block.items.map((one) => (
          <li key={one.id}>
            <Campaign campaign={one} model={model} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Campaign(
  { campaign, model }: { campaign: StorefrontCampaignJson; model: StorefrontModel },
) {
  const { locale } = model;
  const words = { ...model.words, ...model.words.kinds[campaign.kind] };
  const nowMs = model.nowMs.value;
  const state = stateAt(campaign, nowMs);
  const terms = termsOf(campaign, model);
  const atMs = Date.parse(state === "coming" ? campaign.startsAt : campaign.endsAt);
  return (
    <a
      class={`sale ${state}`}
      href={model.link(`/c/${campaign.id}`)}
      onClick={() => model.track({ kind: "campaign", item: campaign.id })}
    >
      <span class="status">{words.state[state]}</span>
      <strong>{campaign.title}</strong>
      {terms.what !== null && <span class="what">{terms.what}</span>}
      <span class="terms">
        <b class={campaign.kind === "referral" ? "price gain" : "price"}>{terms.price}</b>
        {state !== "sold-out" && (
          <span class="time">
            {state === "coming" ? words.startsIn : words.endsIn}
            <Left durationMs={atMs - nowMs} days={words.days} />
            <span class="sr-only">{when(atMs, { nowMs, locale })}</span>
          </span>
        )}
      </span>
      <span class="go" aria-hidden="true">
        <Icon name="go" />
      </span>
    </a>
  );
}

/** What it costs, or what it brings. */
function termsOf(
  campaign: StorefrontCampaignJson,
  { words, locale }: StorefrontModel,
): { readonly what: string | null; readonly price: string } {
  switch (campaign.kind) {
    case "flash-sale": {
      const { product, priceFen } = campaign;
      return { what: product, price: priceFen === 0 ? words.free : money(priceFen) };
    }
    case "referral": {
      const said = PRIZE_WORDS[locale];
      return { what: selfOffer(campaign.rewards, said), price: headlineOf(campaign.rewards, said) };
    }
  }
}

/** A page may be older than the opening: time alone opens a campaign. */
export function stateAt(
  campaign: StorefrontCampaignJson,
  nowMs: number,
): StorefrontCampaignJson["state"] {
  const { state, startsAt } = campaign;
  return state === "coming" && nowMs >= Date.parse(startsAt) ? "open" : state;
}

/** The running digits are for eyes; beside them stands the instant. */
function Left({ durationMs, days: word }: { durationMs: number; days: string }) {
  const { days, hours, minutes, seconds } = left(durationMs);
  return (
    <span class="digits" aria-hidden="true">
      {days > 0 && <i>{`${days} ${word}`}</i>}
      {`${pad(hours)}:${pad(minutes)}:${pad(seconds)}`}
    </span>
  );
}
