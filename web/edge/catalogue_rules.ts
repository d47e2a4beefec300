/** Rules of products and articles that no single field shows. */
import type { FieldError } from "../shared/api.ts";
import type { ProductFields } from "../shared/api_catalogue.ts";
import type { Language } from "./words.ts";

/** Of a product: an end before its beginning, a price without its day. */
export function checkProduct(
  product: ProductFields,
  language: Language,
): readonly FieldError[] {
  const say = (field: string, zh: string, en: string): FieldError => ({
    field,
    message: language === "zh" ? zh : en,
  });
  const errors = [...checkValidity(product, language)];
  const isPriced = product.fees.length > 0 || product.rates.length > 0;
  if (isPriced && product.pricedOn === null) {
    errors.push(say(
      "pricedOn",
      "有收费或利率时，请填写公布日期",
      "Say of which day the fees and rates are",
    ));
  }
  if (product.pricedOn !== null && !isDay(product.pricedOn)) {
    errors.push(say("pricedOn", "没有这一天", "There is no such day"));
  }
  product.fees.forEach((one, at) => {
    if (one.fen !== null || one.note !== undefined) return;
    errors.push(say(`fees.${at}.note`, "没有金额时请写明收取标准", "Say how much it is"));
  });
  product.rates.forEach((one, at) => {
    if (one.toBasisPoints === undefined || one.toBasisPoints > one.basisPoints) return;
    errors.push(say(
      `rates.${at}.toBasisPoints`,
      `应大于 ${one.basisPoints}`,
      `Must be more than ${one.basisPoints}`,
    ));
  });
  return [...errors, ...checkEnglish(product, language)];
}

const LISTS = ["features", "eligibility", "documents", "steps", "fees", "rates"] as const;

/** The details in English stand line by line beside the Chinese ones. */
function checkEnglish(product: ProductFields, language: Language): readonly FieldError[] {
  const { english } = product;
  if (english === undefined) return [];
  return LISTS.filter((name) => english[name].length !== product[name].length).map((name) => ({
    field: `english.${name}`,
    message: language === "zh"
      ? `应与中文一一对应，共 ${product[name].length} 项`
      : `Must have ${product[name].length} entries, one for each in Chinese`,
  }));
}

/** The fields with their translation, unless what it translates has changed. */
export function keepEnglish(before: ProductFields, after: ProductFields): ProductFields {
  const changed = [...LISTS, "notice" as const].some((name) =>
    JSON.stringify(before[name]) !== JSON.stringify(after[name])
  );
  const { english: _, ...rest } = after;
  return changed ? rest : after;
}

/** Whether the calendar has it: `2026-02-31` is read as a day of March. */
function isDay(text: string): boolean {
  const ms = Date.parse(text);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text);
}

/** An end must come after its beginning. */
export function checkValidity(
  one: { readonly validFrom: string | null; readonly validTo: string | null },
  language: Language,
): readonly FieldError[] {
  const { validFrom, validTo } = one;
  if (validFrom === null || validTo === null || Date.parse(validTo) > Date.parse(validFrom)) {
    return [];
  }
  const message = language === "zh" ? "应晚于开始时间" : "Must be after validFrom";
  return [{ field: "validTo", message }];
}
