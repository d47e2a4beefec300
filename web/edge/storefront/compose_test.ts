import { assertEquals } from "@std/assert";
import { type Content, DEFAULT_CONTENT, type Rule } from "../../../actors/storefront/protocol.ts";
import type { ArticleRowJson, ProductJson } from "../../shared/api_catalogue.ts";
import { audienceKey, matches, STRANGER, type Visitor } from "./audience.ts";
import { lockedProblems, placeBlocks, type Template } from "./blocks.ts";
import { compose, type Manager, maskPhone, type Materials } from "./compose.ts";

const MANAGER: Manager = {
  id: "ann",
  name: "刘经理",
  title: "客户经理",
  phone: "13800000001",
  wechat: null,
  photo: null,
  unit: "jx.1.1",
  outletName: "滕王阁支行",
  bankName: "南昌农商银行",
  address: "滨江大道 20 号",
  city: "南昌市",
  hours: "9:00–17:00",
  position: null,
  successor: null,
  serves: true,
};

const product = (id: string, category: ProductJson["category"]): ProductJson => ({
  id,
  category,
  name: id,
  nameEn: id,
  summary: "",
  summaryEn: "",
  features: [],
  eligibility: [],
  documents: [],
  steps: [],
  fees: [],
  rates: [],
  pricedOn: null,
  notice: "",
  action: { kind: "apply", target: "manager", label: "", labelEn: "" },
  validFrom: null,
  validTo: null,
  position: 1,
  status: "published",
  version: 1,
  updatedAt: "2026-11-22T00:00:00.000Z",
  updatedBy: "seed",
});

const article = (id: string, ...tags: string[]): ArticleRowJson => ({
  id,
  title: id,
  titleEn: "",
  summary: "",
  summaryEn: "",
  cover: null,
  tags,
  validFrom: null,
  validTo: null,
  unit: "jx",
  status: "published",
  publishedAt: null,
  version: 1,
  updatedAt: "2026-11-22T00:00:00.000Z",
  updatedBy: "seed",
});

const MATERIALS: Materials = {
  manager: MANAGER,
  content: null,
  templates: [],
  products: [product("fixed", "deposits"), product("farm", "loans"), product("home", "loans")],
  articles: [article("open"), article("vip-only", "vip")],
  campaigns: [],
};

const VIP: Visitor = { tags: ["vip"], isNew: false, orgUnitIds: ["jx.1.1", "jx.1", "jx"] };

const by = (rules: readonly Rule[], more: Partial<Content> = {}): Materials => ({
  ...MATERIALS,
  content: { ...DEFAULT_CONTENT, ...more, rules },
});

function productsOf(materials: Materials, visitor: Visitor): string[] {
  const block = compose(materials, visitor).blocks.find(({ kind }) => kind === "products");
  if (block?.kind !== "products") return [];
  return block.groups.flatMap(({ category, items }) => items.map(({ id }) => `${category}/${id}`));
}

const shownBlocks = (materials: Materials, visitor: Visitor) =>
  compose(materials, visitor).blocks.map(({ id }) => id);

Deno.test("an untouched storefront shows card, everything offered and the news for everyone", () => {
  const { blocks, card } = compose(MATERIALS, STRANGER);
  assertEquals(blocks.map(({ kind }) => kind), ["card", "products", "news"]);
  assertEquals(productsOf(MATERIALS, STRANGER), ["deposits/fixed", "loans/farm", "loans/home"]);
  assertEquals([card.phoneMasked, card.hours], ["138****0001", "9:00–17:00"]);
  assertEquals(JSON.stringify(blocks).includes("13800000001"), false);
});

Deno.test("a visitor nobody knows is new, without tags and of no unit", () => {
  assertEquals(matches({ isNew: true }, STRANGER), true);
  assertEquals(matches({ tags: ["vip"] }, STRANGER), false);
  assertEquals(matches({ units: ["jx"] }, STRANGER), false);
  assertEquals(matches({ tags: ["x", "vip"], units: ["jx.1"] }, VIP), true);
  assertEquals(matches({ tags: ["vip"], isNew: true }, VIP), false);
  assertEquals(matches({ units: ["jx.1.10"] }, VIP), false);
});

Deno.test("show is for these visitors only, hide is for all but these, first puts it first", () => {
  const rules: Rule[] = [
    { effect: "show", of: "product", id: "fixed", when: { tags: ["vip"] } },
    { effect: "hide", of: "product", id: "farm", when: { tags: ["vip"] } },
    { effect: "first", of: "category", id: "loans", when: { tags: ["vip"] } },
  ];
  assertEquals(productsOf(by(rules), STRANGER), ["loans/farm", "loans/home"]);
  assertEquals(productsOf(by(rules), VIP), ["loans/home", "deposits/fixed"]);
});

Deno.test("the manager's choice and order hold, and what the bank has switched off is left out", () => {
  const chosen = { products: ["home", "gone", "fixed", "farm"] };
  assertEquals(productsOf(by([], chosen), STRANGER), [
    "loans/home",
    "loans/farm",
    "deposits/fixed",
  ]);
  assertEquals(productsOf(by([], { products: [] }), STRANGER), []);
});

Deno.test("an article with tags is for customers with one of them", () => {
  const news = (visitor: Visitor) =>
    compose(MATERIALS, visitor).blocks.flatMap((block) =>
      block.kind === "news" ? block.items.map(({ id }) => id) : []
    );
  assertEquals(news(STRANGER), ["open"]);
  assertEquals(news(VIP), ["open", "vip-only"]);
});

Deno.test("blocks that are hidden or empty are not on the page", () => {
  const blocks = DEFAULT_CONTENT.blocks.map((block) =>
    block.kind === "pitch" ? { ...block, hidden: false, text: "您好" } : block
  );
  assertEquals(shownBlocks(by([], { blocks }), STRANGER), ["card", "pitch", "products", "news"]);
  const rules: Rule[] = [{ effect: "first", of: "block", id: "news", when: { isNew: true } }];
  assertEquals(shownBlocks(by(rules), STRANGER), ["news", "card", "products"]);
});

const LOCKED: Template = {
  unit: "jx.1",
  unitName: "南昌农商银行",
  hours: "8:30–17:00",
  blocks: [
    {
      kind: "banner",
      id: "banner",
      hidden: true,
      title: "开门红",
      text: "",
      image: null,
      locked: true,
    },
    { kind: "card", id: "card", hidden: false, locked: false },
    {
      kind: "text",
      id: "text-law",
      hidden: false,
      title: "提示",
      text: "理财有风险",
      locked: false,
    },
  ],
};

Deno.test("a locked block keeps its place, its words and that it is shown, whatever comes later", () => {
  const templates = [LOCKED];
  const own = [
    { kind: "news", id: "news", hidden: false },
    { kind: "banner", id: "banner", hidden: true, title: "我的", text: "", image: null },
    { kind: "card", id: "card", hidden: false },
  ] as const;
  const placed = placeBlocks(templates, own);
  assertEquals(placed.map(({ block }) => block.id), [
    "banner",
    "news",
    "card",
    "text-law",
    "campaigns",
    "pitch",
    "products",
  ]);
  const [banner] = placed;
  assertEquals(banner?.block, {
    kind: "banner",
    id: "banner",
    hidden: false,
    title: "开门红",
    text: "",
    image: null,
  });
  assertEquals(banner?.lockedBy?.unit, "jx.1");
  assertEquals(lockedProblems(templates, own).map(({ at, what }) => [at, what]), [[1, "hidden"]]);
});

Deno.test("rules cannot hide or move what is locked", () => {
  const rules: Rule[] = [
    { effect: "hide", of: "block", id: "banner", when: { isNew: true } },
    { effect: "first", of: "block", id: "products", when: { isNew: true } },
  ];
  const shown = shownBlocks({ ...by(rules), templates: [LOCKED] }, STRANGER);
  assertEquals(shown.slice(0, 2), ["banner", "products"]);
});

Deno.test("an outlet cannot unlock what its bank has locked", () => {
  const outlet: Template = {
    unit: "jx.1.1",
    unitName: "滕王阁支行",
    hours: "",
    blocks: [{
      kind: "banner",
      id: "banner",
      hidden: true,
      title: "本店",
      text: "",
      image: null,
      locked: false,
    }],
  };
  const [banner] = placeBlocks([LOCKED, outlet], null);
  assertEquals(banner?.lockedBy?.unit, "jx.1");
});

Deno.test("visitors whom no rule tells apart share one page", () => {
  const rules: Rule[] = [{ effect: "hide", of: "product", id: "x", when: { tags: ["vip"] } }];
  const other = { ...STRANGER, tags: ["farmer"], isNew: false };
  assertEquals(audienceKey(STRANGER, { rules }, []), audienceKey(other, { rules }, []));
  assertEquals(audienceKey(STRANGER, { rules }, []) === audienceKey(VIP, { rules }, []), false);
});

Deno.test("a number is shown by its ends", () => {
  assertEquals(maskPhone("13800000001"), "138****0001");
  assertEquals(maskPhone("0791-8888"), "*******88");
});
