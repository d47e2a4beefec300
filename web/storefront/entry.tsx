/** Starts the storefront in the browser: takes over what the server rendered, tells of the visit. */
import { effect } from "@preact/signals";
import { hydrate } from "preact";
import { copyText } from "../shared/clipboard.ts";
import { browserOutside } from "../shared/outside.ts";
import type { ServerClock } from "../shared/server_clock.ts";
import { type Boot, createStorefrontModel, type Device } from "./model.ts";
import { StorefrontPage } from "./storefront_page.tsx";

const YEAR_S = 31_536_000;
const TICK_MS = 1_000;
/** As the interface takes it; anything else in a link is ignored. */
const CHANNEL = /^[a-z0-9-]{1,16}$/;

function start(): void {
  const root = document.getElementById("app");
  const data = document.getElementById("boot")?.textContent;
  if (root === null || data === null || data === undefined) return;
  // Foreign data: our own server's page.
  const boot = JSON.parse(data) as Boot;
  const query = new URLSearchParams(location.search);
  const channel = query.get("ch") ?? "";
  const model = createStorefrontModel({
    boot,
    outside: browserOutside(),
    device: thisDevice(),
    channel: CHANNEL.test(channel) ? channel : null,
  });
  observePageLoad(model.clock);
  hydrate(<StorefrontPage model={model} />, root);
  model.begin();
  setInterval(() => document.hidden || model.tick(), TICK_MS);
  effect(() => {
    document.documentElement.classList.toggle("elder", model.elder.value);
    remember("yd_elder", model.elder.value ? "1" : "0");
  });
  if (query.get("preview") === null) onceSeen(() => void model.arrive());
}

/** A page that is loaded ahead is no visit before somebody looks at it. */
function onceSeen(run: () => void): void {
  if (!document.hidden) return run();
  document.addEventListener("visibilitychange", () => run(), { once: true });
}

/** The page is kept by the server; the header of this very answer says when it was sent. */
function observePageLoad(clock: ServerClock): void {
  const load = performance.getEntriesByType("navigation")[0];
  if (!(load instanceof PerformanceNavigationTiming) || load.responseStart === 0) return;
  const serverMs = load.serverTiming?.find(({ name }) => name === "now")?.duration ?? 0;
  if (serverMs === 0) return;
  clock.observe({ serverMs, sentMs: load.requestStart, receivedMs: load.responseStart });
}

/** The language and the size stay for the next visit; a cookie, so that the server renders them. */
function remember(name: string, value: string): void {
  document.cookie = `${name}=${value}; Path=/; Max-Age=${YEAR_S}; SameSite=Lax`;
}

function thisDevice(): Device {
  return {
    address: location.href,
    inWechat: /MicroMessenger/i.test(navigator.userAgent),
    go: (address) => location.assign(address),
    read: (locale) => {
      remember("yd_lang", locale);
      location.reload();
    },
    copy: copyText,
    share: async (what) => {
      if (typeof navigator.share !== "function") return "none";
      try {
        await navigator.share(what);
        return "shared";
      } catch (error) {
        return error instanceof Error && error.name === "AbortError" ? "left" : "none";
      }
    },
  };
}

start();
