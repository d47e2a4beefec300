import { assertEquals } from "@std/assert";
import type { StorefrontTemplateJson } from "../../shared/api_storefront.ts";
import { templateRequest, templateTexts, withMoved, withTemplateBlock } from "./template_form.ts";

const NONE: StorefrontTemplateJson = {
  unit: "jx.3601",
  version: 0,
  content: null,
  updatedAt: null,
  updatedBy: null,
  locked: [
    {
      block: { kind: "campaigns", id: "campaigns", hidden: false },
      unit: "jx",
      unitName: "省联社",
    },
  ],
};

Deno.test("a unit without a template begins with the usual blocks, less what is locked above", () => {
  assertEquals(templateTexts(NONE).blocks.map((block) => block.id), [
    "card",
    "banner",
    "pitch",
    "products",
    "news",
  ]);
});

Deno.test("a locked block is shown, and its words go along", () => {
  let { blocks } = templateTexts(NONE);
  blocks = withTemplateBlock(blocks, "banner", { locked: true, title: "社保卡激活月" });
  blocks = withMoved(blocks, "banner", -1);
  const { version, content } = templateRequest({ blocks, hours: " 9:00 " }, 0);
  assertEquals([version, content.hours], [0, "9:00"]);
  assertEquals(content.blocks[0], {
    kind: "banner",
    id: "banner",
    hidden: false,
    locked: true,
    title: "社保卡激活月",
    text: "",
    image: null,
  });
});
