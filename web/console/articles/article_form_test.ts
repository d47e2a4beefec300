import { assertEquals } from "@std/assert";
import type { ArticleFields } from "../../shared/api_catalogue.ts";
import { articleTexts, checkArticle, NEW_ARTICLE, newBlock } from "./article_form.ts";

const ARTICLE: ArticleFields = {
  title: "秋收贷款",
  titleEn: "Harvest loans",
  summary: "三步申请",
  summaryEn: "",
  cover: "m1",
  blocks: [
    { kind: "heading", text: "怎么办" },
    { kind: "paragraph", text: "带上身份证。" },
    { kind: "list", items: ["申请", "审批"] },
    { kind: "quote", text: "真快" },
    { kind: "image", media: "m2", alt: "网点" },
    { kind: "product", product: "p1" },
  ],
  tags: ["农户", "VIP"],
  validFrom: null,
  validTo: "2026-12-31T16:00:00.000Z",
};

Deno.test("an article that nobody touched comes back as it was", () => {
  assertEquals(checkArticle(articleTexts(ARTICLE)), { faults: new Map(), fields: ARTICLE });
});

Deno.test("each part says what it lacks", () => {
  const { faults, fields } = checkArticle({
    ...NEW_ARTICLE,
    blocks: [
      newBlock("paragraph"),
      newBlock("image"),
      { ...newBlock("image"), media: "m1" },
      newBlock("product"),
    ],
    validFrom: "2026-12-01T00:00",
    validTo: "2026-11-01T00:00",
  });
  assertEquals(fields, null);
  assertEquals(Object.fromEntries(faults), {
    title: "required",
    summary: "required",
    validTo: "order",
    "blocks.0": "required",
    "blocks.1": "picture",
    "blocks.2": "alt",
    "blocks.3": "product",
  });
});
