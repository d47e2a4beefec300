/** The builder as a model: fields, steps, what is wrong, and launching. `draft_saver.ts` keeps what is typed. */
import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { Refusal, Shell } from "../shell.ts";
import { mayLaunch } from "./action.ts";
import { createDraftSaver, type Saved } from "./draft_saver.ts";
import type { AnyCampaign, Checked, Fault, FieldName, Form, FormTypes, Kind } from "./form.ts";

export interface BuilderModel<T extends FormTypes> {
  readonly shell: Shell;
  /** The draft that was opened; null for a new campaign. */
  readonly id: string | null;
  readonly form: Form<T>;
  readonly texts: ReadonlySignal<T["texts"]>;
  readonly checked: ReadonlySignal<Checked<T["request"]>>;
  readonly step: ReadonlySignal<T["step"]>;
  /** The draft on the server; null before there is one. */
  readonly draft: ReadonlySignal<T["draft"] | null>;
  readonly saved: ReadonlySignal<Saved>;
  /** Another has changed the draft: theirs, to compare with one's own. */
  readonly theirs: ReadonlySignal<T["draft"] | null>;
  /** The draft could not be opened. */
  readonly failure: ReadonlySignal<Refusal | null>;
  /** It is no draft any more, or was never there. */
  readonly gone: ReadonlySignal<boolean>;
  readonly loading: ReadonlySignal<boolean>;
  /** Steps where something was typed, or all were asked for: their faults show. */
  readonly faultySeen: ReadonlySignal<ReadonlySet<T["step"]>>;
  /** Steps with something wrong. */
  readonly faulty: ReadonlySignal<ReadonlySet<T["step"]>>;
  set(part: Partial<T["texts"]>, name: FieldName): void;
  useTemplate(id: string): void;
  go(step: T["step"]): void;
  /** What is wrong with a field, once it was touched or all were asked for. */
  faultOf(name: FieldName): { readonly fault: Fault | null; readonly refused: string | null };
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

/** `id` null: a new campaign; `clone` copies another's fields, `template` fills it. */
export interface BuilderOptions {
  readonly id: string | null;
  readonly clone: string | null;
  readonly template: string | null;
}

/** Makes the builder of one campaign. */
export function createBuilderModel<T extends FormTypes>(
  shell: Shell,
  options: BuilderOptions & { readonly form: Form<T> },
): BuilderModel<T> {
  const { id, clone, form } = options;
  const firstStep = form.steps[0];
  if (firstStep === undefined) throw new Error(`Cannot build a ${form.kind}: it has no steps`);
  const texts = signal<T["texts"]>(form.starting(shell.nowMs.peek(), options.template));
  const step = signal<T["step"]>(firstStep);
  const failure = signal<Refusal | null>(null);
  const gone = signal(false);
  const loading = signal(id !== null || clone !== null);
  const touched = signal<ReadonlySet<FieldName>>(new Set());
  const asked = signal(false);
  const minute = computed(() => Math.floor(shell.nowMs.value / 60_000));
  const checked = computed(() => form.check(texts.value, minute.value * 60_000));
  const saver = createDraftSaver({
    shell,
    form,
    texts,
    checked,
    place: id ?? (clone === null ? newPlace(form.kind) : `copy-${clone}`),
    read,
  });
  const { draft, theirs, refused } = saver;
  const wrong = computed(() => [
    ...checked.value.faults.keys(),
    ...refused.value.keys(),
    ...checked.value.hindrances.keys(),
  ]);

  async function read(from: string): Promise<T["draft"] | null> {
    const answer = await shell.send<AnyCampaign>({
      method: "GET",
      path: `/api/v1/campaigns/${encodeURIComponent(from)}`,
    });
    failure.value = answer.ok || answer.code === "not-found" ? null : shell.refusalOf(answer);
    const found = answer.ok ? form.draftOf(answer.value) : null;
    if (found === null) gone.value = failure.value === null;
    return found;
  }

  async function load(): Promise<void> {
    const source = id ?? clone;
    // A template was asked for: it is no continuation.
    const kept = source === null && options.template !== null ? null : saver.kept();
    if (kept !== null) texts.value = kept.texts;
    // What was begun here goes on here.
    if (source === null || (id === null && kept !== null)) {
      loading.value = false;
      if (kept !== null || options.template !== null) saver.changed(null);
      return;
    }
    loading.value = true;
    const found = await read(source);
    loading.value = false;
    if (found === null) return;
    if (id === null) {
      texts.value = form.copied(form.textsOf(found), shell.nowMs.peek());
      saver.changed(null);
      return;
    }
    gone.value = found.phase !== "draft";
    if (gone.value) return;
    if (kept === null) texts.value = form.textsOf(found);
    saver.opened(found, kept);
  }

  /** Goes to what is wrong; null where nothing is. */
  function firstWrong(): "wrong" | null {
    asked.value = true;
    const first = wrong.peek()[0];
    if (first === undefined) return null;
    step.value = form.stepOf(first);
    return "wrong";
  }

  async function launch(): Promise<Refusal | "wrong" | null> {
    if (firstWrong() !== null) return "wrong";
    const refusal = await saver.save();
    const saved = draft.peek();
    if (refusal !== null) return firstWrong() ?? refusal;
    if (saved === null || theirs.peek() !== null) return "wrong";
    const staff = shell.staff.peek();
    const what = saved.approval || !staff || !mayLaunch(staff) ? "submit" : "schedule";
    const answer = await shell.send<T["draft"]>({
      method: "POST",
      path: `/api/v1/campaigns/${encodeURIComponent(saved.id)}/${what}`,
      key: shell.outside.id(),
      attemptsMax: ACT_ATTEMPTS_MAX,
    });
    if (answer.ok) saver.forget();
    return shell.refusalOf(answer);
  }

  return {
    shell,
    id,
    form,
    texts,
    checked,
    step,
    draft,
    saved: saver.saved,
    theirs,
    failure,
    gone,
    loading,
    faultySeen: computed(() =>
      new Set(asked.value ? form.steps : [...touched.value].map((name) => form.stepOf(name)))
    ),
    faulty: computed(() => new Set(wrong.value.map((name) => form.stepOf(name)))),
    load,
    launch,
    keepMine: saver.keepMine,
    takeTheirs: saver.takeTheirs,
    decideLater: saver.decideLater,
    start: () => {
      const stop = saver.start();
      void load();
      return stop;
    },
    set: (part, name) => {
      texts.value = { ...texts.peek(), ...part };
      touched.value = new Set([...touched.peek(), name]);
      saver.changed(name);
    },
    useTemplate: (template) => {
      texts.value = form.starting(shell.nowMs.peek(), template);
      touched.value = new Set();
      saver.changed(null);
    },
    go: (to) => void (step.value = to),
    faultOf: (name) => {
      const { faults, hindrances } = checked.value;
      const shown = asked.value || touched.value.has(name);
      const fault = faults.get(name) ?? (asked.value ? hindrances.get(name) : null) ?? null;
      return { fault: shown ? fault : null, refused: refused.value.get(name) ?? null };
    },
  };
}

/** Under which name this browser keeps a new form of a kind. */
export function newPlace(kind: Kind): string {
  return kind === "flash-sale" ? "new" : `new-${kind}`;
}
