/** The customer's own page as the server sends it, then hydrated by `entry.tsx`. */
import { renderToString } from "preact-render-to-string";
import type { Locale } from "../../shared/format.ts";
import type { PageAssets } from "../../shared/html.ts";
import { NOWHERE, pageDocument } from "../document.ts";
import { MePage } from "./me_page.tsx";
import { type Boot, createMeModel } from "./model.ts";
import { wordsOf } from "./words.ts";

export interface MePageOptions {
  readonly boot: Boot;
  readonly locale: Locale;
  readonly elder: boolean;
  readonly assets: PageAssets;
}

/** HTML of the page. */
export function renderMePage({ boot, locale, elder, assets }: MePageOptions): string {
  const model = createMeModel({ boot, locale, elder, outside: NOWHERE });
  const words = wordsOf(locale);
  return pageDocument({
    lang: words.lang,
    elder,
    title: `${words.title} · ${words.brand}`,
    assets,
    body: renderToString(<MePage model={model} />),
    boot: { boot, locale, elder },
  });
}
