/** Starts the customer's own page in the browser: takes over what the server rendered. */
import { effect } from "@preact/signals";
import { hydrate } from "preact";
import type { Locale } from "../../shared/format.ts";
import { browserOutside } from "../../shared/outside.ts";
import { applyLook, observePageLoad, onShown, readBoot, signInByPage } from "../browser.ts";
import { MePage } from "./me_page.tsx";
import { type Boot, createMeModel, TABS } from "./model.ts";
import { wordsOf } from "./words.ts";

const TICK_MS = 30_000;

function start(): void {
  const page = readBoot<{ boot: Boot; locale: Locale; elder: boolean }>();
  if (page === null) return;
  const { boot, locale, elder } = page.data;
  const outside = browserOutside();
  const model = createMeModel({
    boot,
    locale,
    elder,
    outside,
    onTab: (tab) => history.replaceState(null, "", `#${tab}`),
    ...signInByPage(() => "/me"),
  });
  observePageLoad(model.clock, boot.madeMs);
  hydrate(<MePage model={model} />, page.root);
  // After hydration: the server does not know which tab the address names.
  model.choose(TABS.find((tab) => location.hash === `#${tab}`) ?? "coupons");
  effect(() => {
    const title = wordsOf(model.locale.value).title;
    applyLook({ locale: model.locale.value, elder: model.elder.value, title });
  });
  onShown(model.visible);
  setInterval(() => document.hidden || model.tick(), TICK_MS);
}

start();
