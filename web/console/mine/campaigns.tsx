import type { LinkJson } from "../../shared/api_links.ts";
import type { StorefrontCampaignJson } from "../../shared/api_storefront.ts";
import { type Locale, money, span } from "../../shared/format.ts";
import { headlineOf, PRIZE_WORDS } from "../../shared/prizes.ts";
import { CopyButton } from "../bank/copy.tsx";
import type { Shell } from "../shell.ts";
import { Skeleton } from "../ui/states.tsx";
import { campaignUrl } from "./share.ts";
import type { MineWords } from "./words.ts";

/** Open and coming campaigns, each to be shared with the manager's own code. */
export function Campaigns(
  { shell, words, items, printed, onPoster }: {
    shell: Shell;
    words: MineWords;
    /** Null until known. */
    items: readonly StorefrontCampaignJson[] | null;
    printed: LinkJson;
    onPoster: (id: string) => void;
  },
) {
  const at = { nowMs: shell.nowMs.value, locale: shell.locale.value };
  return (
    <section aria-labelledby="campaigns-title">
      <h2 id="campaigns-title" class="section-title">{words.campaigns}</h2>
      {items === null && <Skeleton shell={shell} lines={3} />}
      {items?.length === 0 && <p class="card quiet">{words.noCampaigns}</p>}
      <ul class="shares">
        {items?.map((one) => (
          <li key={one.id} class="card">
            <p class="share-head">
              <strong>{one.title}</strong>
              <span class={`phase ${one.state === "open" ? "open" : ""}`}>
                {words.states[one.state]}
              </span>
            </p>
            <p class="quiet small">
              {termsOf(one, { words, locale: at.locale })} ·{" "}
              {span({ fromMs: Date.parse(one.startsAt), toMs: Date.parse(one.endsAt) }, at)}
            </p>
            <div class="buttons">
              <CopyButton
                text={campaignUrl({ campaign: one.id, printed })}
                label={words.copyLink}
                name={one.title}
                copied={words.copied}
              />
              <a class="button" href="#poster" onClick={() => onPoster(one.id)}>
                {words.seePoster}
              </a>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What a customer pays, or what an invitation brings. */
function termsOf(
  campaign: StorefrontCampaignJson,
  { words, locale }: { words: MineWords; locale: Locale },
): string {
  switch (campaign.kind) {
    case "flash-sale":
      return campaign.priceFen === 0 ? words.free : money(campaign.priceFen);
    case "referral":
      return headlineOf(campaign.rewards, PRIZE_WORDS[locale]);
  }
}
