/** Keeps a referral page current in the browser: the clock's ticks, the event stream, and one's own progress. */
import { effect, signal } from "@preact/signals";
import type { ReferralJson } from "../../shared/api_referral.ts";
import { follow } from "../../shared/live.ts";
import type { Outside } from "../../shared/outside.ts";
import type { ReferralModel } from "./model.ts";

/** Least time between two questions for one's own progress. */
const ASK_MIN_MS = 1_000;
/** What it grows to while others move and oneself does not. */
const ASK_MAX_MS = 5_000;
/** A reward that comes due is paid in the second after. */
const AFTER_DUE_MS = 1_500;
const TIMER_MAX_MS = 2 ** 31 - 1;

/** Starts following. `visible` is told by the page; a hidden page costs the server nothing. */
export function keepCurrent(
  model: ReferralModel,
  outside: Outside,
): { visible(shown: boolean): void } {
  let stopStream: (() => void) | null = null;
  let cancelTick = () => {};
  const shown = signal(true);
  const asking = createAsking(model, outside);

  function open(): void {
    stopStream ??= follow({
      path: `${model.path}/live`,
      outside,
      lastEventId: String(model.campaign.value.version),
      onEvent: ({ event, data }) => {
        // What was on its way when the page was hidden is not worth a question.
        if (event !== "state" || !shown.value) return;
        const before = model.campaign.value.version;
        model.receive(parse(data));
        if (model.campaign.value.version !== before) asking.moved(atOnce(model));
      },
      onLink: model.linked,
    });
    tick();
  }

  function close(): void {
    stopStream?.();
    stopStream = null;
    cancelTick();
    asking.stop();
  }

  /** Ticks on the second boundaries of what is counted down. */
  function tick(): void {
    cancelTick();
    model.tick();
    const { startsAt, endsAt } = model.campaign.value;
    const anchorMs = Date.parse(model.nowMs.value < Date.parse(startsAt) ? startsAt : endsAt);
    const toBoundaryMs = (((anchorMs - model.clock.nowMs()) % 1_000) + 1_000) % 1_000;
    cancelTick = outside.after(toBoundaryMs < 5 ? toBoundaryMs + 1_000 : toBoundaryMs + 1, tick);
  }

  // A refund window that ends moves a reward, whether or not the campaign moves.
  effect(() => {
    if (!shown.value) return;
    const dueMs = (model.me.value?.rewards ?? [])
      .filter((one) => one.state === "held" && one.dueAt !== null)
      .map((one) => Date.parse(one.dueAt ?? "") - model.clock.nowMs())
      .filter((ms) => ms > 0);
    if (dueMs.length === 0) return;
    return outside.after(
      Math.min(TIMER_MAX_MS, Math.min(...dueMs) + AFTER_DUE_MS),
      () => asking.moved(true),
    );
  });

  // Why a reward counted is said by the server, in the language of the page.
  let read = model.locale.value;
  effect(() => {
    if (read === model.locale.value) return;
    read = model.locale.value;
    asking.moved(true);
  });

  // What a browser's own sharing sends is the participant's link, not the one that led here.
  effect(() => {
    const code = model.me.value?.link.code;
    if (code !== undefined) model.device.stand(`/r/${encodeURIComponent(code)}`);
  });

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

/** Asks for one's own progress after the campaign moved, not more often than it is worth. */
function createAsking(model: ReferralModel, outside: Outside) {
  let spacingMs = ASK_MIN_MS;
  let nextMs = 0;
  let cancel: (() => void) | null = null;

  async function ask(): Promise<void> {
    cancel = null;
    nextMs = outside.localMs() + ASK_MIN_MS;
    const changed = await model.refresh();
    spacingMs = changed ? ASK_MIN_MS : Math.min(ASK_MAX_MS, spacingMs * 2);
    nextMs = Math.max(nextMs, outside.localMs() + spacingMs);
  }

  return {
    moved(now: boolean): void {
      if (model.me.value === null) return;
      if (now && spacingMs > ASK_MIN_MS) {
        spacingMs = ASK_MIN_MS;
        nextMs = Math.min(nextMs, outside.localMs() + ASK_MIN_MS);
        cancel?.();
        cancel = null;
      }
      cancel ??= outside.after(Math.max(0, nextMs - outside.localMs()), () => void ask());
    },
    stop(): void {
      cancel?.();
      cancel = null;
    },
  };
}

/** Whether the leaderboard already says something of oneself that the page does not. */
function atOnce(model: ReferralModel): boolean {
  const me = model.me.value;
  const mine = model.campaign.value.leaders.find((one) => one.id === me?.participant.id);
  return mine !== undefined && me !== null &&
    (mine.qualified !== me.progress.qualified || mine.invited !== me.progress.invited);
}

function parse(data: string): ReferralJson {
  // Foreign data: our own server's frames, by the types of api_referral.ts.
  return JSON.parse(data) as ReferralJson;
}
