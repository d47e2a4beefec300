/** Reading from the server as signals: a value, whether it is being read, and why it could not be. */
import { computed, effect, type ReadonlySignal, signal, useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import type { Page as ListPage } from "../shared/api.ts";
import type { Refusal, Shell } from "./shell.ts";

/** What is read of one address. The last value stays while a newer one is read or cannot be. */
export interface Resource<Value> {
  readonly value: ReadonlySignal<Value | null>;
  readonly failure: ReadonlySignal<Refusal | null>;
  readonly loading: ReadonlySignal<boolean>;
  load(): Promise<void>;
  /** Takes a newer value that came by another way, such as the answer to a change. */
  set(value: Value): void;
  /** Reads from now on, and again whenever the address changes. Returns how to stop. */
  start(): () => void;
}

export interface ResourceOptions {
  /** Reads again after so long. */
  readonly refreshMs?: number;
  /** While true, the refreshing waits. */
  readonly paused?: () => boolean;
}

/** A failed reading is repeated by itself. */
const RETRY_MS = 5_000;
/** Answers that no repetition changes. */
const FINAL: readonly string[] = ["not-found", "forbidden", "invalid", "unauthenticated"];

/** Reads `path()`; null there reads nothing. Another address forgets the value of the one before. */
export function createResource<Value>(
  shell: Shell,
  options: ResourceOptions & { readonly path: () => string | null },
): Resource<Value> {
  const value = signal<Value | null>(null);
  const failure = signal<Refusal | null>(null);
  const loading = signal(false);
  let reading = new AbortController();
  let cancelTimer = () => {};

  async function read(path: string | null): Promise<void> {
    reading.abort();
    cancelTimer();
    if (path === null) return;
    const mine = reading = new AbortController();
    loading.value = true;
    const answer = await shell.send<Value>({ method: "GET", path, signal: mine.signal });
    if (mine.signal.aborted) return;
    loading.value = false;
    failure.value = shell.refusalOf(answer);
    if (answer.ok) value.value = answer.value;
    const againMs = answer.ok
      ? options.refreshMs
      : FINAL.includes(answer.code)
      ? undefined
      : RETRY_MS;
    if (againMs !== undefined) repeat(path, againMs);
  }

  function repeat(path: string, afterMs: number): void {
    cancelTimer = shell.outside.after(afterMs, () => {
      if (options.paused?.()) repeat(path, afterMs);
      else void read(path);
    });
  }

  return {
    value,
    failure,
    loading,
    load: () => read(options.path()),
    set: (next) => void (value.value = next),
    start: () => {
      let last: string | null = null;
      const stop = effect(() => {
        const path = options.path();
        // Signing in again reads again what could not be read.
        void shell.expired.value;
        if (path !== last) {
          value.value = null;
          failure.value = null;
        }
        last = path;
        void read(path);
      });
      return () => {
        stop();
        reading.abort();
        cancelTimer();
      };
    },
  };
}

/** A resource that lives as long as the component. */
export function useResource<Value>(
  shell: Shell,
  path: string | null,
  options: ResourceOptions = {},
): Resource<Value> {
  const wanted = useSignal(path);
  const resource = useMemo(
    () => createResource<Value>(shell, { ...options, path: () => wanted.value }),
    [shell],
  );
  useEffect(() => void (wanted.value = path), [path]);
  useEffect(() => resource.start(), [resource]);
  return resource;
}

/** A list that is read page by page. */
export interface List<Item> {
  readonly items: ReadonlySignal<readonly Item[] | null>;
  readonly hasMore: ReadonlySignal<boolean>;
  readonly asOf: ReadonlySignal<string | null>;
  readonly failure: ReadonlySignal<Refusal | null>;
  readonly loading: ReadonlySignal<boolean>;
  load(): Promise<void>;
  more(): Promise<void>;
  start(): () => void;
}

interface Listed<Item> extends ListPage<Item> {
  readonly asOf?: string;
}

/** Reads `path()`, then further pages with `after`. It is refreshed only while one page is open. */
export function createList<Item>(
  shell: Shell,
  options: ResourceOptions & { readonly path: () => string | null },
): List<Item> {
  const rest = signal<
    { of: Listed<Item>; items: readonly Item[]; next: string | null } | null
  >(null);
  const first: Resource<Listed<Item>> = createResource<Listed<Item>>(shell, {
    ...options,
    paused: () => rest.peek() !== null && rest.peek()?.of === first.value.peek(),
  });
  const pages = computed(() => {
    const value = first.value.value;
    const more = rest.value;
    if (value === null) return null;
    if (more === null || more.of !== value) return { items: value.items, next: value.next };
    return { items: [...value.items, ...more.items], next: more.next };
  });
  return {
    items: computed(() => pages.value?.items ?? null),
    hasMore: computed(() => pages.value !== null && pages.value.next !== null),
    asOf: computed(() => first.value.value?.asOf ?? null),
    failure: first.failure,
    loading: first.loading,
    load: first.load,
    start: first.start,
    more: async () => {
      const of = first.value.peek();
      const after = pages.peek()?.next ?? null;
      const path = options.path();
      if (of === null || after === null || path === null) return;
      const joint = path.includes("?") ? "&" : "?";
      const answer = await shell.send<Listed<Item>>({
        method: "GET",
        path: `${path}${joint}after=${encodeURIComponent(after)}`,
      });
      if (!answer.ok) {
        const text = shell.refusalOf(answer)?.text ?? null;
        if (text !== null) shell.say({ tone: "bad", text });
        return;
      }
      const before = rest.peek();
      const items = before !== null && before.of === of ? before.items : [];
      rest.value = { of, items: [...items, ...answer.value.items], next: answer.value.next };
    },
  };
}

/** A list that lives as long as the component. */
export function useList<Item>(
  shell: Shell,
  path: string | null,
  options: ResourceOptions = {},
): List<Item> {
  const wanted = useSignal(path);
  const list = useMemo(
    () => createList<Item>(shell, { ...options, path: () => wanted.value }),
    [shell],
  );
  useEffect(() => void (wanted.value = path), [path]);
  useEffect(() => list.start(), [list]);
  return list;
}
