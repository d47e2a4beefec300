/** Starts the sale page in the browser: takes over what the server rendered. */
import { effect } from "@preact/signals";
import { hydrate } from "preact";
import type { Locale } from "../shared/format.ts";
import { copyText } from "../shared/clipboard.ts";
import { browserOutside } from "../shared/outside.ts";
import {
  applyLook,
  observePageLoad,
  onShown,
  readBoot,
  signInByPage,
  tabMemory,
} from "./browser.ts";
import { keepCurrent } from "./follow.ts";
import { type Boot, createSaleModel } from "./model.ts";
import { SalePage } from "./sale_page.tsx";

function start(): void {
  const page = readBoot<{ boot: Boot; locale: Locale; elder: boolean }>();
  if (page === null) return;
  const { boot, locale, elder } = page.data;
  const outside = browserOutside();
  const model = createSaleModel({
    boot,
    locale,
    elder,
    outside,
    memory: tabMemory(),
    device: { go: (address) => location.assign(address), copy: copyText },
    ...signInByPage(() => location.pathname + location.search),
  });
  observePageLoad(model.clock, Date.parse(boot.campaign.serverTime));
  hydrate(<SalePage model={model} />, page.root);
  const current = keepCurrent(model, outside);
  effect(() =>
    applyLook({
      locale: model.locale.value,
      elder: model.elder.value,
      title: boot.campaign.title,
    })
  );
  onShown(current.visible);
  addEventListener("offline", () => model.linked(false));
}

start();
