import { assert, assertEquals } from "@std/assert";
import type { ContentJson } from "../../shared/api_storefront.ts";
import {
  addText,
  audienceOf,
  choose,
  chooseAll,
  moveBlock,
  moveChosen,
  previewHref,
  putRule,
  removeRule,
  removeText,
  showBlock,
  TEXT_BLOCKS_MAX,
  writeBlock,
} from "./content.ts";

const CONTENT: ContentJson = {
  blocks: [
    { kind: "card", id: "card", hidden: false },
    { kind: "campaigns", id: "campaigns", hidden: false },
    { kind: "pitch", id: "pitch", hidden: true, text: "" },
    { kind: "products", id: "products", hidden: false },
  ],
  card: { photo: null, wechatId: "", wechatQr: null, hours: "" },
  products: null,
  news: ["a1"],
  rules: [],
};
const FREE: ReadonlySet<string> = new Set();

function order(content: ContentJson): string {
  return content.blocks.map((block) => block.id).join(" ");
}

Deno.test("a block moves past its neighbour and stops at the ends", () => {
  const down = moveBlock(CONTENT, { id: "card", step: 1, locked: FREE });
  assertEquals(order(down), "campaigns card pitch products");
  assert(moveBlock(CONTENT, { id: "card", step: -1, locked: FREE }) === CONTENT);
  assert(moveBlock(CONTENT, { id: "gone", step: 1, locked: FREE }) === CONTENT);
});

Deno.test("locked blocks stay where they are while others move past them", () => {
  const locked = new Set(["campaigns"]);
  assertEquals(
    order(moveBlock(CONTENT, { id: "card", step: 1, locked })),
    "pitch campaigns card products",
  );
  assert(moveBlock(CONTENT, { id: "campaigns", step: 1, locked }) === CONTENT);
});

Deno.test("a locked block keeps its place when a text before it goes", () => {
  const locked = new Set(["pitch"]);
  let content = addText(CONTENT);
  for (let n = 0; n < 4; n++) content = moveBlock(content, { id: "text-1", step: -1, locked });
  assertEquals(order(content), "text-1 card pitch campaigns products");
  content = removeText(content, { id: "text-1", locked });
  assertEquals(order(content), "card campaigns pitch products");
});

Deno.test("blocks are shown, hidden and written", () => {
  const shown = showBlock(CONTENT, "pitch", true);
  assertEquals(shown.blocks[2]?.hidden, false);
  const written = writeBlock(shown, "pitch", { text: "您好", title: "x" });
  assertEquals(written.blocks[2], { kind: "pitch", id: "pitch", hidden: false, text: "您好" });
});

Deno.test("texts are added up to their bound and go with their rules", () => {
  let content = CONTENT;
  for (let n = 0; n < TEXT_BLOCKS_MAX + 2; n++) content = addText(content);
  assertEquals(content.blocks.length, CONTENT.blocks.length + TEXT_BLOCKS_MAX);
  content = putRule(content, 0, { effect: "hide", of: "block", id: "text-2", when: {} });
  content = removeText(content, { id: "text-2", locked: FREE });
  assertEquals(content.rules, []);
  assertEquals(order(addText(content)).endsWith("text-6 text-2"), true);
  assertEquals(order(removeText(CONTENT, { id: "card", locked: FREE })), order(CONTENT));
});

Deno.test("products are chosen in order, once each, and all of them again", () => {
  let content = choose(CONTENT, { of: "products", id: "p1", on: true });
  content = choose(content, { of: "products", id: "p2", on: true });
  content = choose(content, { of: "products", id: "p1", on: true });
  assertEquals(content.products, ["p2", "p1"]);
  content = moveChosen(content, { of: "products", id: "p1", step: -1 });
  assertEquals(content.products, ["p1", "p2"]);
  assert(moveChosen(content, { of: "products", id: "p1", step: -1 }) === content);
  assertEquals(choose(content, { of: "products", id: "p1", on: false }).products, ["p2"]);
  assertEquals(chooseAll(content, "products").products, null);
});

Deno.test("rules are added, changed and removed", () => {
  const rule = { effect: "first", of: "product", id: "p1", when: { isNew: true } } as const;
  const one = putRule(CONTENT, 0, rule);
  const changed = putRule(one, 0, { ...rule, effect: "hide" });
  assertEquals([one.rules.length, changed.rules[0]?.effect], [1, "hide"]);
  assertEquals(removeRule(changed, 0).rules, []);
  assertEquals(audienceOf({ tags: " 社保卡，VIP 社保卡", isNew: "known" }), {
    tags: ["社保卡", "VIP"],
    isNew: false,
  });
  assertEquals(audienceOf({ tags: " ", isNew: "any" }), {});
});

Deno.test("a preview says who is looking", () => {
  assertEquals(
    previewHref("m/1", { tags: "VIP a", isNew: true, unit: "jx.3601", saved: 3 }),
    "/s/m%2F1?preview=1&draft=1&tags=VIP%2Ca&new=1&unit=jx.3601&at=3",
  );
});
