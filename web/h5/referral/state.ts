/** What a referral page knows: written here and by its actions, read by its components. */
import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { SaleManagerJson } from "../../shared/api_links.ts";
import type { MyReferralJson, ReferralJson } from "../../shared/api_referral.ts";
import { type Client, createClient } from "../../shared/client.ts";
import type { Locale } from "../../shared/format.ts";
import type { Outside } from "../../shared/outside.ts";
import { createServerClock, type ServerClock } from "../../shared/server_clock.ts";
import { type Refusal, type Stage, stageOf } from "./stage.ts";

/** What the server puts into the page. */
export interface Boot {
  readonly campaign: ReferralJson;
  readonly me: MyReferralJson | null;
  readonly signedIn: boolean;
  readonly demo: boolean;
  /** The manager whose link led here, or to whom the visit is credited; null or absent: none. */
  readonly manager?: SaleManagerJson | null;
  /** The invitation that the page's address names or, without one, that its visitor opened before. */
  readonly invitation?: Invitation | null;
}

export interface Invitation {
  /** What the address names, to be said with the join; null: the server knows by its cookie. */
  readonly code: string | null;
  /** Masked name of whoever made it. Null: not known, or cannot be looked up right now. */
  readonly name: string | null;
}

/** A dialog that is open. */
export type Sheet = "sign-in" | "share" | "guide";

/** A sentence beside the stage: how the last action ended. */
export type Notice =
  | "joined"
  | "loop"
  | "already-attributed"
  | "not-open"
  | "copied"
  | "copy-failed"
  | "shared"
  | "too-many-requests"
  | "offline"
  | "busy"
  | "other";

/** These are read once: they go away by themselves. */
const PASSING: readonly Notice[] = ["joined", "copied", "copy-failed", "shared"];
const PASSING_MS = 6_000;

/** Signals of a page and the few ways in which they change together. */
export interface ReferralState {
  /** Path of the campaign's interface. */
  readonly path: string;
  readonly client: Client;
  readonly clock: ServerClock;
  readonly campaign: Signal<ReferralJson>;
  readonly me: Signal<MyReferralJson | null>;
  readonly signedIn: Signal<boolean>;
  readonly nowMs: Signal<number>;
  readonly refusal: Signal<Refusal | null>;
  readonly notice: ReadonlySignal<Notice | null>;
  readonly sheet: Signal<Sheet | null>;
  readonly lostSinceMs: Signal<number | null>;
  readonly stage: ReadonlySignal<Stage>;
  /** Says how an action ended; null takes it back. */
  say(notice: Notice | null): void;
  /** Takes a view of the campaign unless a newer one is known. */
  receive(next: ReferralJson): void;
  /** Asks for the customer's own progress; true where it is another than before. */
  refresh(): Promise<boolean>;
  /** Asks for the campaign. */
  reload(): Promise<void>;
  tick(): void;
}

/** A missed answer is asked for again by itself, so a request need not be repeated for long. */
const ATTEMPTS_MAX = 3;

/** Makes the state of one page. */
export function createReferralState(
  options: { boot: Boot; locale: ReadonlySignal<Locale>; outside: Outside },
): ReferralState {
  const { boot, outside, locale } = options;
  const bootMs = Date.parse(boot.campaign.serverTime);
  const path = `/api/v1/campaigns/${boot.campaign.id}`;
  const clock = createServerClock({ localMs: outside.localMs, serverMs: bootMs });
  const campaign = signal(boot.campaign);
  const me = signal(boot.me);
  const signedIn = signal(boot.signedIn);
  const nowMs = signal(bootMs);
  const refusal = signal<Refusal | null>(null);
  const lostSinceMs = signal<number | null>(null);
  const notice = signal<Notice | null>(null);
  let cancelSaid = () => {};
  const client = createClient({
    outside,
    locale: () => locale.value,
    onServerTime: (sample) => clock.observe(sample),
  });
  const stage = computed(() =>
    stageOf({
      campaign: campaign.value,
      signedIn: signedIn.value,
      me: me.value,
      refusal: refusal.value,
      nowMs: nowMs.value,
    })
  );

  function tick(): void {
    nowMs.value = clock.nowMs();
  }

  function say(next: Notice | null): void {
    cancelSaid();
    notice.value = next;
    if (next === null || !PASSING.includes(next)) return;
    cancelSaid = outside.after(PASSING_MS, () => void (notice.value = null));
  }

  function receive(next: ReferralJson): void {
    if (next.version < campaign.value.version) return;
    campaign.value = next;
    lostSinceMs.value = null;
    tick();
  }

  async function refresh(): Promise<boolean> {
    if (!signedIn.value) return false;
    const before = me.value;
    const answer = await client.send<MyReferralJson>({
      method: "GET",
      path: `${path}/participants/me`,
      attemptsMax: ATTEMPTS_MAX,
    });
    if (answer.ok) {
      if (sameProgress(before, answer.value)) return false;
      me.value = answer.value;
    } else if (answer.code === "not-found") me.value = null;
    else if (answer.code === "unauthenticated") {
      signedIn.value = false;
      me.value = null;
    }
    tick();
    return me.value !== before;
  }

  async function reload(): Promise<void> {
    const answer = await client.send<ReferralJson>({ method: "GET", path });
    if (answer.ok) receive(answer.value);
  }

  return {
    path,
    client,
    clock,
    campaign,
    me,
    signedIn,
    nowMs,
    refusal,
    notice,
    sheet: signal<Sheet | null>(null),
    lostSinceMs,
    stage,
    say,
    receive,
    refresh,
    reload,
    tick,
  };
}

/** Whether two answers say the same but for the time at which they were made. */
function sameProgress(a: MyReferralJson | null, b: MyReferralJson): boolean {
  return a !== null &&
    JSON.stringify({ ...a, serverTime: "" }) === JSON.stringify({ ...b, serverTime: "" });
}
