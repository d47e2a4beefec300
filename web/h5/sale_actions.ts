/** What a customer can do on a sale page. Each action may be repeated without a second effect. */
import { type ReadonlySignal, signal } from "@preact/signals";
import type {
  ConfirmRequest,
  PendingAnswer,
  ReservationAnswer,
  ReservationJson,
  WaitingJson,
} from "../shared/api.ts";
import type { Answer } from "../shared/client.ts";
import type { Outside } from "../shared/outside.ts";
import type { Memory } from "./memory.ts";
import type { SaleState } from "./sale_state.ts";

/** What the sandbox of payments should do. */
export type Payment = "pay" | "fail" | "late";

export interface SaleActions {
  /** What is under way; `attempt` above 0 while repeating. */
  readonly busy: ReadonlySignal<{ readonly attempt: number } | null>;
  /** Does what the one button says. */
  act(): Promise<void>;
  /** Pays; with the id of a coupon what it leaves. */
  pay(payment: Payment, coupon?: string | null): Promise<void>;
  cancel(): Promise<void>;
  leaveWaiting(): Promise<void>;
  /** Whether the customer went to a page to sign in and is back signed in; true once. */
  cameBack(): boolean;
  /** After signing in: goes on with what the customer wanted. */
  signedInNow(): Promise<void>;
  signOut(): Promise<void>;
}

export interface SaleActionsOptions {
  readonly state: SaleState;
  readonly outside: Outside;
  readonly memory: Memory;
  readonly quantity: ReadonlySignal<number>;
  /** Short code of the one whose link led here. */
  readonly via: string | null;
  /** Customers whose browser signs in by going to a page go there instead of to the sign-in sheet. */
  readonly signInByPage?: () => void;
}

/** How often one grab is sent before the customer is asked to tap again. */
const GRAB_ATTEMPTS_MAX = 8;
const ACTION_ATTEMPTS_MAX = 5;
/** A payment that is not decided so long after its hold is for the provider to clear. */
const PAYMENT_LATE_MAX_MS = 60_000;
/** Kept while the customer is at another page to sign in: the sale to go on with. */
const AWAY = "signing-in-for";

/** Makes the actions of one page. */
export function createSaleActions(options: SaleActionsOptions): SaleActions {
  const { state, outside, memory, quantity } = options;
  const { campaign, client, notice, path, sheet, signedIn, stage } = state;
  const id = campaign.value.id;
  const busy = signal<{ attempt: number } | null>(null);

  /** One action at a time; a second tap while the first is under way does nothing. */
  async function during(run: () => Promise<void>): Promise<void> {
    if (busy.value !== null) return;
    busy.value = { attempt: 0 };
    notice.value = null;
    try {
      await run();
    } finally {
      busy.value = null;
      state.tick();
    }
  }

  function send<Value>(
    request: { method?: "POST" | "DELETE"; path: string; body?: unknown; key?: string },
    attemptsMax = ACTION_ATTEMPTS_MAX,
  ): Promise<Answer<Value>> {
    return client.send<Value>({
      method: "POST",
      ...request,
      attemptsMax,
      onRetry: ({ attempt }) => {
        if (busy.value !== null) busy.value = { attempt };
      },
    });
  }

  function askToSignIn(): Promise<void> {
    signedIn.value = false;
    if (options.signInByPage === undefined) {
      sheet.value = "sign-in";
    } else {
      memory.set(AWAY, id);
      options.signInByPage();
    }
    return Promise.resolve();
  }

  /** Turns a failed answer into what the page shows. */
  async function failed(answer: Answer<unknown>): Promise<void> {
    if (answer.ok) return;
    const { code, problem } = answer;
    if (problem?.reservation !== undefined) state.put(problem.reservation);
    switch (code) {
      case "unauthenticated":
        return await askToSignIn();
      case "expired":
        notice.value = problem?.refundFen ? { refundFen: problem.refundFen } : "expired";
        return await state.refresh();
      case "already-confirmed":
      case "cancelled":
      case "idempotency-mismatch":
        return await state.refresh();
      case "payment-failed":
      case "payment-mismatch":
      case "order-limit":
      case "waiting-full":
      case "reminders-full":
      case "too-many-requests":
      case "offline":
        notice.value = code;
        return;
      case "unknown-coupon":
      case "already-used":
      case "coupon-expired":
      case "coupon-locked":
      case "coupon-revoked":
      case "not-yet-valid":
      case "minimum-not-met":
        notice.value = "coupon-refused";
        return;
      case "not-open":
      case "not-sold-out":
        notice.value = code;
        return await state.refresh();
      case "paused":
      case "ended":
      case "sold-out":
      case "all-held":
      case "limit-reached":
      case "outlet-limit":
      case "not-eligible":
        state.refusal.value = { code, problem, version: campaign.value.version };
        return await state.refresh();
      default:
        notice.value = problem === null || problem.status >= 500 ? "busy" : "other";
    }
  }

  async function grab(): Promise<void> {
    const body = {
      ...(quantity.value > 1 ? { units: quantity.value } : {}),
      ...(options.via === null ? {} : { via: options.via }),
    };
    const name = `grab ${id} ${JSON.stringify(body)}`;
    const key = memory.get(name) ?? outside.id();
    // Kept until the outcome is known: a reload in between sends the same grab again, not another.
    memory.set(name, key);
    const answer = await send<ReservationAnswer>({
      path: `${path}/grabs`,
      key,
      ...(Object.keys(body).length > 0 ? { body } : {}),
    }, GRAB_ATTEMPTS_MAX);
    const decided = answer.ok || (answer.problem !== null && answer.problem.status < 500);
    if (decided) memory.set(name, null);
    if (!answer.ok) return await failed(answer);
    const { reservation } = answer.value;
    state.refusal.value = null;
    state.put(reservation);
    // The key was older than its reservation's end: that grab is over, this one is new.
    if (reservation.state === "expired" || reservation.state === "cancelled") return await grab();
    if (reservation.priceFen === 0) {
      await confirm(reservation, { payment: "pay", coupon: null });
    }
  }

  async function confirm(
    reservation: ReservationJson,
    { payment, coupon }: { payment: Payment; coupon: string | null },
  ): Promise<void> {
    const body: ConfirmRequest = {
      ...(payment === "pay" ? {} : { payment }),
      ...(coupon === null ? {} : { coupon }),
    };
    const answer = await send<ReservationAnswer | PendingAnswer>({
      path: `/api/v1/reservations/${reservation.id}/confirm`,
      ...(Object.keys(body).length > 0 ? { body } : {}),
    });
    if (!answer.ok) return await failed(answer);
    state.put(answer.value.reservation);
    const dueMs = Date.parse(answer.value.reservation.expiresAt) + PAYMENT_LATE_MAX_MS;
    state.paymentDueMs.value = answer.status === 202 ? dueMs : 0;
  }

  async function remind(): Promise<void> {
    const answer = await send({ path: `${path}/reminders` });
    if (answer.ok) state.change({ reminded: true });
    else await failed(answer);
  }

  async function join(): Promise<void> {
    const answer = await send<WaitingJson>({ path: `${path}/waiting` });
    if (answer.ok) state.change({ waiting: answer.value });
    else await failed(answer);
  }

  async function cancel(reservation: ReservationJson): Promise<void> {
    const answer = await send<ReservationAnswer>({
      path: `/api/v1/reservations/${reservation.id}/cancel`,
    });
    if (!answer.ok) return await failed(answer);
    state.put(answer.value.reservation);
    notice.value = "cancelled";
  }

  async function leaveWaiting(): Promise<void> {
    const answer = await send({ method: "DELETE", path: `${path}/waiting` });
    if (answer.ok || answer.code === "not-found") state.change({ waiting: null });
    else await failed(answer);
  }

  async function act(): Promise<void> {
    // Never a second unit for a payment that may still succeed.
    if (state.paymentPending.value) return;
    const now = stage.value;
    switch (now.kind) {
      case "early":
        if (!signedIn.value) return await askToSignIn();
        return now.reminded ? undefined : await during(remind);
      case "open":
      case "offer":
        return signedIn.value ? await during(grab) : await askToSignIn();
      case "all-held":
        return signedIn.value ? await during(join) : await askToSignIn();
      case "held":
        sheet.value = "pay";
    }
  }

  return {
    busy,
    act,
    pay: async (payment, coupon = null) => {
      const now = stage.value;
      sheet.value = null;
      if (now.kind !== "held") return;
      await during(() => confirm(now.reservation, { payment, coupon }));
    },
    cancel: async () => {
      const now = stage.value;
      sheet.value = null;
      if (now.kind === "held") await during(() => cancel(now.reservation));
    },
    leaveWaiting: () => during(leaveWaiting),
    cameBack: () => {
      const away = memory.get(AWAY) === id;
      if (away) memory.set(AWAY, null);
      return away && signedIn.value;
    },
    signedInNow: async () => {
      sheet.value = null;
      signedIn.value = true;
      await state.refresh();
      const { kind } = stage.value;
      if (kind === "early" || kind === "open" || kind === "all-held") await act();
    },
    signOut: async () => {
      await client.send({ method: "POST", path: "/api/v1/customers/logout" });
      signedIn.value = false;
      state.me.value = null;
      state.refusal.value = null;
      notice.value = null;
    },
  };
}
