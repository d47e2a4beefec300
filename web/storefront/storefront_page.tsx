/** The storefront: whose it is, how to reach them, what is on and what they can do for one. */
import { Seal } from "../shared/seal.tsx";
import { clockTime } from "../shared/format.ts";
import { ActBar } from "./act_bar.tsx";
import { Banner, Pitch, Text } from "./texts.tsx";
import { Campaigns } from "./campaigns.tsx";
import { ManagerCard } from "./manager_card.tsx";
import { News } from "./news.tsx";
import { Products } from "./products.tsx";
import { WechatSheet } from "./wechat_sheet.tsx";
import type { BlockData } from "./data.ts";
import { Icons } from "./icons.tsx";
import type { StorefrontModel } from "./model.ts";

export function StorefrontPage({ model }: { model: StorefrontModel }) {
  const { page, words } = model;
  const [first, ...rest] = page.blocks;
  const cardFirst = first?.kind === "card";
  return (
    <div class="storefront">
      <Icons />
      <a class="skip" href="#products">{words.skip}</a>
      <TopBar model={model} />
      <main class={cardFirst ? "with-card" : ""}>
        <Stale model={model} />
        {cardFirst && <ManagerCard model={model} />}
        <div class="blocks">
          {(cardFirst ? rest : page.blocks).map((block) => (
            <Block key={block.id} block={block} model={model} />
          ))}
        </div>
      </main>
      <footer class="foot">
        <p>{words.footer(page.card.bankName === "" ? words.brand : page.card.bankName)}</p>
      </footer>
      {!page.blocks.some(({ kind }) => kind === "card") && <ActBar model={model} />}
      <WechatSheet model={model} />
      <p class="toast" role="status" hidden={model.toast.value === null}>{model.toast.value}</p>
    </div>
  );
}

function Block({ block, model }: { block: BlockData; model: StorefrontModel }) {
  switch (block.kind) {
    case "card":
      return <ManagerCard model={model} />;
    case "banner":
      return <Banner block={block} />;
    case "pitch":
      return <Pitch block={block} words={model.words} />;
    case "text":
      return <Text block={block} />;
    case "campaigns":
      return <Campaigns block={block} model={model} />;
    case "products":
      return <Products block={block} model={model} />;
    case "news":
      return <News block={block} model={model} />;
  }
}

function TopBar({ model }: { model: StorefrontModel }) {
  const { words, page, elder, locale } = model;
  return (
    <header class="bank">
      <p class="mark">
        <Seal />
        <strong>{words.brand}</strong> <span>{page.card.bankName}</span>
      </p>
      <p class="switches">
        <a class="plain" href="/me">{words.mine}</a>
        <button
          type="button"
          class="plain"
          aria-pressed={elder.value}
          onClick={() => model.setElder(!elder.value)}
        >
          {elder.value ? words.elderOff : words.elder}
        </button>
        <button
          type="button"
          class="plain"
          lang={locale === "zh" ? "en" : "zh-CN"}
          onClick={() => model.switchLanguage()}
        >
          {words.switchLanguage}
        </button>
      </p>
    </header>
  );
}

function Stale({ model }: { model: StorefrontModel }) {
  if (model.staleSinceMs === null) return null;
  return <p class="stale" role="status">{model.words.stale(clockTime(model.staleSinceMs))}</p>;
}
