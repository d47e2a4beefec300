/** A form as a model: what is typed, what was touched, what the server refused. */
import { type ReadonlySignal, signal } from "@preact/signals";
import type { Refusal } from "../shell.ts";

export interface Form<Texts> {
  readonly texts: ReadonlySignal<Texts>;
  readonly busy: ReadonlySignal<boolean>;
  /** What is wrong with all of it. */
  readonly general: ReadonlySignal<string | null>;
  /** Whether something was typed since it was last put. */
  readonly dirty: ReadonlySignal<boolean>;
  /** Takes what was typed in one field. */
  set(part: Partial<Texts>, field?: string): void;
  /** Starts again from `texts`. */
  put(texts: Texts): void;
  /** What to say at a field: its fault once it was touched or sent, else what the server said of it. */
  errorOf(field: string, fault?: string | undefined): string | null;
  /**
   * Sends, once at a time, where nothing is wrong; keeps what the server refused. `send` null: something is wrong.
   * Resolves to the refusal, null when done or not sent.
   */
  submit(options: SubmitOptions): Promise<Refusal | null>;
}

export interface SubmitOptions {
  readonly send: (() => Promise<Refusal | null>) | null;
  /** Said where fields are wrong. */
  readonly fix: string;
  /** Said where nobody answered. */
  readonly offline: string;
}

/** Makes a form. */
export function createForm<Texts>(initial: Texts): Form<Texts> {
  const texts = signal(initial);
  const busy = signal(false);
  const general = signal<string | null>(null);
  const dirty = signal(false);
  const touched = signal<ReadonlySet<string>>(new Set());
  const sent = signal(false);
  const refused = signal<ReadonlyMap<string, string>>(new Map());
  return {
    texts,
    busy,
    general,
    dirty,
    set: (part, field) => {
      texts.value = { ...texts.value, ...part };
      dirty.value = true;
      const name = field ?? Object.keys(part)[0] ?? "";
      touched.value = new Set([...touched.value, name]);
      refused.value = new Map([...refused.value].filter(([at]) => at !== name));
    },
    put: (next) => {
      texts.value = next;
      dirty.value = false;
      general.value = null;
      touched.value = new Set();
      sent.value = false;
      refused.value = new Map();
    },
    errorOf: (field, fault) => {
      const shown = sent.value || touched.value.has(field);
      return (shown ? fault : undefined) ?? refused.value.get(field) ?? null;
    },
    submit: async ({ send, fix, offline }) => {
      sent.value = true;
      general.value = send === null ? fix : null;
      if (send === null || busy.value) return null;
      busy.value = true;
      const refusal = await send();
      busy.value = false;
      if (refusal === null) {
        dirty.value = false;
        sent.value = false;
        touched.value = new Set();
        return null;
      }
      refused.value = new Map(refusal.fields.map((one) => [one.field, one.message]));
      if (refusal.code !== "stale") general.value = refusal.text ?? offline;
      return refusal;
    },
  };
}

/** What there is to say where an answer could not be read. */
export const NO_ANSWER: Refusal = { code: "unreadable", text: null, fields: [], problem: null };

/** One field that two people have changed differently. */
export interface Difference {
  readonly name: string;
  readonly mine: string;
  readonly theirs: string;
}

/** The fields that differ, as text. */
export function differences<Texts extends object>(
  mine: Texts,
  theirs: Texts,
): readonly Difference[] {
  const before = new Map<string, unknown>(Object.entries(theirs));
  return Object.entries(mine).flatMap(([name, value]) => {
    const [left, right] = [textOf(value), textOf(before.get(name))];
    return left === right ? [] : [{ name, mine: left, theirs: right }];
  });
}

/** The fields of `next` that are not as in `before`: what a PATCH carries. */
export function changed<Fields extends object>(next: Fields, before: Fields): Partial<Fields> {
  const old = new Map<string, unknown>(Object.entries(before));
  const parts = Object.entries(next).filter(([name, value]) =>
    JSON.stringify(value) !== JSON.stringify(old.get(name))
  );
  // Object.entries forgets the type that it came from.
  return Object.fromEntries(parts) as Partial<Fields>;
}

function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return value.map(textOf).join("\n");
  if (typeof value === "object" && value !== null) {
    return Object.values(value).map(textOf).filter((part) => part !== "").join(" · ");
  }
  return value === null || value === undefined ? "" : String(value);
}
