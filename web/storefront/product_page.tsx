/** `/p/:productId?m=<manager>`: one product with its conditions, its steps and its one button. */
import type { ComponentChildren } from "preact";
import type { ProductFeeJson, ProductJson, ProductRateJson } from "../shared/api_catalogue.ts";
import { type Locale, money } from "../shared/format.ts";
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
  const details = detailsOf(product, locale);
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
          {locale === "en" && details.lang !== "en" && <p class="hint">{words.onlyChinese}</p>}
          <Sections details={details} look={look} words={words} />
          {manager !== null && <ManagerLine manager={manager} words={words} />}
        </main>
        <Act product={product} look={look} words={words} />
        {manager !== null && <ContactSheet manager={manager} words={words} />}
      </>
    ),
  });
}

/** What the page says of a product, in the one language that its details are in. */
interface Details {
  readonly lang: "zh-CN" | "en";
  readonly features: readonly string[];
  readonly eligibility: readonly string[];
  readonly documents: readonly string[];
  readonly steps: readonly string[];
  readonly fees: readonly ProductFeeJson[];
  readonly rates: readonly ProductRateJson[];
  readonly pricedOn: string | null;
  readonly notice: string;
}

function detailsOf(product: ProductJson, locale: Locale): Details {
  const { english, fees, rates, pricedOn } = product;
  if (locale === "zh" || english === undefined) return { ...product, lang: "zh-CN" };
  return {
    ...english,
    lang: "en",
    pricedOn,
    fees: fees.map(({ fen }, at) => ({ name: "", ...english.fees[at], fen })),
    rates: rates.map(({ note: _, ...rate }, at) => ({ ...rate, ...english.rates[at] })),
  };
}

type Part = { details: Details; look: DetailLook; words: DetailWords };

function Sections({ details, look, words }: Part) {
  const { features, steps, documents, eligibility, notice, lang } = details;
  return (
    <>
      <Section title={words.features} shown={features.length > 0}>
        <ul class="ticks" lang={lang}>{features.map((one) => <li key={one}>{one}</li>)}</ul>
      </Section>
      <Section title={words.steps} shown={steps.length > 0}>
        <ol class="steps" lang={lang}>{steps.map((one) => <li key={one}>{one}</li>)}</ol>
      </Section>
      <Section title={words.documents} shown={documents.length > 0}>
        <ul class="dots" lang={lang}>{documents.map((one) => <li key={one}>{one}</li>)}</ul>
      </Section>
      <Section title={words.eligibility} shown={eligibility.length > 0}>
        <ul class="dots" lang={lang}>{eligibility.map((one) => <li key={one}>{one}</li>)}</ul>
      </Section>
      <Prices details={details} look={look} words={words} />
      <Section title={words.notice} shown={notice !== ""}>
        <p lang={lang}>{notice}</p>
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

/** Rates and fees, with the day of which they are. */
function Prices({ details, look, words }: Part) {
  const { rates, fees, pricedOn, lang } = details;
  if (rates.length === 0 && fees.length === 0) return null;
  return (
    <section class="card">
      {rates.length > 0 && <h2>{words.rates}</h2>}
      {rates.length > 0 && (
        <dl class="prices">
          {rates.map((one) => (
            <Price key={one.name} name={one.name} note={one.note ?? ""} lang={lang}>
              {rateText(one)}
            </Price>
          ))}
        </dl>
      )}
      {fees.length > 0 && <h2>{words.fees}</h2>}
      {fees.length > 0 && (
        <dl class="prices">
          {fees.map((one) => (
            <Price
              key={one.name}
              name={one.name}
              note={one.fen === null ? "" : one.note ?? ""}
              lang={lang}
            >
              {feeText(one, words)}
            </Price>
          ))}
        </dl>
      )}
      {pricedOn !== null && <p class="hint">{words.pricedOn(dayText(pricedOn, look.locale))}</p>}
    </section>
  );
}

function Price(
  { name, note, lang, children }: {
    name: string;
    note: string;
    lang: string;
    children: ComponentChildren;
  },
) {
  return (
    <div lang={lang}>
      <dt>{name}</dt>
      <dd>
        <strong>{children}</strong>
        {note !== "" && <small>{note}</small>}
      </dd>
    </div>
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
