/** The referral page as a model: signals to read, actions to call. It runs in the browser and on the server. */
import type { ReadonlySignal } from "@preact/signals";
import type { Locale } from "../../shared/format.ts";
import type { Outside } from "../../shared/outside.ts";
import { createLook, type Look } from "../look.ts";
import { createManagerActions, type ManagerActions } from "../manager_actions.ts";
import type { Memory } from "../memory.ts";
import { createReferralActions, type ReferralActions } from "./actions.ts";
import { type Device, NO_DEVICE } from "./device.ts";
import {
  type Boot,
  createReferralState,
  type Invitation,
  type ReferralState,
  type Sheet,
} from "./state.ts";

export type { Boot } from "./state.ts";

type Shown =
  | "campaign"
  | "lostSinceMs"
  | "me"
  | "notice"
  | "nowMs"
  | "sheet"
  | "signedIn"
  | "stage";

/** Read-only signals, actions, and what only the browser's start uses. */
export interface ReferralModel
  extends
    Look,
    ReferralActions,
    ManagerActions,
    Pick<ReferralState, "client" | "clock" | "path" | "receive" | "refresh" | "tick">,
    Readonly<{ [Name in Shown]: ReadonlySignal<ReferralState[Name]["value"]> }> {
  readonly demo: boolean;
  readonly invitation: Invitation | null;
  readonly device: Device;
  openSheet(sheet: Sheet | null): void;
  /** Tells of the visit; `via` and `channel` as the page's address names them. */
  arrive(visit: { via?: string; channel?: string }): Promise<void>;
  /** Whether the event stream is connected. */
  linked(connected: boolean): void;
}

export interface ReferralModelOptions {
  readonly boot: Boot;
  readonly locale: Locale;
  readonly elder: boolean;
  readonly outside: Outside;
  readonly memory: Memory;
  /** Absent while rendering on the server. */
  readonly device?: Device;
  /** Customers whose browser signs in by going to a page go there instead of to the sign-in sheet. */
  readonly signInByPage?: () => void;
}

/** Makes the model of one page. */
export function createReferralModel(options: ReferralModelOptions): ReferralModel {
  const { boot, outside, memory, signInByPage, device = NO_DEVICE } = options;
  const look = createLook(options);
  const state = createReferralState({ boot, outside, locale: look.locale });
  const invitation = boot.invitation ?? null;
  const actions = createReferralActions({
    state,
    memory,
    device,
    code: invitation?.code ?? null,
    ...(signInByPage === undefined ? {} : { signInByPage }),
  });
  const card = createManagerActions({
    client: state.client,
    manager: boot.manager ?? null,
    device,
  });
  return {
    ...state,
    ...actions,
    ...card,
    ...look,
    demo: boot.demo,
    invitation,
    device,
    arrive: async (body) => {
      await state.client.send({ method: "POST", path: `${state.path}/visits`, body });
    },
    openSheet: (value) => void (state.sheet.value = value),
    linked: (connected) => {
      if (connected) state.lostSinceMs.value = null;
      else state.lostSinceMs.value ??= state.clock.nowMs();
    },
  };
}
