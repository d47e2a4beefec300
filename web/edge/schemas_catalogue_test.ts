import { assert, assertEquals } from "@std/assert";
import { SEED_PRODUCTS } from "../store/catalogue/data/mod.ts";
import type { ProductFields } from "../shared/api_catalogue.ts";
import { checkProduct, checkValidity, keepEnglish } from "./catalogue_rules.ts";
import { articleRequest, productRequest } from "./schemas_catalogue.ts";
import { validate } from "./validation.ts";

function product(fields: Partial<ProductFields> = {}): ProductFields {
  const [first] = SEED_PRODUCTS;
  if (first === undefined) throw new Error("Cannot test without a product");
  const { id: _, ...rest } = first;
  return { ...rest, ...fields };
}

function fieldsOf(data: unknown): readonly string[] {
  const checked = validate(productRequest, data, "en");
  return checked.kind === "valid" ? [] : checked.errors.map(({ field }) => field);
}

Deno.test("a button cannot run script, leave encryption or pretend to be of this site", () => {
  const leadsTo = (target: string) =>
    fieldsOf(product({ action: { kind: "link", target, label: "去", labelEn: "Go" } }));
  for (
    const target of [
      "javascript:alert(1)",
      "data:text/html,<script>",
      "http://bank.example/",
      "//evil.example/",
      "/\\evil.example",
      "https://bank.example/\"onclick='x'",
      "tel:javascript",
      "",
    ]
  ) assertEquals(leadsTo(target), ["action.target"], target);
  for (const target of ["https://bank.example/a?b=1", "/s/m", "tel:96268", "manager"]) {
    assertEquals(leadsTo(target), [], target);
  }
});

Deno.test("each wrong field is named", () => {
  const wrong = {
    ...product(),
    name: "",
    category: "else",
    steps: [""],
    pricedOn: "yesterday",
    fees: [{ name: "费", fen: 1.5 }],
    html: "<b>",
  };
  assertEquals(
    new Set(fieldsOf(wrong)),
    new Set(["name", "category", "steps.0", "pricedOn", "fees.0.fen", "html"]),
  );
});

Deno.test("prices have a day, a note where there is no amount, and a range that goes up", () => {
  const wrong = product({
    fees: [{ name: "费", fen: null }],
    rates: [{ name: "率", basisPoints: 300, toBasisPoints: 200 }],
    pricedOn: null,
    validFrom: "2026-12-01T00:00:00Z",
    validTo: "2026-11-01T00:00:00Z",
  });
  assertEquals(checkProduct(wrong, "zh").map(({ field }) => field), [
    "validTo",
    "pricedOn",
    "fees.0.note",
    "rates.0.toBasisPoints",
    "english.rates",
  ]);
  assertEquals(checkProduct(product({ pricedOn: "2026-02-31" }), "en").length, 1);
});

Deno.test("an end is after its beginning, and either may be open", () => {
  const at = "2026-12-01T00:00:00Z";
  assertEquals(checkValidity({ validFrom: at, validTo: at }, "en").length, 1);
  assertEquals(checkValidity({ validFrom: null, validTo: at }, "en"), []);
  assertEquals(checkValidity({ validFrom: at, validTo: null }, "en"), []);
});

Deno.test("a translation stands line by line, and goes when what it translates changes", () => {
  const before = product();
  const { english } = before;
  if (english === undefined) throw new Error("Cannot test without a translation");
  const short = product({ english: { ...english, steps: english.steps.slice(1) } });
  assertEquals(checkProduct(short, "en").map(({ field }) => field), ["english.steps"]);
  assertEquals(keepEnglish(before, { ...before, name: "新名" }).english, english);
  assertEquals(keepEnglish(before, { ...before, steps: ["一步"] }).english, undefined);
  assertEquals(keepEnglish(before, { ...before, notice: "新" }).english, undefined);
});

Deno.test("an article has known parts only", () => {
  const article = {
    title: "题",
    titleEn: "",
    summary: "",
    summaryEn: "",
    cover: null,
    blocks: [{ kind: "paragraph", text: "文" }],
    tags: [],
    validFrom: null,
    validTo: null,
  };
  assert(articleRequest.safeParse(article).success);
  const html = { ...article, blocks: [{ kind: "html", text: "<b>" }] };
  assert(!articleRequest.safeParse(html).success);
  const checked = validate(articleRequest, { ...article, blocks: [] }, "zh");
  assertEquals(checked.kind === "wrong" ? checked.errors[0]?.field : "", "blocks");
});
