/** The storefront as a model: signals to read, actions to call. It runs in the browser and renders on the server. */
import { type ReadonlySignal, signal } from "@preact/signals";
import type { PhoneJson, VisitEventsAnswer, VisitEventsRequest } from "../shared/api_storefront.ts";
import { createClient } from "../shared/client.ts";
import type { Locale } from "../shared/format.ts";
import type { Outside } from "../shared/outside.ts";
import { createServerClock, type ServerClock } from "../shared/server_clock.ts";
import { campaignsOf, type PageData } from "./data.ts";
import { type Words, wordsOf } from "./words.ts";

/** What the server sends with the page. */
export interface Boot {
  readonly page: PageData;
  readonly locale: Locale;
  readonly elder: boolean;
  /** When the page was made, in server ms. */
  readonly madeMs: number;
  /** Since when the bank's data cannot be read, for staff; null otherwise. */
  readonly staleSinceMs: number | null;
}

/** What the page asks of its browser beyond requests. */
export interface Device {
  /** Puts text on the clipboard; false where that is not allowed. */
  copy(text: string): Promise<boolean>;
  /** Opens the phone's own sheet; `none` where there is none. */
  share(what: { title: string; url: string }): Promise<"shared" | "left" | "none">;
  /** Leaves for an address such as `tel:`. */
  go(address: string): void;
  /** Loads the page again in a language, and remembers it. */
  read(locale: Locale): void;
  /** The page's own address. */
  readonly address: string;
  readonly inWechat: boolean;
}

export type Tracked = VisitEventsRequest["events"][number];

export interface StorefrontModel {
  readonly page: PageData;
  readonly locale: Locale;
  readonly words: Words;
  readonly elder: ReadonlySignal<boolean>;
  readonly nowMs: ReadonlySignal<number>;
  readonly staleSinceMs: number | null;
  /** Whether the sheet with the WeChat id is open. */
  readonly wechatOpen: ReadonlySignal<boolean>;
  /** A sentence that goes away by itself; null for none. */
  readonly toast: ReadonlySignal<string | null>;
  readonly clock: ServerClock;
  /** Address of another page of ours, with the manager and, once `begin` was called, the channel. */
  link(path: string): string;
  /** The page runs in its browser: from now on it may differ from what the server made for everyone. */
  begin(): void;
  tick(): void;
  track(event: Tracked): void;
  /** Tells of the visit; corrects the clock by the answer. */
  arrive(): Promise<void>;
  call(): Promise<void>;
  showWechat(open: boolean): void;
  copyWechat(): Promise<void>;
  share(): Promise<void>;
  setElder(elder: boolean): void;
  switchLanguage(): void;
}

export interface StorefrontModelOptions {
  readonly boot: Boot;
  readonly outside: Outside;
  readonly device: Device;
  /** `?ch=` of the address. */
  readonly channel: string | null;
}

const TOAST_MS = 3_000;

export function createStorefrontModel(options: StorefrontModelOptions): StorefrontModel {
  const { boot, outside, device, channel } = options;
  const { page, locale } = boot;
  const words = wordsOf(locale);
  const clock = createServerClock({ localMs: outside.localMs, serverMs: boot.madeMs });
  const nowMs = signal(boot.madeMs);
  const elder = signal(boot.elder);
  const wechatOpen = signal(false);
  const toast = signal<string | null>(null);
  const carried = signal(`?m=${encodeURIComponent(page.managerId)}`);
  const path = `/api/v1/storefronts/${encodeURIComponent(page.managerId)}`;
  const client = createClient({
    outside,
    locale: () => locale,
    onServerTime: (sample) => {
      clock.observe(sample);
      tick();
    },
  });
  let cancelToast = () => {};

  function tick(): void {
    if (campaignsOf(page).length > 0) nowMs.value = clock.nowMs();
  }

  function say(sentence: string): void {
    cancelToast();
    toast.value = sentence;
    cancelToast = outside.after(TOAST_MS, () => void (toast.value = null));
  }

  function bodyOf(event: Tracked): VisitEventsRequest {
    return { ...(channel === null ? {} : { channel }), events: [event] };
  }

  /** Goes out even when the page is left for what was clicked; what gets lost is not asked for again. */
  function track(event: Tracked): void {
    outside.fetch(`${path}/events`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(bodyOf(event)),
      credentials: "same-origin",
      keepalive: true,
    }).catch(() => {});
  }

  return {
    page,
    locale,
    words,
    elder,
    nowMs,
    staleSinceMs: boot.staleSinceMs,
    wechatOpen,
    toast,
    clock,
    link: (path) => path + carried.value,
    begin() {
      if (channel !== null) carried.value += `&ch=${channel}`;
      tick();
    },
    tick,
    track,
    async arrive() {
      const body = bodyOf({ kind: "visit" });
      await client.send<VisitEventsAnswer>({ method: "POST", path: `${path}/events`, body });
    },
    async call() {
      say(words.calling);
      const answer = await client.send<PhoneJson>({
        method: "POST",
        path: `${path}/phone`,
        body: channel === null ? {} : { channel },
      });
      if (!answer.ok) return say(words.callFailed);
      toast.value = null;
      device.go(`tel:${answer.value.phone}`);
    },
    showWechat: (open) => void (wechatOpen.value = open),
    async copyWechat() {
      track({ kind: "wechat" });
      say(await device.copy(page.card.wechatId) ? words.copied : words.copyFailed);
    },
    async share() {
      const { name, outletName } = page.card;
      const url = shareAddress(device.address);
      const shared = device.inWechat
        ? "none"
        : await device.share({ title: words.shareTitle(name, outletName), url });
      if (shared === "left") return;
      track({ kind: "share" });
      if (shared === "shared") return;
      if (device.inWechat) return say(words.shareInWechat);
      say(await device.copy(url) ? words.linkCopied : words.copyFailed);
    },
    setElder: (value) => void (elder.value = value),
    switchLanguage: () => device.read(locale === "zh" ? "en" : "zh"),
  };
}

/** The same page, told apart as one that a customer passed on. */
export function shareAddress(address: string): string {
  const url = new URL(address);
  url.hash = "";
  url.search = "?ch=share";
  return url.href;
}
