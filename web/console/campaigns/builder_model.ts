/**
 * The builder as a model. What is typed is saved by itself: as a draft on the server while it makes a sale, in this
 * browser while it does not. A draft that another has changed meanwhile is never overwritten: both are shown.
 */
import { computed, effect, type ReadonlySignal, signal } from "@preact/signals";
import type {
  CampaignJson,
  FlashSalePatch,
  FlashSaleRequest,
  StaffCampaignJson,
} from "../../shared/api.ts";
import type { CampaignBriefJson, OverlapsJson } from "../../shared/api_campaigns.ts";
import { hrefOf } from "../route.ts";
import type { Refusal, Shell } from "../shell.ts";
import {
  check,
  type Checked,
  type FieldName,
  fieldOf,
  type SaleTexts,
  textsOf,
} from "./sale_form.ts";
import { type Step, stepOf, STEPS } from "./steps.ts";
import { startingTexts } from "./templates.ts";

/** Where what was typed is. */
export type Saved =
  | { readonly kind: "untouched" }
  /** In this browser: it does not make a sale yet. */
  | { readonly kind: "local" }
  | { readonly kind: "saving" }
  | { readonly kind: "saved"; readonly atMs: number }
  /** The server refused it, or nobody answered; it is in this browser. */
  | { readonly kind: "failed"; readonly text: string | null };

export interface BuilderModel {
  readonly shell: Shell;
  readonly texts: ReadonlySignal<SaleTexts>;
  readonly checked: ReadonlySignal<Checked>;
  readonly step: ReadonlySignal<Step>;
  /** The draft on the server; null before there is one. */
  readonly draft: ReadonlySignal<StaffCampaignJson | null>;
  readonly saved: ReadonlySignal<Saved>;
  /** Another has changed the draft: theirs, to compare with one's own. */
  readonly theirs: ReadonlySignal<StaffCampaignJson | null>;
  /** Sales of the same product at the same time. */
  readonly overlaps: ReadonlySignal<readonly CampaignBriefJson[]>;
  /** The draft could not be opened. */
  readonly failure: ReadonlySignal<Refusal | null>;
  /** It is no draft any more, or was never there. */
  readonly gone: ReadonlySignal<boolean>;
  readonly loading: ReadonlySignal<boolean>;
  /** Steps where something was typed, or all were asked for: their faults show. */
  readonly faultySeen: ReadonlySignal<ReadonlySet<Step>>;
  set(part: Partial<SaleTexts>, name: FieldName): void;
  useTemplate(id: string): void;
  go(step: Step): void;
  /** What is wrong with a field, once it was touched or all were asked for. */
  faultOf(name: FieldName): { readonly fault: string | null; readonly refused: string | null };
  keepMine(): Promise<void>;
  takeTheirs(): void;
  /** Saves and hands in or schedules. Null: done. */
  launch(): Promise<Refusal | "wrong" | null>;
  load(): Promise<void>;
  start(): () => void;
}

const TYPING_MS = 700;
const OVERLAPS_MS = 500;

/** What stays in this browser, and what it was written against. */
interface Kept {
  readonly texts: SaleTexts;
  readonly version: number | null;
}

/** `id` null: a new sale; `clone` copies another's fields. */
export function createBuilderModel(
  shell: Shell,
  options: { readonly id: string | null; readonly clone: string | null },
): BuilderModel {
  const { outside, memory } = shell;
  const staffId = shell.staff.peek()?.id ?? "";
  const texts = signal<SaleTexts>(startingTexts(shell.nowMs.peek(), null));
  const draft = signal<StaffCampaignJson | null>(null);
  const step = signal<Step>("what");
  const saved = signal<Saved>({ kind: "untouched" });
  const theirs = signal<StaffCampaignJson | null>(null);
  const overlaps = signal<readonly CampaignBriefJson[]>([]);
  const failure = signal<Refusal | null>(null);
  const gone = signal(false);
  const loading = signal(options.id !== null || options.clone !== null);
  const touched = signal<ReadonlySet<FieldName>>(new Set());
  const asked = signal(false);
  const refused = signal<ReadonlyMap<FieldName, string>>(new Map());
  const minute = computed(() => Math.floor(shell.nowMs.value / 60_000));
  const checked = computed(() => check(texts.value, minute.value * 60_000));
  // One key for one new draft: a repetition after a lost answer makes no second one.
  const key = outside.id();
  let cancelSaving = () => {};
  let cancelOverlaps = () => {};
  let saving: Promise<Refusal | null> | null = null;
  let stopped = false;

  const place = () => `draft.${staffId}.${draft.peek()?.id ?? options.id ?? "new"}`;

  function keep(): void {
    const kept: Kept = { texts: texts.peek(), version: draft.peek()?.version ?? null };
    memory.set(place(), JSON.stringify(kept));
  }

  function kept(): Kept | null {
    const text = memory.get(place());
    if (text === null) return null;
    try {
      // What `keep` wrote; a form of an earlier release gets today's defaults.
      const { texts: old, version } = JSON.parse(text) as Kept;
      return { version, texts: { ...startingTexts(shell.nowMs.peek(), null), ...old } };
    } catch {
      return null;
    }
  }

  async function read(id: string): Promise<StaffCampaignJson | null> {
    const answer = await shell.send<StaffCampaignJson | CampaignJson>({
      method: "GET",
      path: `/api/v1/campaigns/${encodeURIComponent(id)}`,
    });
    failure.value = answer.ok || answer.code === "not-found" ? null : shell.refusalOf(answer);
    if (answer.ok && "history" in answer.value) return answer.value;
    gone.value = failure.value === null;
    return null;
  }

  async function load(): Promise<void> {
    const source = options.id ?? options.clone;
    if (source === null) {
      const old = kept();
      if (old !== null) {
        texts.value = old.texts;
        changed();
      }
      return;
    }
    loading.value = true;
    const sale = await read(source);
    loading.value = false;
    if (sale === null) return;
    if (options.id === null) {
      const { startsAt, endsAt } = startingTexts(shell.nowMs.peek(), null);
      texts.value = { ...textsOf(sale), startsAt, endsAt, releases: [] };
      return changed();
    }
    if (sale.phase !== "draft") {
      gone.value = true;
      return;
    }
    const old = kept();
    draft.value = sale;
    texts.value = old?.texts ?? textsOf(sale);
    if (old === null) return;
    saved.value = { kind: "local" };
    // Written here against an older one: the two are compared.
    if (old.version !== sale.version) theirs.value = sale;
    else changed();
  }

  function changed(): void {
    keep();
    cancelSaving();
    if (checked.peek().request === null) saved.value = { kind: "local" };
    else if (theirs.peek() === null) cancelSaving = outside.after(TYPING_MS, () => void save());
  }

  /** One saving at a time: the second goes against the version that the first made. */
  async function save(): Promise<Refusal | null> {
    cancelSaving();
    await saving;
    if (stopped) return null;
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
    if (old !== null && sameTexts(before, textsOf(old))) {
      memory.set(place(), null);
      saved.value = { kind: "saved", atMs: shell.nowMs.peek() };
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
    if (answer.ok) {
      // The copy of a form that had no draft yet stands under another name.
      memory.set(place(), null);
      draft.value = answer.value;
      refused.value = new Map();
      saved.value = { kind: "saved", atMs: shell.nowMs.peek() };
      if (old === null) {
        shell.rename(hrefOf("/campaigns/:id/edit", { id: answer.value.id }));
      }
      // Typed meanwhile.
      if (texts.peek() !== before) changed();
      return null;
    }
    const refusal = shell.refusalOf(answer);
    saved.value = { kind: "failed", text: refusal?.text ?? null };
    if (answer.code === "stale" && old !== null) theirs.value = await read(old.id);
    refused.value = new Map(refusal?.fields.map((one) => [fieldOf(one.field), one.message]));
    return refusal;
  }

  async function findOverlaps(product: string, times: [string, string]): Promise<void> {
    const [from, to] = times;
    const query = new URLSearchParams({ product, from, to, except: draft.peek()?.id ?? "" });
    const answer = await shell.send<OverlapsJson>({
      method: "GET",
      path: `/api/v1/campaigns/overlaps?${query}`,
      attemptsMax: 1,
    });
    if (!stopped) overlaps.value = answer.ok ? answer.value.items : [];
  }

  /** Changes only with what overlapping depends on. */
  const timing = computed(() => {
    const { request } = checked.value;
    return request === null
      ? null
      : JSON.stringify([request.product, request.startsAt, request.endsAt]);
  });

  return {
    shell,
    texts,
    checked,
    step,
    draft,
    saved,
    theirs,
    overlaps,
    failure,
    gone,
    loading,
    faultySeen: computed(() =>
      new Set(asked.value ? STEPS : [...touched.value].map((name) => stepOf(name)))
    ),
    load,
    start: () => {
      const stopOverlaps = effect(() => {
        cancelOverlaps();
        if (timing.value === null) {
          overlaps.value = [];
          return;
        }
        const [product, from, to]: [string, string, string] = JSON.parse(timing.value);
        cancelOverlaps = outside.after(
          OVERLAPS_MS,
          () => void findOverlaps(product, [from, to]),
        );
      });
      void load();
      return () => {
        stopped = true;
        cancelSaving();
        cancelOverlaps();
        stopOverlaps();
      };
    },
    set: (part, name) => {
      texts.value = { ...texts.peek(), ...part };
      touched.value = new Set([...touched.peek(), name]);
      refused.value = new Map([...refused.peek()].filter(([field]) => field !== name));
      changed();
    },
    useTemplate: (id) => {
      texts.value = startingTexts(shell.nowMs.peek(), id);
      touched.value = new Set();
      changed();
    },
    go: (to) => void (step.value = to),
    faultOf: (name) => {
      const fault = checked.value.faults.get(name) ?? null;
      const shown = asked.value || touched.value.has(name);
      return { fault: shown ? fault : null, refused: refused.value.get(name) ?? null };
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
      draft.value = other;
      texts.value = textsOf(other);
      theirs.value = null;
      memory.set(place(), null);
      saved.value = { kind: "saved", atMs: shell.nowMs.peek() };
    },
    launch: async () => {
      asked.value = true;
      const wrong = [...checked.peek().faults.keys()][0];
      if (wrong !== undefined) {
        step.value = stepOf(wrong);
        return "wrong";
      }
      const refusal = await save();
      const sale = draft.peek();
      if (refusal !== null || sale === null || theirs.peek() !== null) {
        const field = refused.peek().keys().next().value;
        if (field !== undefined) step.value = stepOf(field);
        return refusal ?? "wrong";
      }
      const what = sale.approval ? "submit" : "schedule";
      const answer = await shell.send<StaffCampaignJson>({
        method: "POST",
        path: `/api/v1/campaigns/${encodeURIComponent(sale.id)}/${what}`,
        key: outside.id(),
        attemptsMax: 3,
      });
      if (answer.ok) memory.set(place(), null);
      return shell.refusalOf(answer);
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

function sameTexts(one: SaleTexts, other: SaleTexts): boolean {
  return JSON.stringify(check(one, 0).request) === JSON.stringify(check(other, 0).request);
}

/** Fields in which two forms differ, for the comparison. */
export function differing(one: SaleTexts, other: SaleTexts): readonly (keyof SaleTexts)[] {
  const names = Object.keys(one) as (keyof SaleTexts)[];
  return names.filter((name) => JSON.stringify(one[name]) !== JSON.stringify(other[name]));
}
