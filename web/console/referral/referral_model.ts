/** One referral campaign as it is watched: its view, the stream that moves it, and what is done with it. */
import { computed, effect, type ReadonlySignal, signal } from "@preact/signals";
import type { AuditJson } from "../../shared/api.ts";
import type { ReferralJson, StaffReferralJson } from "../../shared/api_referral.ts";
import { follow } from "../../shared/live.ts";
import type { ActionName } from "../campaigns/action.ts";
import type { Refusal, Shell } from "../shell.ts";

export interface ReferralModel {
  readonly shell: Shell;
  readonly campaign: ReadonlySignal<StaffReferralJson | null>;
  /** Server time of what is shown, in ms. */
  readonly asOfMs: ReadonlySignal<number>;
  readonly connected: ReadonlySignal<boolean>;
  readonly failure: ReadonlySignal<Refusal | null>;
  /** There is no such campaign. */
  readonly missing: ReadonlySignal<boolean>;
  /** Another unit's: what everybody sees of it. */
  readonly others: ReadonlySignal<ReferralJson | null>;
  load(): Promise<void>;
  act(action: ActionName, body: unknown, key: string): Promise<Refusal | null>;
  audit(): Promise<AuditJson | null>;
  newKey(): string;
  /** Reads and follows. Returns how to stop. */
  start(): () => void;
}

const ACT_ATTEMPTS_MAX = 3;
const RETRY_MS = 5_000;
/** What only staff see (budget, funnel) is read at most so often while the public view moves. */
const STAFF_VIEW_MS = 1_000;

/** Makes the model of the campaign `id`. */
export function createReferralModel(shell: Shell, id: string): ReferralModel {
  const { outside } = shell;
  const path = `/api/v1/campaigns/${encodeURIComponent(id)}`;
  const campaign = signal<StaffReferralJson | null>(null);
  const asOfMs = signal(0);
  const connected = signal(true);
  const failure = signal<Refusal | null>(null);
  const missing = signal(false);
  const others = signal<ReferralJson | null>(null);
  const stopped = new AbortController();
  let cancelReading = () => {};
  let readAtMs = -STAFF_VIEW_MS;
  let waits = false;

  function show(next: StaffReferralJson): void {
    const shown = campaign.peek();
    // An answer may be overtaken by the stream.
    if (shown !== null && next.version < shown.version) return;
    campaign.value = next;
    asOfMs.value = Date.parse(next.serverTime);
  }

  async function load(): Promise<void> {
    cancelReading();
    waits = false;
    readAtMs = outside.localMs();
    const answer = await shell.send<StaffReferralJson | ReferralJson>({
      method: "GET",
      path,
      signal: stopped.signal,
    });
    if (stopped.signal.aborted) return;
    missing.value = !answer.ok && answer.code === "not-found";
    failure.value = missing.value ? null : shell.refusalOf(answer);
    // Out of reach, one gets what everybody gets.
    if (answer.ok && "history" in answer.value) show(answer.value);
    else if (answer.ok) others.value = answer.value;
    if (failure.value !== null && failure.value.code !== "unauthenticated") loadIn(RETRY_MS);
  }

  function loadIn(delayMs: number): void {
    if (waits) return;
    waits = true;
    cancelReading = outside.after(delayMs, () => void load());
  }

  function receive(frame: ReferralJson): void {
    const shown = campaign.peek();
    if (shown === null || shown.id !== frame.id || frame.version < shown.version) return;
    campaign.value = { ...shown, ...frame };
    asOfMs.value = Date.parse(frame.serverTime);
    loadIn(Math.max(0, readAtMs + STAFF_VIEW_MS - outside.localMs()));
  }

  /** What only staff see has no stream; a campaign that is over needs none. */
  const live = computed(() => {
    const phase = campaign.value?.phase;
    return phase !== undefined && phase !== "draft" && phase !== "in-review" &&
      phase !== "settled";
  });

  return {
    shell,
    campaign,
    asOfMs,
    connected,
    failure,
    missing,
    others,
    load,
    start: () => {
      const stopFollowing = effect(() => {
        if (!live.value) return;
        return follow({
          path: `${path}/live`,
          outside,
          lastEventId: String(campaign.peek()?.version ?? ""),
          onEvent: ({ event, data }) => {
            // Foreign data: our own server's frames.
            if (event === "state") receive(JSON.parse(data) as ReferralJson);
          },
          onLink: (value) => connected.value = value,
        });
      });
      void load();
      return () => {
        stopped.abort();
        cancelReading();
        stopFollowing();
      };
    },
    act: async (action, body, key) => {
      const answer = await shell.send<StaffReferralJson>({
        method: "POST",
        path: `${path}/${action}`,
        ...(body === null ? {} : { body }),
        key,
        attemptsMax: ACT_ATTEMPTS_MAX,
      });
      if (answer.ok) show(answer.value);
      return shell.refusalOf(answer);
    },
    audit: async () => {
      const answer = await shell.send<AuditJson>({ method: "GET", path: `${path}/audit` });
      if (answer.ok) return answer.value;
      const text = shell.refusalOf(answer)?.text;
      if (text) shell.say({ tone: "bad", text });
      return null;
    },
    newKey: () => outside.id(),
  };
}
