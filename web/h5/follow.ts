/** Keeps a sale page current in the browser: the clock's ticks, the event stream, and what the stream does not carry. */
import { effect, signal } from "@preact/signals";
import type { CampaignJson } from "../shared/api.ts";
import { follow } from "../shared/live.ts";
import type { Outside } from "../shared/outside.ts";
import type { SaleModel } from "./model.ts";

/** The opening is spread over this long, so that not every phone sends in the same instant. */
const OPENING_SPREAD_MS = 200;
/** One's own state is asked for this long after it should have changed by time. */
const AFTER_DEADLINE_MS = 300;
const WAITING_POLL_MIN_MS = 2_000;
const WAITING_POLL_MAX_MS = 30_000;
const CLOCK_CHECK_SPREAD_MS = 20_000;

/** Starts following. `visible` is told by the page; a hidden page costs the server nothing. */
export function keepCurrent(
  model: SaleModel,
  outside: Outside,
): { visible(shown: boolean): void } {
  const path = `/api/v1/campaigns/${model.campaign.value.id}`;
  let stopStream: (() => void) | null = null;
  let cancelTick = () => {};
  const shown = signal(true);

  function open(): void {
    stopStream ??= follow({
      path: `${path}/live`,
      outside,
      lastEventId: String(model.campaign.value.version),
      onEvent: ({ event, data }) => {
        if (event === "state") model.receive(parse(data));
      },
      onLink: model.linked,
    });
    tick();
  }

  function close(): void {
    stopStream?.();
    stopStream = null;
    cancelTick();
  }

  /** Ticks on the second boundaries of what is counted down. */
  function tick(): void {
    cancelTick();
    model.tick();
    const anchorMs = model.deadlineMs.value ?? 0;
    const toBoundaryMs = (((anchorMs - model.clock.nowMs()) % 1_000) + 1_000) % 1_000;
    cancelTick = outside.after(toBoundaryMs < 5 ? toBoundaryMs + 1_000 : toBoundaryMs + 1, tick);
  }

  model.spread(outside.fraction() * OPENING_SPREAD_MS);

  // The button opens at its own instant, between two ticks.
  effect(() => {
    const stage = model.stage.value;
    if (stage.kind !== "early") return;
    const leftMs = Date.parse(model.campaign.value.startsAt) - model.nowMs.value;
    if (leftMs > 1_100) return;
    return outside.after(Math.max(0, leftMs) + OPENING_SPREAD_MS, model.tick);
  });

  // A hold or an offer that runs out, and a place in the waiting list, are the customer's own: ask for them.
  const round = signal(0);
  effect(() => {
    round.value;
    if (!shown.value) return;
    const delayMs = askAfterMs(model, outside.fraction());
    if (delayMs === null) return;
    return outside.after(delayMs, () => void model.refresh().finally(() => round.value++));
  });

  // One more sample of the server's clock shortly before the opening, spread over all phones.
  const untilMs = Date.parse(model.campaign.value.startsAt) - model.clock.nowMs();
  if (untilMs > CLOCK_CHECK_SPREAD_MS * 2) {
    outside.after(
      Math.min(
        2 ** 31 - 1,
        untilMs - CLOCK_CHECK_SPREAD_MS - outside.fraction() * CLOCK_CHECK_SPREAD_MS,
      ),
      () => void model.refresh(),
    );
  }

  if (model.cameBack()) void model.signedInNow();
  else if (model.signedIn.value && model.me.value === null) void model.refresh();
  open();
  return {
    visible: (isShown) => {
      shown.value = isShown;
      if (!isShown) return close();
      model.clock.forget();
      void model.refresh();
      open();
    },
  };
}

/** When to ask for the customer's own state again; null for not by time. */
function askAfterMs(model: SaleModel, fraction: number): number | null {
  const stage = model.stage.value;
  const { reservations = [], waiting = null } = model.me.value ?? {};
  const nowMs = model.clock.nowMs();
  const againMs = 1_000 * (1 + fraction);
  const held = reservations.find((one) => one.state === "held");
  if (held !== undefined) {
    return Math.max(againMs, Date.parse(held.expiresAt) - nowMs + AFTER_DEADLINE_MS);
  }
  if (model.paymentPending.value) return againMs;
  if (stage.kind === "offer") return stage.deadlineMs - nowMs + AFTER_DEADLINE_MS;
  if (waiting === null) return null;
  // Those in front ask more often: it is nearly their turn.
  const pollMs = WAITING_POLL_MIN_MS + 250 * (waiting.place ?? 1);
  return Math.min(WAITING_POLL_MAX_MS, pollMs) * (0.75 + fraction / 2);
}

function parse(data: string): CampaignJson {
  // Foreign data: our own server's frames, by the types of api.ts.
  return JSON.parse(data) as CampaignJson;
}
