/** The sale page as a model: signals to read, actions to call. It runs in the browser and, without `start`, on the server. */
import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type {
  CampaignJson,
  MyStateJson,
  PendingAnswer,
  ReservationAnswer,
  ReservationJson,
  WaitingJson,
} from "../shared/api.ts";
import { type Answer, type Client, createClient } from "../shared/client.ts";
import type { Locale } from "../shared/format.ts";
import type { Outside } from "../shared/outside.ts";
import { createServerClock, type ServerClock } from "../shared/server_clock.ts";
import { deadlineOf, type Refusal, sameStage, type Stage, stageOf } from "./stage.ts";

/** What the server puts into the page. */
export interface Boot {
  readonly campaign: CampaignJson;
  readonly me: MyStateJson | null;
  readonly signedIn: boolean;
  readonly demo: boolean;
}

/** What the sandbox of payments should do. */
export type Payment = "pay" | "fail" | "late";

/** A dialog that is open. */
export type Sheet = "sign-in" | "pay" | "cancel";

/** A sentence beside the stage: how the last action ended. */
export type Notice =
  | "expired"
  | "cancelled"
  | "payment-failed"
  | "not-open"
  | "order-limit"
  | "waiting-full"
  | "not-sold-out"
  | "reminders-full"
  | "too-many-requests"
  | "payment-mismatch"
  | "offline"
  | "busy"
  | "other"
  | { readonly refundFen: number };

/** Keeps a value over reloads of this tab; null forgets. */
export interface Memory {
  get(name: string): string | null;
  set(name: string, value: string | null): void;
}

export interface SaleModelOptions {
  readonly boot: Boot;
  readonly locale: Locale;
  readonly elder: boolean;
  readonly outside: Outside;
  readonly memory: Memory;
  /** Customers whose browser signs in by going to a page go there instead of to the sign-in sheet. */
  readonly signInByPage?: () => void;
}

export interface SaleModel {
  readonly locale: ReadonlySignal<Locale>;
  readonly elder: ReadonlySignal<boolean>;
  readonly demo: boolean;
  readonly campaign: ReadonlySignal<CampaignJson>;
  readonly me: ReadonlySignal<MyStateJson | null>;
  readonly signedIn: ReadonlySignal<boolean>;
  readonly nowMs: ReadonlySignal<number>;
  readonly stage: ReadonlySignal<Stage>;
  readonly deadlineMs: ReadonlySignal<number | null>;
  /** What is under way; `attempt` above 0 while repeating. */
  readonly busy: ReadonlySignal<{ readonly attempt: number } | null>;
  readonly notice: ReadonlySignal<Notice | null>;
  readonly sheet: ReadonlySignal<Sheet | null>;
  readonly paymentPending: ReadonlySignal<boolean>;
  readonly quantity: ReadonlySignal<number>;
  /** Null while connected, else since when (server ms) nothing was heard. */
  readonly lostSinceMs: ReadonlySignal<number | null>;
  readonly client: Client;
  readonly clock: ServerClock;
  /** Does what the one button says. */
  act(): Promise<void>;
  pay(payment: Payment): Promise<void>;
  cancel(): Promise<void>;
  leaveWaiting(): Promise<void>;
  choose(quantity: number): void;
  openSheet(sheet: Sheet | null): void;
  /** Whether the customer went to a page to sign in and is back signed in; true once. */
  cameBack(): boolean;
  /** After signing in: goes on with what the customer wanted. */
  signedInNow(): Promise<void>;
  signOut(): Promise<void>;
  refresh(): Promise<void>;
  show(look: { locale?: Locale; elder?: boolean }): void;
  /** From the event stream. */
  receive(campaign: CampaignJson): void;
  linked(connected: boolean): void;
  tick(): void;
  /** From the start of the browser's page: spreads the opening. */
  spread(jitterMs: number): void;
}

/** How often one grab is sent before the customer is asked to tap again. */
const GRAB_ATTEMPTS_MAX = 8;
const ACTION_ATTEMPTS_MAX = 5;
/** Kept while the customer is at another page to sign in: the sale to go on with. */
const AWAY = "signing-in-for";

/** Makes the model of one page. */
export function createSaleModel(options: SaleModelOptions): SaleModel {
  const { boot, outside, memory } = options;
  const id = boot.campaign.id;
  const path = `/api/v1/campaigns/${id}`;
  const clock = createServerClock({
    localMs: outside.localMs,
    serverMs: Date.parse(boot.campaign.serverTime),
  });
  const locale = signal(options.locale);
  const elder = signal(options.elder);
  const campaign = signal(boot.campaign);
  const me = signal(boot.me);
  const signedIn = signal(boot.signedIn);
  const nowMs = signal(Date.parse(boot.campaign.serverTime));
  const jitterMs = signal(0);
  const refusal = signal<Refusal | null>(null);
  const busy = signal<{ attempt: number } | null>(null);
  const notice = signal<Notice | null>(null);
  const sheet = signal<Sheet | null>(null);
  const paymentPending = signal(false);
  const wanted = signal(1);
  const lostSinceMs = signal<number | null>(null);
  const client = createClient({
    outside,
    locale: () => locale.value,
    onServerTime: (sample) => clock.observe(sample),
  });
  let last: Stage | null = null;
  const stage = computed(() => {
    const next = stageOf({
      campaign: campaign.value,
      signedIn: signedIn.value,
      me: me.value,
      refusal: refusal.value,
      nowMs: nowMs.value,
      jitterMs: jitterMs.value,
    });
    // The same object while nothing but the time changed, so that a tick renders no more than digits.
    last = last !== null && sameStage(last, next) ? last : next;
    return last;
  });
  const quantity = computed(() =>
    stage.value.kind === "open" ? Math.min(wanted.value, stage.value.unitsMax) : 1
  );

  function put(reservation: ReservationJson): void {
    const old = me.value;
    const others = old?.reservations.filter((one) => one.id !== reservation.id) ?? [];
    me.value = {
      serverTime: old?.serverTime ?? boot.campaign.serverTime,
      reminded: old?.reminded ?? false,
      // Whoever has a unit has left the waiting list.
      waiting: reservation.state === "held" ? null : old?.waiting ?? null,
      reservations: [reservation, ...others],
    };
  }

  function change(part: Partial<MyStateJson>): void {
    me.value = {
      serverTime: boot.campaign.serverTime,
      reminded: false,
      reservations: [],
      waiting: null,
      ...me.value,
      ...part,
    };
  }

  /** One action at a time; a second tap while the first is under way does nothing. */
  async function during(run: () => Promise<void>): Promise<void> {
    if (busy.value !== null) return;
    busy.value = { attempt: 0 };
    notice.value = null;
    try {
      await run();
    } finally {
      busy.value = null;
      tick();
    }
  }

  function send<Value>(
    request: { method?: "POST" | "DELETE"; path: string; body?: unknown; key?: string },
    attemptsMax = ACTION_ATTEMPTS_MAX,
  ): Promise<Answer<Value>> {
    return client.send<Value>({
      method: "POST",
      ...request,
      attemptsMax,
      onRetry: ({ attempt }) => {
        if (busy.value !== null) busy.value = { attempt };
      },
    });
  }

  function askToSignIn(): void {
    signedIn.value = false;
    if (options.signInByPage === undefined) {
      sheet.value = "sign-in";
      return;
    }
    memory.set(AWAY, id);
    options.signInByPage();
  }

  /** What every failed action has in common; true when it is dealt with. */
  function failed(answer: Answer<unknown>): void {
    if (answer.ok) return;
    if (answer.problem?.reservation !== undefined) put(answer.problem.reservation);
    const { code, problem } = answer;
    switch (code) {
      case "unauthenticated":
        return askToSignIn();
      case "expired":
        notice.value = problem?.refundFen ? { refundFen: problem.refundFen } : "expired";
        return void refresh();
      case "already-confirmed":
      case "cancelled":
        return void refresh();
      case "payment-failed":
      case "payment-mismatch":
      case "order-limit":
      case "waiting-full":
      case "reminders-full":
      case "too-many-requests":
      case "offline":
        notice.value = code;
        return;
      case "not-open":
      case "not-sold-out":
        notice.value = code;
        return void refresh();
      case "paused":
      case "ended":
      case "sold-out":
      case "all-held":
      case "limit-reached":
      case "outlet-limit":
      case "not-eligible":
        refusal.value = { code, problem, version: campaign.value.version };
        return void refresh();
      default:
        notice.value = problem === null || problem.status >= 500 ? "busy" : "other";
    }
  }

  async function grab(): Promise<void> {
    const name = `grab ${id} ${quantity.value}`;
    const key = memory.get(name) ?? outside.id();
    // Kept until the outcome is known: a reload in between sends the same grab again, not another.
    memory.set(name, key);
    const answer = await send<ReservationAnswer>({
      path: `${path}/grabs`,
      key,
      ...(quantity.value > 1 ? { body: { units: quantity.value } } : {}),
    }, GRAB_ATTEMPTS_MAX);
    if (answer.ok || (answer.problem !== null && answer.problem.status < 500)) {
      memory.set(name, null);
    }
    if (!answer.ok) return failed(answer);
    refusal.value = null;
    put(answer.value.reservation);
    // The key was older than its reservation's end: that grab is over, this one is new.
    if (["expired", "cancelled"].includes(answer.value.reservation.state)) return grab();
    if (answer.value.reservation.priceFen === 0) await confirm(answer.value.reservation, "pay");
  }

  async function confirm(reservation: ReservationJson, payment: Payment): Promise<void> {
    const answer = await send<ReservationAnswer | PendingAnswer>({
      path: `/api/v1/reservations/${reservation.id}/confirm`,
      ...(payment === "pay" ? {} : { body: { payment } }),
    });
    if (!answer.ok) return failed(answer);
    put(answer.value.reservation);
    paymentPending.value = answer.status === 202;
  }

  async function remind(): Promise<void> {
    const answer = await send({ path: `${path}/reminders` });
    if (answer.ok) change({ reminded: true });
    else failed(answer);
  }

  async function join(): Promise<void> {
    const answer = await send<WaitingJson>({ path: `${path}/waiting` });
    if (answer.ok) change({ waiting: answer.value });
    else failed(answer);
  }

  function act(): Promise<void> {
    switch (stage.value.kind) {
      case "early":
        if (!signedIn.value) return Promise.resolve(askToSignIn());
        return stage.value.reminded ? Promise.resolve() : during(remind);
      case "open":
      case "offer":
        return signedIn.value ? during(grab) : Promise.resolve(askToSignIn());
      case "all-held":
        return signedIn.value ? during(join) : Promise.resolve(askToSignIn());
      case "held":
        if (!paymentPending.value) sheet.value = "pay";
        return Promise.resolve();
      default:
        return Promise.resolve();
    }
  }

  async function refresh(): Promise<void> {
    if (!signedIn.value) {
      const answer = await client.send<CampaignJson>({ method: "GET", path });
      if (answer.ok) receive(answer.value);
      return;
    }
    const answer = await client.send<MyStateJson>({ method: "GET", path: `${path}/me` });
    if (answer.ok) {
      noteChange(me.value, answer.value);
      me.value = answer.value;
    } else if (answer.code === "unauthenticated") {
      signedIn.value = false;
      me.value = null;
    }
    tick();
  }

  /** A hold that ran out or a late payment that was decided is worth a sentence. */
  function noteChange(before: MyStateJson | null, after: MyStateJson): void {
    for (const now of after.reservations) {
      const old = before?.reservations.find((one) => one.id === now.id);
      if (old === undefined || old.state === now.state) {
        if (now.refundFen && !old?.refundFen) notice.value = { refundFen: now.refundFen };
        continue;
      }
      if (now.state !== "held") paymentPending.value = false;
      if (now.refundFen) notice.value = { refundFen: now.refundFen };
      else if (now.state === "expired") notice.value = "expired";
      else if (now.state === "confirmed") notice.value = null;
    }
  }

  function receive(next: CampaignJson): void {
    if (next.version < campaign.value.version) return;
    campaign.value = next;
    lostSinceMs.value = null;
    tick();
  }

  function tick(): void {
    nowMs.value = clock.nowMs();
  }

  return {
    locale,
    elder,
    demo: boot.demo,
    campaign,
    me,
    signedIn,
    nowMs,
    stage,
    deadlineMs: computed(() => deadlineOf(stage.value, campaign.value)),
    busy,
    notice,
    sheet,
    paymentPending,
    quantity,
    lostSinceMs,
    client,
    clock,
    act,
    refresh,
    receive,
    tick,
    pay: (payment) => {
      const now = stage.value;
      sheet.value = null;
      return now.kind === "held"
        ? during(() => confirm(now.reservation, payment))
        : Promise.resolve();
    },
    cancel: () => {
      const now = stage.value;
      sheet.value = null;
      if (now.kind !== "held") return Promise.resolve();
      return during(async () => {
        const answer = await send<ReservationAnswer>({
          path: `/api/v1/reservations/${now.reservation.id}/cancel`,
        });
        if (!answer.ok) return failed(answer);
        put(answer.value.reservation);
        notice.value = "cancelled";
      });
    },
    leaveWaiting: () =>
      during(async () => {
        const answer = await send({ method: "DELETE", path: `${path}/waiting` });
        if (answer.ok || answer.code === "not-found") change({ waiting: null });
        else failed(answer);
      }),
    choose: (value) => void (wanted.value = Math.max(1, value)),
    openSheet: (value) => void (sheet.value = value),
    cameBack: () => {
      const away = memory.get(AWAY) === id;
      if (away) memory.set(AWAY, null);
      return away && signedIn.value;
    },
    signedInNow: async () => {
      sheet.value = null;
      signedIn.value = true;
      await refresh();
      const { kind } = stage.value;
      if (kind === "early" || kind === "open" || kind === "all-held") await act();
    },
    signOut: async () => {
      await client.send({ method: "POST", path: "/api/v1/customers/logout" });
      signedIn.value = false;
      me.value = null;
      refusal.value = null;
      notice.value = null;
    },
    show: (look) => {
      if (look.locale !== undefined) locale.value = look.locale;
      if (look.elder !== undefined) elder.value = look.elder;
    },
    linked: (connected) => {
      if (connected) lostSinceMs.value = null;
      else lostSinceMs.value ??= clock.nowMs();
    },
    spread: (value) => void (jitterMs.value = value),
  };
}
