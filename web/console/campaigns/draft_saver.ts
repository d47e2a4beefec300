/**
 * Saves a form by itself: as a draft on the server while it makes a campaign, in this browser while it does not. A draft
 * that another has changed meanwhile is never overwritten.
 */
import { effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { hrefOf } from "../route.ts";
import type { Refusal, Shell } from "../shell.ts";
import { createDraftCopies, type KeptForm } from "./draft_copy.ts";
import type { Checked, FieldName, Form, FormTypes } from "./form.ts";

/** Where what was typed is. */
export type Saved =
  | { readonly kind: "untouched" }
  /** In this browser: it does not make a campaign yet. */
  | { readonly kind: "local" }
  | { readonly kind: "saving" }
  | { readonly kind: "saved"; readonly atMs: number }
  /** The server refused it, or nobody answered; it is in this browser. */
  | { readonly kind: "failed"; readonly text: string | null };

export interface DraftSaver<T extends FormTypes> {
  /** The draft on the server; null before there is one. */
  readonly draft: ReadonlySignal<T["draft"] | null>;
  readonly saved: ReadonlySignal<Saved>;
  /** Another has changed the draft: theirs, to compare with one's own. */
  readonly theirs: ReadonlySignal<T["draft"] | null>;
  /** What the server said about fields. */
  readonly refused: ReadonlySignal<ReadonlyMap<FieldName, string>>;
  /** What this browser has kept of the form. */
  kept(): KeptForm<T["texts"]> | null;
  /** A draft was opened; `kept` is what stood in this browser. */
  opened(draft: T["draft"], kept: KeptForm<T["texts"]> | null): void;
  /** Something was typed. */
  changed(name: FieldName | null): void;
  /** At once. Null: done, or nothing to save. */
  save(): Promise<Refusal | null>;
  keepMine(): Promise<void>;
  takeTheirs(): void;
  decideLater(): void;
  forget(): void;
  start(): () => void;
}

export interface DraftSaverOptions<T extends FormTypes> {
  readonly shell: Shell;
  readonly form: Form<T>;
  readonly texts: Signal<T["texts"]>;
  readonly checked: ReadonlySignal<Checked<T["request"]>>;
  /** Name of the copy in this browser until there is a draft. */
  readonly place: string;
  read(id: string): Promise<T["draft"] | null>;
}

const TYPING_MS = 700;
const RETRY_MS = 5_000;

/** Makes the saver of one form. */
export function createDraftSaver<T extends FormTypes>(
  options: DraftSaverOptions<T>,
): DraftSaver<T> {
  const { shell, form, texts, checked } = options;
  const copies = createDraftCopies(shell, () => form.starting(shell.nowMs.peek(), null));
  const draft = signal<T["draft"] | null>(null);
  const saved = signal<Saved>({ kind: "untouched" });
  const theirs = signal<T["draft"] | null>(null);
  const refused = signal<ReadonlyMap<FieldName, string>>(new Map());
  // One key for one new draft: a repetition after a lost answer makes no second one.
  const key = shell.outside.id();
  let cancel = () => {};
  let saving: Promise<Refusal | null> | null = null;
  let stopped = false;
  /** Something is not on the server yet. */
  let dirty = false;
  const place = () => draft.peek()?.id ?? options.place;

  function done(now: T["draft"] | null): void {
    // The copy of a form that had no draft yet stands under another name.
    copies.forget(place());
    dirty = false;
    if (now !== null) draft.value = now;
    refused.value = new Map();
    saved.value = { kind: "saved", atMs: shell.nowMs.peek() };
  }

  /** Whether both make the same campaign, whenever that is. */
  function same(one: T["texts"], other: T["texts"]): boolean {
    const [mine, theirs] = [form.check(one, 0), form.check(other, 0)];
    return JSON.stringify(mine.request) === JSON.stringify(theirs.request);
  }

  function later(delayMs: number): void {
    cancel();
    cancel = shell.outside.after(delayMs, () => void save());
  }

  function changed(name: FieldName | null): void {
    if (name !== null) {
      refused.value = new Map([...refused.peek()].filter(([field]) => field !== name));
    }
    dirty = true;
    copies.keep(place(), { texts: texts.peek(), version: draft.peek()?.version ?? null });
    cancel();
    if (checked.peek().request === null) saved.value = { kind: "local" };
    else if (theirs.peek() === null) later(TYPING_MS);
  }

  /** One saving at a time: the second goes against the version that the first made. */
  async function save(): Promise<Refusal | null> {
    cancel();
    await saving;
    const mine = saving = saveNow();
    const refusal = await mine;
    if (saving === mine) saving = null;
    return refusal;
  }

  async function saveNow(): Promise<Refusal | null> {
    const { request } = checked.peek();
    const before = texts.peek();
    const old = draft.peek();
    if (request === null) return null;
    if (old !== null && same(before, form.textsOf(old))) {
      done(null);
      return null;
    }
    saved.value = { kind: "saving" };
    const answer = await shell.send<T["draft"]>(
      old === null ? { method: "POST", path: "/api/v1/campaigns", body: request, key } : {
        method: "PATCH",
        path: `/api/v1/campaigns/${encodeURIComponent(old.id)}`,
        body: { ...form.patchOf(request), version: old.version },
      },
    );
    if (!answer.ok) return await failed(shell.refusalOf(answer));
    done(answer.value);
    const moved = old === null && !stopped;
    if (moved) shell.rename(hrefOf("/campaigns/:id/edit", { id: answer.value.id }));
    // Typed meanwhile.
    if (texts.peek() !== before) changed(null);
    return null;
  }

  async function failed(refusal: Refusal | null): Promise<Refusal | null> {
    const old = draft.peek();
    if (refusal?.code === "stale" && old !== null) {
      const now = await options.read(old.id);
      if (now !== null && same(texts.peek(), form.textsOf(now))) {
        // An answer of one's own was lost on the way.
        done(now);
        return null;
      }
      theirs.value = now;
    }
    saved.value = { kind: "failed", text: refusal?.text ?? null };
    refused.value = new Map(refusal?.fields.map((one) => [form.fieldOf(one.field), one.message]));
    const status = refusal?.problem?.status ?? 503;
    if (status >= 500 && !stopped) later(RETRY_MS);
    return refusal;
  }

  return {
    draft,
    saved,
    theirs,
    refused,
    changed,
    save,
    kept: () => copies.read(place()),
    opened: (now, kept) => {
      draft.value = now;
      if (kept === null) return;
      saved.value = { kind: "local" };
      // Written here against an older one: the two are compared.
      if (kept.version !== now.version) theirs.value = now;
      else changed(null);
    },
    keepMine: async () => {
      const other = theirs.peek();
      if (other === null) return;
      draft.value = other;
      theirs.value = null;
      await save();
    },
    takeTheirs: () => {
      const other = theirs.peek();
      if (other === null) return;
      texts.value = form.textsOf(other);
      theirs.value = null;
      done(other);
    },
    decideLater: () => void (theirs.value = null),
    forget: () => {
      dirty = false;
      copies.forget(place());
    },
    start: () => {
      let wasExpired = false;
      const stopWaiting = effect(() => {
        const expired = shell.expired.value;
        // Signed in again: what was refused meanwhile is sent.
        if (wasExpired && !expired && saved.peek().kind === "failed") later(0);
        wasExpired = expired;
      });
      return () => {
        stopped = true;
        stopWaiting();
        cancel();
        // One goes away before the typing has rested.
        if (dirty && theirs.peek() === null && !shell.expired.peek()) void save();
      };
    },
  };
}
