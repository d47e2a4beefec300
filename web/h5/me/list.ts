/** A list that is read page by page, as it is wanted. */
import { type ReadonlySignal, signal } from "@preact/signals";
import type { Page } from "../../shared/api.ts";
import type { Client, FailureCode } from "../../shared/client.ts";

export interface PagedList<Item> {
  /** Null before the first page has come. */
  readonly items: ReadonlySignal<readonly Item[] | null>;
  readonly more: ReadonlySignal<boolean>;
  readonly busy: ReadonlySignal<boolean>;
  readonly failure: ReadonlySignal<FailureCode | null>;
  /** Reads the first page, unless it is there. */
  start(): Promise<void>;
  /** Reads the next page; after a failure the same again. */
  next(): Promise<void>;
  forget(): void;
}

const ATTEMPTS_MAX = 2;

/** Makes a list of what is at a path. */
export function createPagedList<Item>(
  { client, path }: { client: Client; path: string },
): PagedList<Item> {
  const items = signal<readonly Item[] | null>(null);
  const after = signal<string | null>(null);
  const more = signal(false);
  const busy = signal(false);
  const failure = signal<FailureCode | null>(null);

  async function next(): Promise<void> {
    if (busy.value) return;
    busy.value = true;
    failure.value = null;
    const query = after.value === null ? "" : `?after=${encodeURIComponent(after.value)}`;
    const answer = await client.send<Page<Item>>({
      method: "GET",
      path: path + query,
      attemptsMax: ATTEMPTS_MAX,
    });
    busy.value = false;
    if (!answer.ok) {
      failure.value = answer.code;
      return;
    }
    items.value = [...items.value ?? [], ...answer.value.items];
    after.value = answer.value.next;
    more.value = answer.value.next !== null;
  }

  return {
    items,
    more,
    busy,
    failure,
    next,
    start: async () => {
      if (items.value === null && failure.value === null) await next();
    },
    forget: () => {
      items.value = null;
      after.value = null;
      more.value = false;
      failure.value = null;
    },
  };
}
