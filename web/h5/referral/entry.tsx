/** Starts the referral page in the browser: takes over what the server rendered. */
import { effect } from "@preact/signals";
import { hydrate } from "preact";
import type { Locale } from "../../shared/format.ts";
import { copyText } from "../../shared/clipboard.ts";
import { browserOutside } from "../../shared/outside.ts";
import {
  applyLook,
  inWechat,
  observePageLoad,
  onceSeen,
  onShown,
  readBoot,
  signInByPage,
  tabMemory,
} from "../browser.ts";
import type { Device } from "./device.ts";
import { keepCurrent } from "./follow.ts";
import { type Boot, createReferralModel } from "./model.ts";
import { ReferralPage } from "./referral_page.tsx";

const VIA = /^[A-Za-z0-9_-]{1,64}$/;
const CHANNEL = /^[a-z0-9-]{1,16}$/;

function start(): void {
  const page = readBoot<{ boot: Boot; locale: Locale; elder: boolean }>();
  if (page === null) return;
  const { boot, locale, elder } = page.data;
  // Before it is replaced by the participant's own link.
  const query = location.search;
  const here = location.pathname + query;
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
  const visit = visitOf(new URLSearchParams(query));
  onceSeen(() => void model.arrive(visit));
}

/** What the address says of who led here, as far as the interface takes it. */
function visitOf(query: URLSearchParams): { via?: string; channel?: string } {
  const via = query.get("m") ?? query.get("via") ?? "";
  const channel = query.get("ch") ?? "";
  return {
    ...(VIA.test(via) ? { via } : {}),
    ...(CHANNEL.test(channel) ? { channel } : {}),
  };
}

function thisDevice(): Device {
  return {
    inWechat: inWechat(),
    canShare: typeof navigator.share === "function",
    go: (address) => location.assign(address),
    copy: copyText,
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
