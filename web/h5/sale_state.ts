/** What a sale page knows: written here and by its actions, read by its components. */
import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { CampaignJson, MyStateJson, ReservationJson } from "../shared/api.ts";
import type { SaleManagerJson } from "../shared/api_links.ts";
import { type Client, createClient } from "../shared/client.ts";
import type { Locale } from "../shared/format.ts";
import type { Outside } from "../shared/outside.ts";
import { createServerClock, type ServerClock } from "../shared/server_clock.ts";
import { type Refusal, sameStage, type Stage, stageOf } from "./stage.ts";

/** What the server puts into the page. */
export interface Boot {
  readonly campaign: CampaignJson;
  readonly me: MyStateJson | null;
  readonly signedIn: boolean;
  readonly demo: boolean;
  /** The manager whose link led here, or to whom the visit is credited; null or absent: none. */
  readonly manager?: SaleManagerJson | null;
  /** Code or manager that the page's own address names: said with every grab. */
  readonly via?: string | null;
}

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
  | "coupon-refused"
  | "offline"
  | "busy"
  | "other"
  | { readonly refundFen: number };

/** Signals of a page and the few ways in which they change together. */
export interface SaleState {
  /** Path of the sale's interface. */
  readonly path: string;
  readonly client: Client;
  readonly clock: ServerClock;
  readonly locale: Signal<Locale>;
  readonly campaign: Signal<CampaignJson>;
  readonly me: Signal<MyStateJson | null>;
  readonly signedIn: Signal<boolean>;
  readonly nowMs: Signal<number>;
  readonly jitterMs: Signal<number>;
  readonly refusal: Signal<Refusal | null>;
  readonly notice: Signal<Notice | null>;
  readonly sheet: Signal<Sheet | null>;
  /** While before it in server ms, a payment is on its way: its outcome shows by itself. */
  readonly paymentDueMs: Signal<number>;
  readonly paymentPending: ReadonlySignal<boolean>;
  readonly lostSinceMs: Signal<number | null>;
  readonly stage: ReadonlySignal<Stage>;
  /** Changes part of the customer's own state. */
  change(part: Partial<MyStateJson>): void;
  /** Takes a reservation as the server now has it. */
  put(reservation: ReservationJson): void;
  /** Takes a view of the sale unless a newer one is known. */
  receive(next: CampaignJson): void;
  /** Asks for the customer's own state, or for the sale's where nobody is signed in. */
  refresh(): Promise<void>;
  tick(): void;
}

/** Makes the state of one page. */
export function createSaleState(
  options: { boot: Boot; locale: Locale; outside: Outside },
): SaleState {
  const { boot, outside } = options;
  const bootMs = Date.parse(boot.campaign.serverTime);
  const path = `/api/v1/campaigns/${boot.campaign.id}`;
  const clock = createServerClock({ localMs: outside.localMs, serverMs: bootMs });
  const locale = signal(options.locale);
  const campaign = signal(boot.campaign);
  const me = signal(boot.me);
  const signedIn = signal(boot.signedIn);
  const nowMs = signal(bootMs);
  const jitterMs = signal(0);
  const refusal = signal<Refusal | null>(null);
  const notice = signal<Notice | null>(null);
  const paymentDueMs = signal(0);
  const paymentPending = computed(() => nowMs.value < paymentDueMs.value);
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

  function put(reservation: ReservationJson): void {
    const old = me.value;
    if (reservation.state !== "held") forgetLimit();
    const others = old?.reservations.filter((one) => one.id !== reservation.id) ?? [];
    change({
      // Whoever has a unit has left the waiting list.
      waiting: reservation.state === "held" ? null : old?.waiting ?? null,
      reservations: [reservation, ...others],
    });
  }

  function receive(next: CampaignJson): void {
    if (next.version < campaign.value.version) return;
    campaign.value = next;
    lostSinceMs.value = null;
    tick();
  }

  async function refresh(): Promise<void> {
    if (!signedIn.value) {
      const answer = await client.send<CampaignJson>({ method: "GET", path });
      if (answer.ok) receive(answer.value);
      return;
    }
    const answer = await client.send<MyStateJson>({ method: "GET", path: `${path}/me` });
    if (answer.ok) {
      noteChanges(me.value, answer.value);
      me.value = answer.value;
    } else if (answer.code === "unauthenticated") {
      signedIn.value = false;
      me.value = null;
    }
    tick();
  }

  /** A hold that ran out and a late payment that was decided are worth a sentence. */
  function noteChanges(before: MyStateJson | null, after: MyStateJson): void {
    for (const now of after.reservations) {
      const old = before?.reservations.find((one) => one.id === now.id);
      const changed = old !== undefined && old.state !== now.state;
      if (changed) forgetLimit();
      const refunded = now.refundFen && !old?.refundFen;
      // A hold that ran out while its payment is on its way is not lost yet.
      if (refunded || (changed && now.state === "confirmed")) paymentDueMs.value = 0;
      if (refunded) notice.value = { refundFen: now.refundFen ?? 0 };
      else if (changed && now.state === "confirmed") notice.value = null;
      else if (changed && now.state === "expired" && !paymentPending.value) {
        notice.value = "expired";
      }
    }
  }

  /** What the limit was used by has changed: the next grab may be within it. */
  function forgetLimit(): void {
    if (refusal.value?.code === "limit-reached") refusal.value = null;
  }

  function tick(): void {
    nowMs.value = clock.nowMs();
  }

  return {
    path,
    client,
    clock,
    locale,
    campaign,
    me,
    signedIn,
    nowMs,
    jitterMs,
    refusal,
    notice,
    sheet: signal<Sheet | null>(null),
    paymentDueMs,
    paymentPending,
    lostSinceMs,
    stage,
    change,
    put,
    receive,
    refresh,
    tick,
  };
}
