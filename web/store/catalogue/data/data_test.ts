import { assert, assertEquals } from "@std/assert";
import { checkProduct } from "../../../edge/catalogue_rules.ts";
import { productRequest } from "../../../edge/schemas_catalogue.ts";
import { SEED_PRODUCTS } from "./mod.ts";

Deno.test("every product of the seed passes what staff have to pass", () => {
  for (const { id, ...fields } of SEED_PRODUCTS) {
    const parsed = productRequest.safeParse(fields);
    assert(parsed.success, `${id}: ${parsed.error?.message}`);
    assertEquals(checkProduct(fields, "en"), [], id);
  }
});

Deno.test("ids, names and places of the seed are unique", () => {
  for (const key of ["id", "name", "nameEn", "position"] as const) {
    const values = SEED_PRODUCTS.map((one) => one[key]);
    assertEquals(new Set(values).size, values.length, key);
  }
});

Deno.test("every product says what it is, in both languages, and how it goes", () => {
  for (const { id, category, english, ...product } of SEED_PRODUCTS) {
    const { steps, documents, features, summary, summaryEn, notice } = product;
    assert(steps.length >= 2, `${id} has no steps`);
    assert(features.length >= 1, `${id} has no features`);
    assert(documents.length >= 1 || category === "apps", `${id} has no documents`);
    assert(summary !== "" && summaryEn !== "", id);
    assertEquals(english?.notice === "", notice === "", `${id}: notice in both or in neither`);
  }
});

Deno.test("the services that the bank names are there", () => {
  const ids = new Set(SEED_PRODUCTS.map(({ id }) => id));
  const named = [
    "mobile-bank-download mobile-bank-register ebaifu-download ebaifu-register",
    "credit-card-apply credit-card-progress credit-card-repay credit-card-loss",
    "ssc-activate medical-insurance pension-insurance tuition property-fee party-fee",
    "water electricity gas phone campus-card smart-community",
    "large-cash queue-ticket prefilled-form time-deposit fixed-income-wealth quick-loan",
  ].join(" ").split(" ");
  assertEquals(named.filter((id) => !ids.has(id)), []);
  assertEquals(SEED_PRODUCTS.filter(({ category }) => category === "health").length, 15);
});

Deno.test("notes of prices stand in both languages or in neither", () => {
  for (const { id, fees, rates, english } of SEED_PRODUCTS) {
    if (english === undefined) throw new Error(`${id} is not translated`);
    for (const [zh, en] of [[fees, english.fees], [rates, english.rates]] as const) {
      const pairs = zh.map((one, at) => [one.note !== undefined, en[at]?.note !== undefined]);
      for (const [inChinese, inEnglish] of pairs) assertEquals(inChinese, inEnglish, id);
    }
  }
});
