/** Starts the referral page in the browser: takes over what the server rendered. */
import { effect } from "@preact/signals";
import { hydrate } from "preact";
import type { Locale } from "../../shared/format.ts";
import { browserOutside } from "../../shared/outside.ts";
import {
  applyLook,
  copy,
  inWechat,
  observePageLoad,
  onShown,
  readBoot,
  signInByPage,
  tabMemory,
} from "../browser.ts";
import type { Device } from "./device.ts";
import { keepCurrent } from "./follow.ts";
import { type Boot, createReferralModel } from "./model.ts";
import { ReferralPage } from "./referral_page.tsx";

function start(): void {
  const page = readBoot<{ boot: Boot; locale: Locale; elder: boolean }>();
  if (page === null) return;
  const { boot, locale, elder } = page.data;
  // Before it is replaced by the participant's own link.
  const here = location.pathname + location.search;
  const outside = browserOutside();
  const model = createReferralModel({
    boot,
    locale,
    elder,
    outside,
    memory: tabMemory(),
    device: thisDevice(),
    ...signInByPage(() => here),
  });
  observePageLoad(model.clock, Date.parse(boot.campaign.serverTime));
  hydrate(<ReferralPage model={model} />, page.root);
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

function thisDevice(): Device {
  return {
    inWechat: inWechat(),
    canShare: typeof navigator.share === "function",
    go: (address) => location.assign(address),
    copy,
    share: async (what) => {
      try {
        await navigator.share(what);
        return true;
      } catch {
        return false;
      }
    },
    stand: (path) => history.replaceState(null, "", path),
  };
}

start();
