/** The sale page as the server sends it: complete at first paint, then hydrated by `entry.tsx`. */
import { renderToString } from "preact-render-to-string";
import type { Locale } from "../shared/format.ts";
import type { PageAssets } from "../shared/html.ts";
import { NOWHERE, pageDocument } from "./document.ts";
import { type Boot, createSaleModel } from "./model.ts";
import { SalePage } from "./sale_page.tsx";
import { wordsOf } from "./words.ts";

export interface SalePageOptions {
  readonly boot: Boot;
  readonly locale: Locale;
  readonly elder: boolean;
  readonly assets: PageAssets;
}

/** HTML of the page. */
export function renderSalePage({ boot, locale, elder, assets }: SalePageOptions): string {
  const model = createSaleModel({
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
    assets,
    body: renderToString(<SalePage model={model} />),
    boot: { boot, locale, elder },
  });
}
