/** What a customer can do on a referral page. Joining may be repeated without a second effect. */
import { type ReadonlySignal, signal } from "@preact/signals";
import type { JoinAnswer, MyReferralJson, ReferralJson } from "../../shared/api_referral.ts";
import type { Answer } from "../../shared/client.ts";
import type { Memory } from "../memory.ts";
import type { Device } from "./device.ts";
import type { ReferralState } from "./state.ts";
import type { RefusalCode } from "./stage.ts";

export interface ReferralActions {
  /** What is under way; `attempt` above 0 while repeating. */
  readonly busy: ReadonlySignal<{ readonly attempt: number } | null>;
  /** Does what the one button says. */
  act(): Promise<void>;
  copyLink(): Promise<void>;
  /** Opens the phone's own sheet for sharing. */
  shareLink(text: string): Promise<void>;
  /** Whether the customer went to a page to sign in and is back signed in; true once. */
  cameBack(): boolean;
  /** After signing in: goes on with what the customer wanted. */
  signedInNow(): Promise<void>;
  signOut(): Promise<void>;
}

export interface ReferralActionsOptions {
  readonly state: ReferralState;
  readonly memory: Memory;
  readonly device: Device;
  /** The invitation's code that the page's address names. */
  readonly code: string | null;
  /** Customers whose browser signs in by going to a page go there instead of to the sign-in sheet. */
  readonly signInByPage?: () => void;
}

const ATTEMPTS_MAX = 6;
/** Kept while the customer is at another page to sign in: the campaign to go on with. */
const AWAY = "signing-in-for";

/** Makes the actions of one page. */
export function createReferralActions(options: ReferralActionsOptions): ReferralActions {
  const { state, memory, device } = options;
  const { campaign, client, me, path, refusal, say, sheet, signedIn, stage } = state;
  const id = campaign.value.id;
  const busy = signal<{ attempt: number } | null>(null);

  async function join(code: string | null): Promise<void> {
    if (busy.value !== null) return;
    busy.value = { attempt: 0 };
    say(null);
    try {
      const answer = await client.send<JoinAnswer>({
        method: "POST",
        path: `${path}/participants`,
        body: code === null ? {} : { code },
        attemptsMax: ATTEMPTS_MAX,
        onRetry: ({ attempt }) => void (busy.value = { attempt }),
      });
      if (!answer.ok) return await failed(answer, code);
      refusal.value = null;
      me.value ??= beginning(answer.value, campaign.value);
      if (answer.status === 201) say("joined");
      await state.refresh();
    } finally {
      busy.value = null;
      state.tick();
    }
  }

  function askToSignIn(): void {
    signedIn.value = false;
    if (options.signInByPage === undefined) {
      sheet.value = "sign-in";
    } else {
      memory.set(AWAY, id);
      options.signInByPage();
    }
  }

  /** Turns a refused join into what the page shows. */
  async function failed(answer: Answer<unknown>, code: string | null): Promise<void> {
    if (answer.ok) return;
    const failure: string = answer.code;
    switch (failure) {
      case "unauthenticated":
        return askToSignIn();
      case "loop":
      case "already-attributed":
        say(failure);
        await state.refresh();
        // Who does not take part cannot have an inviter: what is left is to say so.
        if (me.value === null) refuse("loop", false);
        return;
      case "not-open":
      case "paused":
      case "ended":
        if (failure === "not-open") say(failure);
        return await state.reload();
      case "self-referral":
        return code === null ? refuse("self-device", false) : refuse(failure, true);
      case "existing-customer":
      case "window-closed":
      case "inviter-gone":
        return refuse(failure, code !== null);
      case "invalid":
        // The one field of the request is the code.
        return code === null ? say("other") : refuse("unknown-code", true);
      case "staff":
      case "not-eligible":
        return refuse(failure, false);
      case "too-many-requests":
      case "offline":
        say(failure);
        return;
      default: {
        const { problem } = answer;
        say(problem === null || problem.status >= 500 ? "busy" : "other");
      }
    }
  }

  function refuse(code: RefusalCode, mayJoinAlone: boolean): void {
    refusal.value = { code, mayJoinAlone };
  }

  async function act(): Promise<void> {
    const now = stage.value;
    switch (now.kind) {
      case "open":
        return signedIn.value ? await join(options.code) : askToSignIn();
      case "refused":
        return now.mayJoinAlone ? await join(null) : undefined;
      case "early":
        return signedIn.value ? undefined : askToSignIn();
      case "joined":
        if (now.course === "open") sheet.value = "share";
        else if (now.course === "ended" || now.course === "sold-out") device.go("/me");
        return;
      case "paused":
      case "sold-out":
      case "ended":
        return;
    }
  }

  return {
    busy,
    act,
    copyLink: async () => {
      const url = me.value?.link.url;
      if (url === undefined) return;
      say(await device.copy(url) ? "copied" : "copy-failed");
    },
    shareLink: async (text) => {
      const url = me.value?.link.url;
      if (url === undefined) return;
      const { title } = campaign.value;
      if (await device.share({ title, text, url })) say("shared");
    },
    cameBack: () => {
      const away = memory.get(AWAY) === id;
      if (away) memory.set(AWAY, null);
      return away && signedIn.value;
    },
    signedInNow: async () => {
      sheet.value = null;
      signedIn.value = true;
      await state.refresh();
      if (stage.value.kind === "open") await act();
    },
    signOut: async () => {
      await client.send({ method: "POST", path: "/api/v1/customers/logout" });
      signedIn.value = false;
      me.value = null;
      refusal.value = null;
      say(null);
    },
  };
}

/** What a participant has at the beginning: shown until the server's own answer is here. */
function beginning(joined: JoinAnswer, campaign: ReferralJson): MyReferralJson {
  return {
    ...joined,
    serverTime: joined.participant.joinedAt,
    progress: {
      clicks: 0,
      invited: 0,
      qualified: 0,
      rewarded: 0,
      earnedFen: 0,
      earnedPoints: 0,
      comingFen: 0,
      comingPoints: 0,
    },
    tiers: (campaign.rewards.tiers ?? []).map((tier) => ({
      ...tier,
      state: null,
      missing: tier.at,
    })),
    rewards: [],
    invitees: [],
    rank: null,
  };
}
