import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { ArticleJson, ProductJson } from "../shared/api_catalogue.ts";
import { renderArticlePage } from "./article_page.tsx";
import { type DetailLook, renderNoDetail } from "./detail_frame.tsx";
import { dayText, rateText } from "./detail_words.ts";
import { renderProductPage } from "./product_page.tsx";

const STAMP = {
  status: "published",
  version: 1,
  updatedAt: "2026-11-22T08:00:00.000Z",
  updatedBy: "seed",
} as const;

const PRODUCT: ProductJson = {
  ...STAMP,
  id: "loan",
  category: "loans",
  name: "惠农贷 <b>",
  nameEn: "Farm loan",
  summary: "最高 30 万元",
  summaryEn: "Up to ¥300,000",
  features: ["随借随还"],
  eligibility: ["农户"],
  documents: ["身份证"],
  steps: ["申请", "签约"],
  fees: [{ name: "手续费", fen: 0 }, { name: "补卡", fen: 500, note: "每张" }, {
    name: "违约金",
    fen: null,
    note: "按合同",
  }],
  rates: [{ name: "年利率", basisPoints: 365, toBasisPoints: 560 }],
  pricedOn: "2026-11-01",
  notice: "",
  action: { kind: "apply", target: "manager", label: "申请", labelEn: "Apply" },
  validFrom: null,
  validTo: null,
  position: 1,
};

const ARTICLE: ArticleJson = {
  ...STAMP,
  id: "news",
  unit: "jx",
  title: "新闻",
  titleEn: "",
  summary: "摘要",
  summaryEn: "",
  cover: "0".repeat(32),
  blocks: [
    { kind: "paragraph", text: "<script>alert(1)</script>" },
    { kind: "product", product: "loan" },
    { kind: "product", product: "gone" },
  ],
  tags: [],
  validFrom: null,
  validTo: null,
  publishedAt: "2026-11-21T17:00:00.000Z",
};

const LOOK: DetailLook = {
  locale: "zh",
  elder: false,
  assets: { script: "/a.js", style: "/a.css" },
  origin: "https://yd.example",
  manager: {
    id: "m-1",
    name: "刘经理",
    title: "",
    outletName: "滕王阁支行",
    bankName: "南昌农商银行",
    hasPhone: true,
  },
};

Deno.test("a product's page has its prices, its day, and nothing of it is HTML", () => {
  const page = renderProductPage(LOOK, PRODUCT);
  assertStringIncludes(page, "惠农贷 &lt;b");
  assert(!page.includes("<b>"));
  for (const text of ["3.65%–5.60%", "免费", "¥5.00", "每张", "按合同", "2026年11月1日公布"]) {
    assertStringIncludes(page, text);
  }
  assertStringIncludes(page, 'href="/s/m-1"');
  assertStringIncludes(page, 'content="https://yd.example/p/loan?m=m-1"');
  assertEquals(page.match(/<h1/g)?.length, 1);
});

Deno.test("without a manager the button calls the hotline, and says so", () => {
  const page = renderProductPage({ ...LOOK, manager: null }, PRODUCT);
  assertStringIncludes(page, 'href="tel:96268"');
  assertStringIncludes(page, "拨打客服 96268");
  assert(!page.includes("<dialog"));
});

Deno.test("a button of the bank's own leads where it says", () => {
  const action = { ...PRODUCT.action, target: "https://bank.example/app" };
  assertStringIncludes(
    renderProductPage(LOOK, { ...PRODUCT, action }),
    'href="https://bank.example/app"',
  );
});

Deno.test("English has the name, the summary and the button, and marks what is Chinese", () => {
  const page = renderProductPage({ ...LOOK, locale: "en" }, PRODUCT);
  assertStringIncludes(page, '<html lang="en"');
  for (const text of ["Farm loan", "Up to ¥300,000", "Apply", "Free", "1 Nov 2026"]) {
    assertStringIncludes(page, text);
  }
  assertStringIncludes(page, '<ol class="steps" lang="zh-CN">');
});

Deno.test("where the details are translated the page is English throughout", () => {
  const english = {
    features: ["Repay at any time"],
    eligibility: ["Farmers"],
    documents: ["Identity document"],
    steps: ["Apply", "Sign"],
    fees: [{ name: "Handling fee" }, { name: "Replacement", note: "each" }, {
      name: "Penalty",
      note: "as in the contract",
    }],
    rates: [{ name: "Yearly rate" }],
    notice: "",
  };
  const page = renderProductPage({ ...LOOK, locale: "en" }, { ...PRODUCT, english });
  for (const text of ["Repay at any time", "¥5.00", "each", "as in the contract", "3.65%–5.60%"]) {
    assertStringIncludes(page, text);
  }
  for (const text of ["随借随还", "每张", "手续费", "in Chinese only"]) {
    assert(!page.includes(text));
  }
  assertStringIncludes(renderProductPage(LOOK, { ...PRODUCT, english }), "随借随还");
});

Deno.test("an article's page escapes its text and leaves out what is not offered", () => {
  const page = renderArticlePage(LOOK, ARTICLE, [PRODUCT]);
  assertStringIncludes(page, "&lt;script>alert(1)");
  assertStringIncludes(page, 'href="/p/loan?m=m-1"');
  assert(!page.includes("gone"));
  assertStringIncludes(page, "2026年11月22日 发布");
  assertStringIncludes(
    page,
    `content="https://yd.example/api/v1/media/${"0".repeat(32)}"`,
  );
});

Deno.test("an article that is translated is read in English", () => {
  const blocksEn = [{ kind: "paragraph", text: "In other words" }] as const;
  const page = renderArticlePage({ ...LOOK, locale: "en" }, { ...ARTICLE, blocksEn }, []);
  assertStringIncludes(page, '<div class="text" lang="en"><p>In other words</p></div>');
  assert(!page.includes("alert"));
});

Deno.test("where there is no English, Chinese stands", () => {
  assertStringIncludes(renderArticlePage({ ...LOOK, locale: "en" }, ARTICLE, []), "<h1>新闻</h1>");
});

Deno.test("a page that is not there leads back to the manager", () => {
  const page = renderNoDetail(LOOK, "product");
  assertStringIncludes(page, "这项业务暂不办理");
  assertStringIncludes(page, 'href="/s/m-1"');
});

Deno.test("days are days in China, rates have two places", () => {
  assertEquals(dayText("2026-11-21T16:00:00Z", "zh"), "2026年11月22日");
  assertEquals(dayText("2026-11-21T15:59:59Z", "en"), "21 Nov 2026");
  assertEquals(dayText("2026-11-01", "zh"), "2026年11月1日");
  assertEquals(rateText({ basisPoints: 5 }), "0.05%");
});
