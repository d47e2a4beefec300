/** The customer's own page as a model: signals to read, actions to call. It runs in the browser and on the server. */
import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { ReservationJson } from "../../shared/api.ts";
import type { MyParticipationJson } from "../../shared/api_referral.ts";
import type { CouponJson, WalletJson } from "../../shared/api_wallet.ts";
import { type Client, createClient, type FailureCode } from "../../shared/client.ts";
import type { Locale } from "../../shared/format.ts";
import type { Outside } from "../../shared/outside.ts";
import { createServerClock, type ServerClock } from "../../shared/server_clock.ts";
import { createLook, type Look } from "../look.ts";
import type { CouponFilter } from "./coupon_groups.ts";
import { createPagedList, type PagedList } from "./list.ts";

export type Tab = "coupons" | "points" | "orders" | "invites";

export const TABS: readonly Tab[] = ["coupons", "points", "orders", "invites"];

/** What the server puts into the page. */
export interface Boot {
  readonly signedIn: boolean;
  /** When the page was made, in server ms. */
  readonly madeMs: number;
  /** Null: signed out, or cannot be read right now; the page asks again by itself. */
  readonly wallet: WalletJson | null;
}

export interface MeModel extends Look {
  readonly client: Client;
  readonly clock: ServerClock;
  readonly signedIn: ReadonlySignal<boolean>;
  readonly nowMs: ReadonlySignal<number>;
  readonly tab: ReadonlySignal<Tab>;
  readonly filter: ReadonlySignal<CouponFilter>;
  readonly wallet: ReadonlySignal<WalletJson | null>;
  readonly walletFailure: ReadonlySignal<FailureCode | null>;
  /** The coupon that is held out to a member of staff; null: none. */
  readonly held: ReadonlySignal<CouponJson | null>;
  readonly signingIn: ReadonlySignal<boolean>;
  readonly orders: PagedList<ReservationJson>;
  readonly invites: PagedList<MyParticipationJson>;
  choose(tab: Tab): void;
  filterBy(filter: CouponFilter): void;
  /** Reads the wallet. */
  refresh(): Promise<void>;
  /** Holds a coupon out, or puts it away with null. */
  hold(id: string | null): void;
  /** Whether somebody looks at the page. */
  visible(shown: boolean): void;
  askToSignIn(open: boolean): void;
  signedInNow(): Promise<void>;
  signOut(): Promise<void>;
  tick(): void;
}

export interface MeModelOptions {
  readonly boot: Boot;
  readonly locale: Locale;
  readonly elder: boolean;
  readonly outside: Outside;
  readonly tab?: Tab;
  /** Customers whose browser signs in by going to a page go there instead of to the sign-in sheet. */
  readonly signInByPage?: () => void;
  /** Remembers the chosen tab in the page's address. */
  readonly onTab?: (tab: Tab) => void;
}

/** A coupon that is held out is looked at so often: its use shows while the customer still stands there. */
const HELD_ASK_MS = 2_000;
const ATTEMPTS_MAX = 3;

/** Makes the model of one page. */
export function createMeModel(options: MeModelOptions): MeModel {
  const { boot, outside } = options;
  const look = createLook(options);
  const clock = createServerClock({ localMs: outside.localMs, serverMs: boot.madeMs });
  const client = createClient({
    outside,
    locale: () => look.locale.value,
    onServerTime: (sample) => clock.observe(sample),
  });
  const signedIn = signal(boot.signedIn);
  const nowMs = signal(boot.madeMs);
  const tab = signal<Tab>(options.tab ?? "coupons");
  const filter = signal<CouponFilter>("usable");
  const wallet = signal(boot.wallet);
  const walletFailure = signal<FailureCode | null>(null);
  const signingIn = signal(false);
  const heldId = signal<string | null>(null);
  const orders = createPagedList<ReservationJson>({
    client,
    path: "/api/v1/reservations/mine",
  });
  const invites = createPagedList<MyParticipationJson>({
    client,
    path: "/api/v1/participants/mine",
  });
  let shown = true;
  let cancelAsk = () => {};

  function tick(): void {
    nowMs.value = clock.nowMs();
  }

  async function refresh(): Promise<void> {
    if (!signedIn.value) return;
    const answer = await client.send<WalletJson>({
      method: "GET",
      path: "/api/v1/wallet",
      attemptsMax: ATTEMPTS_MAX,
    });
    walletFailure.value = answer.ok ? null : answer.code;
    if (answer.ok) wallet.value = answer.value;
    else if (answer.code === "unauthenticated") leave();
    tick();
  }

  function leave(): void {
    signedIn.value = false;
    wallet.value = null;
    heldId.value = null;
    orders.forget();
    invites.forget();
  }

  /** Reads what the chosen tab shows. */
  async function open(): Promise<void> {
    if (!signedIn.value) return;
    if (tab.value === "orders") await orders.start();
    else if (tab.value === "invites") await invites.start();
    else if (wallet.value === null) await refresh();
  }

  function askWhileHeld(): void {
    cancelAsk();
    if (heldId.value === null || !shown) return;
    cancelAsk = outside.after(HELD_ASK_MS, () => void refresh().then(askWhileHeld));
  }

  return {
    ...look,
    show: (change) => {
      const before = look.locale.value;
      look.show(change);
      // Why a coupon was taken back is said by the server, in the language of the page.
      if (look.locale.value !== before) void refresh();
    },
    client,
    clock,
    signedIn,
    nowMs,
    tab,
    filter,
    wallet,
    walletFailure,
    held: computed(() => wallet.value?.coupons.find((one) => one.id === heldId.value) ?? null),
    signingIn,
    orders,
    invites,
    choose: (next) => {
      tab.value = next;
      options.onTab?.(next);
      void open();
    },
    filterBy: (next) => void (filter.value = next),
    refresh,
    hold: (id) => {
      heldId.value = id;
      askWhileHeld();
    },
    visible: (isShown) => {
      shown = isShown;
      if (!isShown) return cancelAsk();
      clock.forget();
      void open();
      void refresh().then(askWhileHeld);
    },
    askToSignIn: (wanted) => {
      if (wanted && options.signInByPage !== undefined) options.signInByPage();
      else signingIn.value = wanted;
    },
    signedInNow: async () => {
      signingIn.value = false;
      signedIn.value = true;
      await open();
    },
    signOut: async () => {
      await client.send({ method: "POST", path: "/api/v1/customers/logout" });
      leave();
    },
    tick,
  };
}
