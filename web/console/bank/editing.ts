/** Editing one thing of the server that others may edit too: read, type, save, and what if they were first. */
import { type ReadonlySignal, signal } from "@preact/signals";
import type { Refusal, Shell } from "../shell.ts";
import { createForm, type Difference, differences, type Form } from "./form.ts";
import { KIT } from "./words.ts";

/** What is edited. */
export interface Versioned {
  readonly version: number;
}

export interface Editing<Thing extends Versioned, Texts extends object> {
  readonly form: Form<Texts>;
  /** What the form began from, or was last saved as. */
  readonly base: ReadonlySignal<Thing>;
  /** Somebody was first: both, side by side. Null: nobody was. */
  readonly conflict: ReadonlySignal<readonly Difference[] | null>;
  /** Saves what is typed; `write` null: something is wrong. Resolves to whether it was saved. */
  save(write: Write<Thing> | null): Promise<boolean>;
  /** What is typed stands over what somebody else saved. */
  keepMine(write: Write<Thing> | null): Promise<boolean>;
  takeTheirs(): void;
  goOn(): void;
  /** The thing was changed by another act of one's own, such as publishing: what is typed stays. */
  rebase(thing: Thing): void;
}

/** Sends the change made to `base`; answers what is there now, or why it was refused. */
export type Write<Thing> = (base: Thing) => Promise<Thing | Refusal>;

export interface EditingOptions<Thing, Texts> {
  readonly thing: Thing;
  readonly textsOf: (thing: Thing) => Texts;
  /** Reads what is there now. */
  readonly read: () => Promise<Thing | null>;
}

/** Starts editing. */
export function createEditing<Thing extends Versioned, Texts extends object>(
  shell: Shell,
  options: EditingOptions<Thing, Texts>,
): Editing<Thing, Texts> {
  const form = createForm(options.textsOf(options.thing));
  const base = signal(options.thing);
  const theirs = signal<Thing | null>(null);
  const conflict = signal<readonly Difference[] | null>(null);

  async function save(write: Write<Thing> | null): Promise<boolean> {
    const words = KIT[shell.locale.value];
    let saved: Thing | null = null;
    const refusal = await form.submit({
      fix: words.fix,
      offline: words.offline,
      send: write === null ? null : async () => {
        const answer = await write(base.value);
        if ("version" in answer) saved = answer;
        return "version" in answer ? null : answer;
      },
    });
    if (saved !== null) {
      base.value = saved;
      form.put(options.textsOf(saved));
      return true;
    }
    return refusal?.code === "stale" && await agrees();
  }

  /** Whether what others have saved says the same; else both stand side by side. */
  async function agrees(): Promise<boolean> {
    const present = await options.read();
    if (present === null) {
      shell.say({ tone: "bad", text: KIT[shell.locale.value].offline });
      return false;
    }
    const rows = differences(form.texts.value, options.textsOf(present));
    if (rows.length > 0) {
      theirs.value = present;
      conflict.value = rows;
      return false;
    }
    base.value = present;
    form.put(options.textsOf(present));
    return true;
  }

  return {
    form,
    base,
    conflict,
    save,
    keepMine: (write) => {
      if (theirs.value !== null) base.value = theirs.value;
      conflict.value = null;
      return save(write);
    },
    takeTheirs: () => {
      if (theirs.value === null) return;
      base.value = theirs.value;
      form.put(options.textsOf(theirs.value));
      conflict.value = null;
    },
    goOn: () => void (conflict.value = null),
    rebase: (thing) => void (base.value = thing),
  };
}
