/** One sale as it is watched: its view, the stream that moves it, and what is done with it. */
import { computed, effect, type ReadonlySignal, signal } from "@preact/signals";
import type { AuditJson, CampaignJson, StaffCampaignJson } from "../../shared/api.ts";
import { follow } from "../../shared/live.ts";
import type { Refusal, Shell } from "../shell.ts";
import type { ActionName } from "./action.ts";
import { createPace, type Pace } from "./pace.ts";

export interface SaleModel {
  readonly shell: Shell;
  readonly sale: ReadonlySignal<StaffCampaignJson | null>;
  /** Server time of what is shown of the sale, in ms. */
  readonly asOfMs: ReadonlySignal<number>;
  readonly connected: ReadonlySignal<boolean>;
  readonly failure: ReadonlySignal<Refusal | null>;
  /** There is no such sale, or it is not in this person's reach. */
  readonly missing: ReadonlySignal<boolean>;
  /** Units taken per second since one looks. */
  readonly pace: ReadonlySignal<Pace>;
  load(): Promise<void>;
  act(action: ActionName, body: unknown, key: string): Promise<Refusal | null>;
  audit(): Promise<AuditJson | null>;
  newKey(): string;
  /** Reads and follows. Returns how to stop. */
  start(): () => void;
}

const ACT_ATTEMPTS_MAX = 3;
const RETRY_MS = 5_000;

/** Makes the model of the sale `id`. */
export function createSaleModel(shell: Shell, id: string): SaleModel {
  const { outside } = shell;
  const path = `/api/v1/campaigns/${encodeURIComponent(id)}`;
  const sale = signal<StaffCampaignJson | null>(null);
  const asOfMs = signal(0);
  const connected = signal(true);
  const failure = signal<Refusal | null>(null);
  const missing = signal(false);
  const pace = createPace();
  const stopped = new AbortController();
  let cancelRetry = () => {};

  function show(next: StaffCampaignJson): void {
    const shown = sale.peek();
    // An answer may be overtaken by the stream.
    if (shown !== null && next.version < shown.version) return;
    sale.value = next;
    told(next);
  }

  function told(next: CampaignJson): void {
    asOfMs.value = Date.parse(next.serverTime);
    pace.observe({ atMs: asOfMs.peek(), taken: next.units.held + next.units.confirmed });
  }

  async function load(): Promise<void> {
    cancelRetry();
    const answer = await shell.send<StaffCampaignJson | CampaignJson>({
      method: "GET",
      path,
      signal: stopped.signal,
    });
    if (stopped.signal.aborted) return;
    // Out of reach, one gets what everybody gets.
    missing.value = answer.ok ? !("history" in answer.value) : answer.code === "not-found";
    failure.value = missing.value ? null : shell.refusalOf(answer);
    if (answer.ok && "history" in answer.value) show(answer.value);
    if (failure.value !== null && failure.value.code !== "unauthenticated") {
      cancelRetry = outside.after(RETRY_MS, () => void load());
    }
  }

  function receive(frame: CampaignJson): void {
    const shown = sale.peek();
    if (shown === null || shown.id !== frame.id || frame.version < shown.version) return;
    sale.value = { ...shown, ...frame };
    told(frame);
    // The stream does not carry who did it.
    if (frame.phase !== shown.phase) void load();
  }

  /** What only staff see has no stream; a sale that is over needs none. */
  const live = computed(() => {
    const phase = sale.value?.phase;
    return phase !== undefined && phase !== "draft" && phase !== "in-review" &&
      phase !== "settled";
  });

  return {
    shell,
    sale,
    asOfMs,
    connected,
    failure,
    missing,
    pace: pace.now,
    load,
    start: () => {
      const stopFollowing = effect(() => {
        if (!live.value) return;
        return follow({
          path: `${path}/live`,
          outside,
          lastEventId: String(sale.peek()?.version ?? ""),
          onEvent: ({ event, data }) => {
            // Foreign data: our own server's frames.
            if (event === "state") receive(JSON.parse(data) as CampaignJson);
          },
          onLink: (value) => connected.value = value,
        });
      });
      const stopPacing = effect(() => pace.tick(shell.nowMs.value));
      void load();
      return () => {
        stopped.abort();
        cancelRetry();
        stopFollowing();
        stopPacing();
      };
    },
    act: async (action, body, key) => {
      const answer = await shell.send<StaffCampaignJson>({
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
