/** The counter: a code comes in, what it is stands there, and it is redeemed once. */
import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { RedeemableJson } from "../../shared/api_wallet.ts";
import type { Refusal, Shell } from "../shell.ts";
import { NO_ANSWER } from "../bank/form.ts";
import { digitsIn, isComplete } from "./code.ts";

/** What stands on the counter. */
export type Counter =
  | { readonly kind: "empty" }
  | { readonly kind: "looking" }
  /** It could not be read. */
  | { readonly kind: "unread"; readonly refusal: Refusal }
  /** What it is; `refusal`: why it was not redeemed just now. */
  | { readonly kind: "coupon"; readonly coupon: RedeemableJson; readonly refusal: Refusal | null }
  | { readonly kind: "redeemed"; readonly coupon: RedeemableJson };

export interface RedeemModel {
  /** Digits as typed so far. */
  readonly digits: ReadonlySignal<string>;
  readonly counter: ReadonlySignal<Counter>;
  readonly busy: ReadonlySignal<boolean>;
  /** Redeemed here since this tab was opened, newest first. */
  readonly history: ReadonlySignal<readonly RedeemableJson[]>;
  /** Takes what is typed, pasted or scanned; the last digit looks it up. */
  type(text: string): void;
  look(): Promise<void>;
  redeem(): Promise<void>;
  /** For the next customer. */
  clear(): void;
}

const HISTORY_MAX = 50;
const REDEEM_ATTEMPTS_MAX = 3;
/** Clocks of the server and of what it says of the past are one; the request took at most so long. */
const JUST_NOW_MS = 60_000;
const SILENT: readonly Refusal["code"][] = ["offline", "unreadable", "outcome-unknown"];

const histories = new WeakMap<
  Shell,
  { readonly staff: string; readonly items: Signal<readonly RedeemableJson[]> }
>();

/** Makes the model; the history is the tab's. */
export function createRedeem(shell: Shell): RedeemModel {
  const digits = signal("");
  const counter = signal<Counter>({ kind: "empty" });
  const busy = signal(false);
  const history = historyOf(shell);
  let looks = 0;
  let key = "";

  function pathOf(code: string): string {
    return `/api/v1/coupons/${encodeURIComponent(code)}`;
  }

  async function look(): Promise<void> {
    const code = digits.peek();
    const mine = ++looks;
    if (!isComplete(code)) return void (counter.value = { kind: "empty" });
    counter.value = { kind: "looking" };
    const answer = await shell.send<RedeemableJson>({ method: "GET", path: pathOf(code) });
    if (mine !== looks) return;
    key = shell.outside.id();
    counter.value = answer.ok
      ? { kind: "coupon", coupon: answer.value, refusal: null }
      : { kind: "unread", refusal: shell.refusalOf(answer) ?? NO_ANSWER };
  }

  async function redeem(): Promise<void> {
    const shown = counter.peek();
    if (shown.kind !== "coupon" || busy.peek()) return;
    const { code } = shown.coupon;
    const mine = looks;
    busy.value = true;
    const answer = await shell.send<RedeemableJson>({
      method: "POST",
      path: `${pathOf(code)}/redeem`,
      key,
      attemptsMax: REDEEM_ATTEMPTS_MAX,
    });
    const coupon = answer.ok ? answer.value : await readAgain(code) ?? shown.coupon;
    busy.value = false;
    const refusal = answer.ok ? null : shell.refusalOf(answer) ?? NO_ANSWER;
    const done = refusal === null || (SILENT.includes(refusal.code) && isMine(coupon));
    if (done) history.value = [coupon, ...history.peek()].slice(0, HISTORY_MAX);
    if (mine !== looks) return;
    counter.value = done ? { kind: "redeemed", coupon } : { kind: "coupon", coupon, refusal };
    if (done) digits.value = "";
  }

  /** After a refusal: as it stands now, with when and where it was used. */
  async function readAgain(code: string): Promise<RedeemableJson | null> {
    const answer = await shell.send<RedeemableJson>({ method: "GET", path: pathOf(code) });
    return answer.ok ? answer.value : null;
  }

  /** Nobody answered, but it was redeemed: by this person, just now. */
  function isMine({ use }: RedeemableJson): boolean {
    const staff = shell.staff.peek();
    if (!staff || use === null || use.kind !== "redeemed") return false;
    const mine = use.by === staff.id || use.by === staff.name;
    return mine && shell.nowMs.peek() - Date.parse(use.at) < JUST_NOW_MS;
  }

  return {
    digits,
    counter,
    busy,
    history,
    type: (text) => {
      const next = digitsIn(text);
      if (next === digits.peek()) return;
      digits.value = next;
      void look();
    },
    look,
    redeem,
    clear: () => {
      looks++;
      digits.value = "";
      counter.value = { kind: "empty" };
    },
  };
}

/** Another person at the same counter begins with an empty one. */
function historyOf(shell: Shell): Signal<readonly RedeemableJson[]> {
  const staff = shell.staff.peek()?.id ?? "";
  const known = histories.get(shell);
  if (known?.staff === staff) return known.items;
  const items = signal<readonly RedeemableJson[]>([]);
  histories.set(shell, { staff, items });
  return items;
}
