/** One campaign as staff watch it: its view, the stream that moves it, and what is done with it. Of either kind. */
import { computed, effect, type ReadonlySignal, signal } from "@preact/signals";
import type { AuditJson, PhaseJson } from "../../shared/api.ts";
import { follow } from "../../shared/live.ts";
import type { Refusal, Shell } from "../shell.ts";
import type { ActionName } from "./action.ts";

/** What every view says. */
interface View {
  readonly id: string;
  readonly phase: PhaseJson;
  readonly serverTime: string;
  readonly version: number;
}

/** `Staff` is what staff in scope see, `Public` what everybody and the stream see of it. */
export interface CampaignWatch<Staff, Public> {
  readonly shell: Shell;
  readonly campaign: ReadonlySignal<Staff | null>;
  /** Server time of what is shown, in ms. */
  readonly asOfMs: ReadonlySignal<number>;
  readonly connected: ReadonlySignal<boolean>;
  readonly failure: ReadonlySignal<Refusal | null>;
  /** There is no such campaign. */
  readonly missing: ReadonlySignal<boolean>;
  /** Another unit's: what everybody sees of it. */
  readonly others: ReadonlySignal<Public | null>;
  load(): Promise<void>;
  act(action: ActionName, body: unknown, key: string): Promise<Refusal | null>;
  audit(): Promise<AuditJson | null>;
  newKey(): string;
  /** Reads and follows. Returns how to stop. */
  start(): () => void;
}

export interface WatchOptions<Staff, Public> {
  /** A newer view is shown. */
  readonly told?: (view: Public) => void;
  /** The stream has moved it: when to read what only staff see, in ms from the last reading; null: not for that. */
  readonly staleMs: (frame: Public, before: Staff) => number | null;
}

const ACT_ATTEMPTS_MAX = 3;
const RETRY_MS = 5_000;

/** Watches the campaign `id`. */
export function watchCampaign<Staff extends View & Public, Public extends View>(
  shell: Shell,
  id: string,
  { told, staleMs }: WatchOptions<Staff, Public>,
): CampaignWatch<Staff, Public> {
  const { outside } = shell;
  const path = `/api/v1/campaigns/${encodeURIComponent(id)}`;
  const campaign = signal<Staff | null>(null);
  const asOfMs = signal(0);
  const connected = signal(true);
  const failure = signal<Refusal | null>(null);
  const missing = signal(false);
  const others = signal<Public | null>(null);
  const stopped = new AbortController();
  let cancelReading = () => {};
  let readAtMs = -Infinity;
  let waits = false;

  function show(next: Staff): void {
    const shown = campaign.peek();
    // An answer may be overtaken by the stream.
    if (shown !== null && next.version < shown.version) return;
    campaign.value = next;
    others.value = null;
    tell(next);
  }

  function tell(view: Public): void {
    asOfMs.value = Date.parse(view.serverTime);
    told?.(view);
  }

  async function load(): Promise<void> {
    cancelReading();
    waits = false;
    readAtMs = outside.localMs();
    const answer = await shell.send<Staff | Public>({
      method: "GET",
      path,
      signal: stopped.signal,
    });
    if (stopped.signal.aborted) return;
    missing.value = !answer.ok && answer.code === "not-found";
    failure.value = missing.value ? null : shell.refusalOf(answer);
    // Out of reach, one gets what everybody gets.
    if (answer.ok && isStaffs(answer.value)) show(answer.value);
    else if (answer.ok) others.value = answer.value;
    if (failure.value !== null && failure.value.code !== "unauthenticated") loadIn(RETRY_MS);
  }

  function loadIn(delayMs: number): void {
    if (waits) return;
    waits = true;
    cancelReading = outside.after(delayMs, () => void load());
  }

  function receive(frame: Public): void {
    const shown = campaign.peek();
    if (shown === null || shown.id !== frame.id || frame.version < shown.version) return;
    campaign.value = { ...shown, ...frame };
    tell(frame);
    const afterMs = staleMs(frame, shown);
    if (afterMs !== null) loadIn(Math.max(0, readAtMs + afterMs - outside.localMs()));
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
            if (event === "state") receive(JSON.parse(data) as Public);
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
      const answer = await shell.send<Staff>({
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

  /** Only what staff get has a history. */
  function isStaffs(view: Staff | Public): view is Staff {
    return "history" in view;
  }
}
