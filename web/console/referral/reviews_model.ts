/** The queue of what a person has to look at: one after the other, without waiting for the list to catch up. */
import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { ReviewJson, ReviewRequest } from "../../shared/api_referral.ts";
import { createList, type List } from "../resource.ts";
import type { Refusal, Shell } from "../shell.ts";

export type Verdict = ReviewRequest["verdict"];

export interface ReviewsModel {
  readonly list: List<ReviewJson>;
  /** What still waits; null until it is known. */
  readonly waiting: ReadonlySignal<readonly ReviewJson[] | null>;
  /** What is on the desk; null where nothing waits. */
  readonly current: ReadonlySignal<ReviewJson | null>;
  readonly busy: ReadonlySignal<boolean>;
  choose(key: string): void;
  /** The next or the one before, round and round. */
  step(by: 1 | -1): void;
  /** Decides about what is on the desk and takes up the next; null where it was done. */
  decide(verdict: Verdict, note: string): Promise<Refusal | null>;
}

const REFRESH_MS = 4_000;

/** One waits under one key until it is flagged again. */
export function keyOf(one: ReviewJson): string {
  return `${one.participant.id}@${one.flaggedAt}`;
}

/** The queue of a campaign at `path` (`/api/v1/campaigns/…`). */
export function createReviews(shell: Shell, path: string): ReviewsModel {
  const list = createList<ReviewJson>(shell, {
    path: () => `${path}/reviews?limit=50`,
    refreshMs: REFRESH_MS,
  });
  const done = signal<ReadonlySet<string>>(new Set());
  const chosen = signal<string | null>(null);
  const busy = signal(false);
  const waiting = computed(() =>
    list.items.value?.filter((one) => !done.value.has(keyOf(one))) ?? null
  );
  const current = computed(() => {
    const items = waiting.value ?? [];
    return items.find((one) => keyOf(one) === chosen.value) ?? items[0] ?? null;
  });

  function step(by: 1 | -1): void {
    const items = waiting.peek() ?? [];
    const one = current.peek();
    if (one === null) return;
    const next = items.at((items.indexOf(one) + by) % items.length);
    if (next !== undefined) chosen.value = keyOf(next);
  }

  return {
    list,
    waiting,
    current,
    busy,
    choose: (key) => void (chosen.value = key),
    step,
    decide: async (verdict, note) => {
      const one = current.peek();
      if (one === null || busy.peek()) return null;
      busy.value = true;
      const body: ReviewRequest = { verdict, note };
      const answer = await shell.send({
        method: "POST",
        path: `${path}/participants/${encodeURIComponent(one.participant.id)}/review`,
        body,
        key: shell.outside.id(),
      });
      busy.value = false;
      if (!answer.ok) return shell.refusalOf(answer);
      step(1);
      // What was asked about stays in the queue, with the note, once the list has caught up.
      if (verdict !== "ask") done.value = new Set([...done.peek(), keyOf(one)]);
      return null;
    },
  };
}
