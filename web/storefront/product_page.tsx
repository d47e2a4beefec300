/** `/p/:productId?m=<manager>`: one product with its conditions, its steps and its one button. */
import type { ComponentChildren } from "preact";
import type { ProductFeeJson, ProductJson } from "../shared/api_catalogue.ts";
import { money } from "../shared/format.ts";
import {
  ContactSheet,
  type DetailLook,
  ManagerLine,
  renderDetail,
  storefrontPath,
} from "./detail_frame.tsx";
import { dayText, type DetailWords, detailWords, rateText } from "./detail_words.ts";

/** Where customers without a manager are told to call. */
const HOTLINE = "tel:96268";

/** HTML of the page. */
export function renderProductPage(look: DetailLook, product: ProductJson): string {
  const { locale, manager } = look;
  const words = detailWords(locale);
  const say = (zh: string, en: string) => locale === "en" && en !== "" ? en : zh;
  const name = say(product.name, product.nameEn);
  const summary = say(product.summary, product.summaryEn);
  const query = manager === null ? "" : `?m=${encodeURIComponent(manager.id)}`;
  return renderDetail(look, {
    preview: {
      title: manager === null ? name : `${name} · ${manager.outletName}`,
      description: summary,
      picture: manager === null
        ? null
        : `/api/v1/storefronts/${encodeURIComponent(manager.id)}/poster.png`,
      path: `/p/${encodeURIComponent(product.id)}${query}`,
    },
    boot: { locale, managerId: manager?.id ?? null, kind: "product", id: product.id },
    children: (
      <>
        <main id="text" tabIndex={-1}>
          <header class="title-card">
            <p class="kind">{words.category[product.category]}</p>
            <h1>{name}</h1>
            <p>{summary}</p>
            {product.validTo !== null && (
              <p class="until">{words.validUntil(dayText(product.validTo, locale))}</p>
            )}
          </header>
          {words.onlyChinese !== "" && <p class="hint">{words.onlyChinese}</p>}
          <Sections product={product} look={look} words={words} />
          {manager !== null && <ManagerLine manager={manager} words={words} />}
        </main>
        <Act product={product} look={look} words={words} />
        {manager !== null && <ContactSheet manager={manager} words={words} />}
      </>
    ),
  });
}

function Sections(
  { product, look, words }: { product: ProductJson; look: DetailLook; words: DetailWords },
) {
  const { features, steps, documents, eligibility, notice } = product;
  return (
    <>
      <Section title={words.features} shown={features.length > 0}>
        <ul class="ticks" lang="zh-CN">{features.map((one) => <li key={one}>{one}</li>)}</ul>
      </Section>
      <Section title={words.steps} shown={steps.length > 0}>
        <ol class="steps" lang="zh-CN">{steps.map((one) => <li key={one}>{one}</li>)}</ol>
      </Section>
      <Section title={words.documents} shown={documents.length > 0}>
        <ul class="dots" lang="zh-CN">{documents.map((one) => <li key={one}>{one}</li>)}</ul>
      </Section>
      <Section title={words.eligibility} shown={eligibility.length > 0}>
        <ul class="dots" lang="zh-CN">{eligibility.map((one) => <li key={one}>{one}</li>)}</ul>
      </Section>
      <Prices product={product} look={look} words={words} />
      <Section title={words.notice} shown={notice !== ""}>
        <p lang="zh-CN">{notice}</p>
      </Section>
    </>
  );
}

function Section(
  { title, shown, children }: { title: string; shown: boolean; children: ComponentChildren },
) {
  if (!shown) return null;
  return (
    <section class="card">
      <h2>{title}</h2>
      {children}
    </section>
  );
}

/** Rates and fees, each with the day of which they are. */
function Prices(
  { product, look, words }: { product: ProductJson; look: DetailLook; words: DetailWords },
) {
  const { rates, fees, pricedOn } = product;
  if (rates.length === 0 && fees.length === 0) return null;
  return (
    <section class="card">
      {rates.length > 0 && (
        <>
          <h2>{words.rates}</h2>
          <dl class="prices">
            {rates.map((one) => (
              <div key={one.name}>
                <dt lang="zh-CN">{one.name}</dt>
                <dd>
                  <strong>{rateText(one)}</strong>
                  {one.note !== undefined && <small lang="zh-CN">{one.note}</small>}
                </dd>
              </div>
            ))}
          </dl>
        </>
      )}
      {fees.length > 0 && (
        <>
          <h2>{words.fees}</h2>
          <dl class="prices">
            {fees.map((one) => (
              <div key={one.name}>
                <dt lang="zh-CN">{one.name}</dt>
                <dd>
                  <strong>{feeText(one, words)}</strong>
                  {one.fen !== null && one.note !== undefined && (
                    <small lang="zh-CN">{one.note}</small>
                  )}
                </dd>
              </div>
            ))}
          </dl>
        </>
      )}
      {pricedOn !== null && <p class="hint">{words.pricedOn(dayText(pricedOn, look.locale))}</p>}
    </section>
  );
}

function feeText({ fen, note }: ProductFeeJson, words: DetailWords): string {
  if (fen === null) return note ?? "";
  return fen === 0 ? words.free : money(fen);
}

/** The one button, always in reach. Without script it still leads somewhere. */
function Act(
  { product, look, words }: { product: ProductJson; look: DetailLook; words: DetailWords },
) {
  const { manager, locale } = look;
  const { action } = product;
  const label = locale === "en" ? action.labelEn : action.label;
  const toManager = action.target === "manager";
  return (
    <footer class="act-bar">
      {manager !== null && <a class="button" href={storefrontPath(manager)}>{words.storefront}</a>}
      {toManager && manager === null
        ? <a class="button act the-button" id="act" href={HOTLINE}>{words.hotline}</a>
        : (
          <a
            class="button act the-button"
            id="act"
            href={toManager && manager !== null ? storefrontPath(manager) : action.target}
            {...(toManager ? { "data-contact": "" } : {})}
            rel="noopener"
          >
            {label}
          </a>
        )}
    </footer>
  );
}
