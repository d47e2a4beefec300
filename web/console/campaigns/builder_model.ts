/** The builder as a model: fields, steps, what is wrong, and launching. `draft_saver.ts` keeps what is typed. */
import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { CampaignJson, StaffCampaignJson } from "../../shared/api.ts";
import type { CampaignBriefJson } from "../../shared/api_campaigns.ts";
import type { Refusal, Shell } from "../shell.ts";
import { mayLaunch } from "./action.ts";
import { createDraftSaver, type Saved } from "./draft_saver.ts";
import { createOverlapFinder } from "./overlap_finder.ts";
import {
  check,
  type Checked,
  fen,
  type FieldName,
  type SaleTexts,
  textsOf,
  words,
} from "./sale_form.ts";
import { type Step, stepOf, STEPS } from "./steps.ts";
import { startingTexts } from "./templates.ts";

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
  /** Looks away without a choice: the next change asks again. */
  decideLater(): void;
  /** Saves and hands in or schedules. Null: done. */
  launch(): Promise<Refusal | "wrong" | null>;
  load(): Promise<void>;
  start(): () => void;
}

const ACT_ATTEMPTS_MAX = 3;

/** `id` null: a new sale; `clone` copies another's fields. */
export function createBuilderModel(
  shell: Shell,
  options: { readonly id: string | null; readonly clone: string | null },
): BuilderModel {
  const { id, clone } = options;
  const texts = signal<SaleTexts>(startingTexts(shell.nowMs.peek(), null));
  const step = signal<Step>("what");
  const failure = signal<Refusal | null>(null);
  const gone = signal(false);
  const loading = signal(id !== null || clone !== null);
  const touched = signal<ReadonlySet<FieldName>>(new Set());
  const asked = signal(false);
  const minute = computed(() => Math.floor(shell.nowMs.value / 60_000));
  const checked = computed(() => check(texts.value, minute.value * 60_000));
  const saver = createDraftSaver({
    shell,
    texts,
    checked,
    place: id ?? (clone === null ? "new" : `copy-${clone}`),
    read,
  });
  const { draft, theirs, refused } = saver;
  const overlaps = createOverlapFinder(shell, {
    request: computed(() => checked.value.request),
    except: () => draft.peek()?.id ?? "",
  });

  async function read(from: string): Promise<StaffCampaignJson | null> {
    const answer = await shell.send<StaffCampaignJson | CampaignJson>({
      method: "GET",
      path: `/api/v1/campaigns/${encodeURIComponent(from)}`,
    });
    failure.value = answer.ok || answer.code === "not-found" ? null : shell.refusalOf(answer);
    if (answer.ok && "history" in answer.value) return answer.value;
    gone.value = failure.value === null;
    return null;
  }

  async function load(): Promise<void> {
    const kept = saver.kept();
    if (kept !== null) texts.value = kept.texts;
    const source = id ?? clone;
    // What was begun here goes on here.
    if (source === null || (id === null && kept !== null)) {
      loading.value = false;
      if (kept !== null) saver.changed(null);
      return;
    }
    loading.value = true;
    const sale = await read(source);
    loading.value = false;
    if (sale === null) return;
    if (id === null) {
      const { startsAt, endsAt } = startingTexts(shell.nowMs.peek(), null);
      texts.value = { ...textsOf(sale), startsAt, endsAt, releases: [] };
      saver.changed(null);
      return;
    }
    gone.value = sale.phase !== "draft";
    if (gone.value) return;
    if (kept === null) texts.value = textsOf(sale);
    saver.opened(sale, kept);
  }

  /** Goes to what is wrong; null where nothing is. */
  function firstWrong(): "wrong" | null {
    asked.value = true;
    const wrong = [...checked.peek().faults.keys(), ...refused.peek().keys()][0];
    if (wrong === undefined) return null;
    step.value = stepOf(wrong);
    return "wrong";
  }

  async function launch(): Promise<Refusal | "wrong" | null> {
    if (firstWrong() !== null) return "wrong";
    const refusal = await saver.save();
    const sale = draft.peek();
    if (refusal !== null) return firstWrong() ?? refusal;
    if (sale === null || theirs.peek() !== null) return "wrong";
    const staff = shell.staff.peek();
    const what = sale.approval || !staff || !mayLaunch(staff) ? "submit" : "schedule";
    const answer = await shell.send<StaffCampaignJson>({
      method: "POST",
      path: `/api/v1/campaigns/${encodeURIComponent(sale.id)}/${what}`,
      key: shell.outside.id(),
      attemptsMax: ACT_ATTEMPTS_MAX,
    });
    if (answer.ok) saver.forget();
    return shell.refusalOf(answer);
  }

  return {
    shell,
    texts,
    checked,
    step,
    draft,
    saved: saver.saved,
    theirs,
    overlaps: overlaps.sales,
    failure,
    gone,
    loading,
    faultySeen: computed(() =>
      new Set(asked.value ? STEPS : [...touched.value].map((name) => stepOf(name)))
    ),
    load,
    launch,
    keepMine: saver.keepMine,
    takeTheirs: saver.takeTheirs,
    decideLater: saver.decideLater,
    start: () => {
      const stops = [overlaps.start(), saver.start()];
      void load();
      return () => {
        for (const stop of stops) stop();
      };
    },
    set: (part, name) => {
      texts.value = { ...texts.peek(), ...part };
      touched.value = new Set([...touched.peek(), name]);
      saver.changed(name);
    },
    useTemplate: (template) => {
      texts.value = startingTexts(shell.nowMs.peek(), template);
      touched.value = new Set();
      saver.changed(null);
    },
    go: (to) => void (step.value = to),
    faultOf: (name) => {
      const fault = checked.value.faults.get(name) ?? null;
      const shown = asked.value || touched.value.has(name);
      return { fault: shown ? fault : null, refused: refused.value.get(name) ?? null };
    },
  };
}

/** Fields in which two forms differ, for the comparison. */
export function differing(one: SaleTexts, other: SaleTexts): readonly (keyof SaleTexts)[] {
  const [mine, theirs] = [asMeant(one), asMeant(other)];
  const names = Object.keys(mine) as (keyof SaleTexts)[];
  return names.filter((name) => JSON.stringify(mine[name]) !== JSON.stringify(theirs[name]));
}

/** What is typed in two ways and means the same is no difference. */
function asMeant(texts: SaleTexts): SaleTexts {
  return {
    ...texts,
    price: String(fen(texts.price) ?? texts.price),
    perOrderMax: texts.perOrderMax.trim() || texts.perCustomerMax,
    tags: words(texts.tags).join(" "),
  };
}
