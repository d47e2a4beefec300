/**
 * Saves a form by itself: as a draft on the server while it makes a sale, in this browser while it does not. A draft
 * that another has changed meanwhile is never overwritten.
 */
import { effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { FlashSalePatch, FlashSaleRequest, StaffCampaignJson } from "../../shared/api.ts";
import { hrefOf } from "../route.ts";
import type { Refusal, Shell } from "../shell.ts";
import { createDraftCopies, type KeptForm } from "./draft_copy.ts";
import {
  check,
  type Checked,
  type FieldName,
  fieldOf,
  type SaleTexts,
  textsOf,
} from "./sale_form.ts";

/** Where what was typed is. */
export type Saved =
  | { readonly kind: "untouched" }
  /** In this browser: it does not make a sale yet. */
  | { readonly kind: "local" }
  | { readonly kind: "saving" }
  | { readonly kind: "saved"; readonly atMs: number }
  /** The server refused it, or nobody answered; it is in this browser. */
  | { readonly kind: "failed"; readonly text: string | null };

export interface DraftSaver {
  /** The draft on the server; null before there is one. */
  readonly draft: ReadonlySignal<StaffCampaignJson | null>;
  readonly saved: ReadonlySignal<Saved>;
  /** Another has changed the draft: theirs, to compare with one's own. */
  readonly theirs: ReadonlySignal<StaffCampaignJson | null>;
  /** What the server said about fields. */
  readonly refused: ReadonlySignal<ReadonlyMap<FieldName, string>>;
  /** What this browser has kept of the form. */
  kept(): KeptForm | null;
  /** A draft was opened; `kept` is what stood in this browser. */
  opened(draft: StaffCampaignJson, kept: KeptForm | null): void;
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

export interface DraftSaverOptions {
  readonly shell: Shell;
  readonly texts: Signal<SaleTexts>;
  readonly checked: ReadonlySignal<Checked>;
  /** Name of the copy in this browser until there is a draft. */
  readonly place: string;
  read(id: string): Promise<StaffCampaignJson | null>;
}

const TYPING_MS = 700;
const RETRY_MS = 5_000;

/** Makes the saver of one form. */
export function createDraftSaver(options: DraftSaverOptions): DraftSaver {
  const { shell, texts, checked } = options;
  const copies = createDraftCopies(shell);
  const draft = signal<StaffCampaignJson | null>(null);
  const saved = signal<Saved>({ kind: "untouched" });
  const theirs = signal<StaffCampaignJson | null>(null);
  const refused = signal<ReadonlyMap<FieldName, string>>(new Map());
  // One key for one new draft: a repetition after a lost answer makes no second one.
  const key = shell.outside.id();
  let cancel = () => {};
  let saving: Promise<Refusal | null> | null = null;
  let stopped = false;
  /** Something is not on the server yet. */
  let dirty = false;
  const place = () => draft.peek()?.id ?? options.place;

  function done(now: StaffCampaignJson | null): void {
    // The copy of a form that had no draft yet stands under another name.
    copies.forget(place());
    dirty = false;
    if (now !== null) draft.value = now;
    refused.value = new Map();
    saved.value = { kind: "saved", atMs: shell.nowMs.peek() };
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
    if (old !== null && sameSale(before, textsOf(old))) {
      done(null);
      return null;
    }
    saved.value = { kind: "saving" };
    const answer = await shell.send<StaffCampaignJson>(
      old === null ? { method: "POST", path: "/api/v1/campaigns", body: request, key } : {
        method: "PATCH",
        path: `/api/v1/campaigns/${encodeURIComponent(old.id)}`,
        body: { ...patchOf(request), version: old.version },
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
      if (now !== null && sameSale(texts.peek(), textsOf(now))) {
        // An answer of one's own was lost on the way.
        done(now);
        return null;
      }
      theirs.value = now;
    }
    saved.value = { kind: "failed", text: refusal?.text ?? null };
    refused.value = new Map(refusal?.fields.map((one) => [fieldOf(one.field), one.message]));
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
      texts.value = textsOf(other);
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

/** What was taken away is said too. */
function patchOf(request: FlashSaleRequest): FlashSalePatch {
  return {
    ...request,
    releases: request.releases ?? [],
    eligibility: request.eligibility ?? {},
    look: request.look ?? {},
  };
}

function sameSale(one: SaleTexts, other: SaleTexts): boolean {
  return JSON.stringify(check(one, 0).request) === JSON.stringify(check(other, 0).request);
}
