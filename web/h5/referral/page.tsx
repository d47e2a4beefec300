/** The referral page as the server sends it: complete at first paint, then hydrated by `entry.tsx`. */
import { renderToString } from "preact-render-to-string";
import type { Locale } from "../../shared/format.ts";
import type { PageAssets } from "../../shared/html.ts";
import { NOWHERE, pageDocument } from "../document.ts";
import { type Boot, createReferralModel } from "./model.ts";
import { ReferralPage } from "./referral_page.tsx";
import { headlineOf, wordsOf } from "./words.ts";

export interface ReferralPageOptions {
  readonly boot: Boot;
  readonly locale: Locale;
  readonly elder: boolean;
  readonly assets: PageAssets;
}

/** HTML of the page. */
export function renderReferralPage({ boot, locale, elder, assets }: ReferralPageOptions): string {
  const model = createReferralModel({
    boot,
    locale,
    elder,
    outside: NOWHERE,
    memory: { get: () => null, set: () => {} },
  });
  const words = wordsOf(locale);
  return pageDocument({
    lang: words.lang,
    elder,
    title: `${boot.campaign.title} · ${words.brand}`,
    description: headlineOf(boot.campaign, words),
    assets,
    body: renderToString(<ReferralPage model={model} />),
    boot: { boot, locale, elder },
  });
}
