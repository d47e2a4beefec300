/** What the pages of customers ask of their browser. */
import type { Locale } from "../shared/format.ts";
import type { ServerClock } from "../shared/server_clock.ts";
import { frameWordsOf } from "./frame_words.ts";
import type { Memory } from "./memory.ts";

const YEAR_S = 31_536_000;

/** What the server put into the page; null where there is none. */
export function readBoot<Boot>(): { root: HTMLElement; data: Boot } | null {
  const root = document.getElementById("app");
  const data = document.getElementById("boot")?.textContent;
  if (root === null || data === null || data === undefined) return null;
  // Foreign data: our own server's page.
  return { root, data: JSON.parse(data) as Boot };
}

/** Whether WeChat shows the page. */
export function inWechat(): boolean {
  return /MicroMessenger/i.test(navigator.userAgent);
}

/** How WeChat's browser signs in: by going to a page. Empty where it could not say who it is, or for others. */
export function signInByPage(here: () => string): { signInByPage?: () => void } {
  // Where WeChat could not say who it is, the phone's code can.
  const failed = new URLSearchParams(location.search).get("wechat") === "failed";
  if (!inWechat() || failed) return {};
  return {
    signInByPage: () => location.assign(`/auth/wechat/start?to=${encodeURIComponent(here())}`),
  };
}

/** The page itself carried the server's time: its round trip is known to the browser. */
export function observePageLoad(clock: ServerClock, serverMs: number): void {
  const load = performance.getEntriesByType("navigation")[0];
  if (!(load instanceof PerformanceNavigationTiming) || load.responseStart === 0) return;
  clock.observe({ serverMs, sentMs: load.requestStart, receivedMs: load.responseStart });
}

/** The language and the size stay for the next visit; a cookie, so that the server renders them. */
export function applyLook(
  { locale, elder, title }: { locale: Locale; elder: boolean; title: string },
): void {
  const words = frameWordsOf(locale);
  document.documentElement.lang = words.lang;
  document.documentElement.classList.toggle("elder", elder);
  document.title = `${title} · ${words.brand}`;
  document.cookie = `yd_lang=${locale}; Path=/; Max-Age=${YEAR_S}; SameSite=Lax`;
  document.cookie = `yd_elder=${elder ? 1 : 0}; Path=/; Max-Age=${YEAR_S}; SameSite=Lax`;
}

/** Tells whether somebody looks at the page, now and after every change. */
export function onShown(run: (shown: boolean) => void): void {
  document.addEventListener("visibilitychange", () => run(!document.hidden));
  addEventListener("pageshow", (event) => {
    if ("persisted" in event && event.persisted) run(true);
  });
}

/** A page that is loaded ahead is no visit before somebody looks at it. */
export function onceSeen(run: () => void): void {
  if (!document.hidden) return run();
  document.addEventListener("visibilitychange", () => run(), { once: true });
}

/** A tab's memory; without it (private mode) a reload in the middle of an action asks the server anew. */
export function tabMemory(): Memory {
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
