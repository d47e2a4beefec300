/** The sale page as a model: signals to read, actions to call. It runs in the browser and renders on the server. */
import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { Locale } from "../shared/format.ts";
import type { Outside } from "../shared/outside.ts";
import type { Memory } from "./memory.ts";
import { type CouponChoice, createCouponChoice } from "./coupon_choice.ts";
import { createSaleActions, type SaleActions } from "./sale_actions.ts";
import { createManagerActions, type Device, type ManagerActions } from "./manager_actions.ts";
import { type Boot, createSaleState, type SaleState, type Sheet } from "./sale_state.ts";
import { deadlineOf } from "./stage.ts";

export type { Payment } from "./sale_actions.ts";
export type { Memory } from "./memory.ts";
export type { Boot } from "./sale_state.ts";

type Shown =
  | "campaign"
  | "locale"
  | "lostSinceMs"
  | "me"
  | "notice"
  | "nowMs"
  | "paymentPending"
  | "sheet"
  | "signedIn"
  | "stage";

/** Read-only signals, actions, and what only the browser's start uses. */
export interface SaleModel
  extends
    SaleActions,
    CouponChoice,
    ManagerActions,
    Pick<SaleState, "client" | "clock" | "receive" | "refresh" | "tick">,
    Readonly<{ [Name in Shown]: ReadonlySignal<SaleState[Name]["value"]> }> {
  readonly demo: boolean;
  readonly elder: ReadonlySignal<boolean>;
  readonly quantity: ReadonlySignal<number>;
  /** The instant that the page counts down to, in server ms. */
  readonly deadlineMs: ReadonlySignal<number | null>;
  choose(quantity: number): void;
  openSheet(sheet: Sheet | null): void;
  show(look: { locale?: Locale; elder?: boolean }): void;
  /** Whether the event stream is connected. */
  linked(connected: boolean): void;
  /** Spreads the opening: this phone's button opens so much later. */
  spread(jitterMs: number): void;
}

export interface SaleModelOptions {
  readonly boot: Boot;
  readonly locale: Locale;
  readonly elder: boolean;
  readonly outside: Outside;
  readonly memory: Memory;
  /** Null while rendering on the server. */
  readonly device?: Device | null;
  /** Customers whose browser signs in by going to a page go there instead of to the sign-in sheet. */
  readonly signInByPage?: () => void;
}

/** Makes the model of one page. */
export function createSaleModel(options: SaleModelOptions): SaleModel {
  const { boot, outside, memory, signInByPage } = options;
  const state = createSaleState(options);
  const elder = signal(options.elder);
  const wanted = signal(1);
  const quantity = computed(() => {
    const stage = state.stage.value;
    return stage.kind === "open" ? Math.min(wanted.value, stage.unitsMax) : 1;
  });
  const actions = createSaleActions({
    state,
    outside,
    memory,
    quantity,
    via: boot.via ?? null,
    ...(signInByPage === undefined ? {} : { signInByPage }),
  });
  return {
    ...state,
    ...actions,
    ...createCouponChoice(state.client),
    ...createManagerActions({
      client: state.client,
      manager: boot.manager ?? null,
      device: options.device ?? null,
    }),
    demo: boot.demo,
    elder,
    quantity,
    deadlineMs: computed(() => deadlineOf(state.stage.value, state.campaign.value)),
    choose: (value) => void (wanted.value = Math.max(1, value)),
    openSheet: (value) => void (state.sheet.value = value),
    show: (look) => {
      if (look.locale !== undefined) state.locale.value = look.locale;
      if (look.elder !== undefined) elder.value = look.elder;
    },
    linked: (connected) => {
      if (connected) state.lostSinceMs.value = null;
      else state.lostSinceMs.value ??= state.clock.nowMs();
    },
    spread: (jitterMs) => void (state.jitterMs.value = jitterMs),
  };
}
