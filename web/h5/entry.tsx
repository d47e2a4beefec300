/** Starts the sale page in the browser: takes over what the server rendered. */
import { effect } from "@preact/signals";
import { hydrate } from "preact";
import type { Locale } from "../shared/format.ts";
import { browserOutside } from "../shared/outside.ts";
import { keepCurrent } from "./follow.ts";
import { type Boot, createSaleModel, type Memory } from "./model.ts";
import { SalePage } from "./sale_page.tsx";
import { wordsOf } from "./words.ts";

const YEAR_S = 31_536_000;

function start(): void {
  const root = document.getElementById("app");
  const data = document.getElementById("boot")?.textContent;
  if (root === null || data === null || data === undefined) return;
  // Foreign data: our own server's page.
  const { boot, locale, elder } = JSON.parse(data) as {
    boot: Boot;
    locale: Locale;
    elder: boolean;
  };
  const outside = browserOutside();
  const query = new URLSearchParams(location.search);
  // Where WeChat could not say who it is, the phone's code can.
  const byWeChat = /MicroMessenger/i.test(navigator.userAgent) &&
    query.get("wechat") !== "failed";
  const model = createSaleModel({
    boot,
    locale,
    elder,
    outside,
    memory: tabMemory(),
    device: { go: (address) => location.assign(address), copy },
    ...(byWeChat
      ? {
        signInByPage: () => {
          const here = location.pathname + location.search;
          location.assign(`/auth/wechat/start?to=${encodeURIComponent(here)}`);
        },
      }
      : {}),
  });
  observePageLoad(model.clock, Date.parse(boot.campaign.serverTime));
  hydrate(<SalePage model={model} />, root);
  const current = keepCurrent(model, outside);
  effect(() => applyLook(model.locale.value, model.elder.value, boot.campaign.title));
  document.addEventListener("visibilitychange", () => current.visible(!document.hidden));
  addEventListener("pageshow", (event) => {
    if ("persisted" in event && event.persisted) current.visible(true);
  });
  addEventListener("offline", () => model.linked(false));
}

/** The page itself carried the server's time: its round trip is known to the browser. */
function observePageLoad(clock: { observe: (s: Sample) => void }, serverMs: number): void {
  const load = performance.getEntriesByType("navigation")[0];
  if (!(load instanceof PerformanceNavigationTiming) || load.responseStart === 0) return;
  clock.observe({ serverMs, sentMs: load.requestStart, receivedMs: load.responseStart });
}

interface Sample {
  readonly serverMs: number;
  readonly sentMs: number;
  readonly receivedMs: number;
}

/** The language and the size stay for the next visit; a cookie, so that the server renders them. */
function applyLook(locale: Locale, elder: boolean, title: string): void {
  const words = wordsOf(locale);
  document.documentElement.lang = words.lang;
  document.documentElement.classList.toggle("elder", elder);
  document.title = `${title} · ${words.brand}`;
  document.cookie = `yd_lang=${locale}; Path=/; Max-Age=${YEAR_S}; SameSite=Lax`;
  document.cookie = `yd_elder=${elder ? 1 : 0}; Path=/; Max-Age=${YEAR_S}; SameSite=Lax`;
}

/** Browsers of old phones have no clipboard to write to. */
async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** A tab's memory; without it (private mode) a reload in the middle of a grab asks the server anew. */
function tabMemory(): Memory {
  return {
    get: (name) => {
      try {
        return sessionStorage.getItem(name);
      } catch {
        return null;
      }
    },
    set: (name, value) => {
      try {
        if (value === null) sessionStorage.removeItem(name);
        else sessionStorage.setItem(name, value);
      } catch {
        // No storage: nothing is lost but the key.
      }
    },
  };
}

start();
