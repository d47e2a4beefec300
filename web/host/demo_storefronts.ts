/**
 * A storefront of the demo with words of its own and parts that depend on who looks. All others are as every storefront
 * begins. What a manager has edited stays.
 */
import {
  type Content,
  DEFAULT_CONTENT,
  type StorefrontProtocol,
} from "../../actors/storefront/protocol.ts";
import type { Engine } from "../../engine/mod.ts";

/** Whose storefront a start shows. */
export const DEMO_STOREFRONT = "staff-manager2";

/** What differs from the default. */
interface Demo {
  readonly manager: string;
  readonly pitch: string;
  readonly banner: { readonly title: string; readonly text: string };
  readonly wechatId: string;
  readonly texts: Content["blocks"];
  readonly rules: Content["rules"];
}

const DEMOS: readonly Demo[] = [
  {
    manager: DEMO_STOREFRONT,
    pitch: "在这条街上服务八年，社保卡、养老金、三农和小微贷款都可以找我。\n下班后微信也回。",
    banner: { title: "冬季惠农贷", text: "整村授信，无抵押无担保，最快当天放款。" },
    wechatId: "wu_jx3601",
    texts: [{
      kind: "text",
      id: "text-vip",
      hidden: false,
      title: "财富客户专享",
      text: "每周三下午理财沙龙，可预约一对一资产检视。",
    }],
    rules: [
      { effect: "show", of: "block", id: "text-vip", when: { tags: ["VIP"] } },
      { effect: "first", of: "category", id: "social-security", when: { tags: ["社保卡"] } },
      { effect: "first", of: "category", id: "deposits", when: { tags: ["财富"] } },
      { effect: "first", of: "category", id: "loans", when: { isNew: true } },
    ],
  },
];

/** Publishes those that nobody has touched. */
export async function seedStorefronts(engine: Engine): Promise<void> {
  for (const demo of DEMOS) {
    const storefront = engine.ref<StorefrontProtocol>("storefront", demo.manager);
    const reply = await engine.ask(storefront, { kind: "view" });
    if (reply.kind !== "view" || reply.view.revision > 0) continue;
    const by = demo.manager;
    await engine.ask(storefront, {
      kind: "save-draft",
      content: contentOf(demo),
      revision: 0,
      by,
    });
    await engine.ask(storefront, { kind: "publish", revision: 1, by });
  }
}

function contentOf({ pitch, banner, wechatId, texts, rules }: Demo): Content {
  const blocks = DEFAULT_CONTENT.blocks.map((block) => {
    switch (block.kind) {
      case "pitch":
        return { ...block, hidden: false, text: pitch };
      case "banner":
        return { ...block, ...banner, hidden: false };
      default:
        return block;
    }
  });
  return {
    ...DEFAULT_CONTENT,
    blocks: [...blocks.slice(0, 2), ...texts, ...blocks.slice(2)],
    card: { ...DEFAULT_CONTENT.card, wechatId },
    rules,
  };
}
