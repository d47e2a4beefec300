/** A form as it stays in this browser, with the version of the draft that it was written against. */
import type { Shell } from "../shell.ts";

export interface KeptForm<Texts> {
  readonly texts: Texts;
  /** Null: there was no draft yet. */
  readonly version: number | null;
}

/** Copies of one member of staff, by the draft's id or `new`. */
export interface DraftCopies<Texts> {
  keep(id: string, form: KeptForm<Texts>): void;
  read(id: string): KeptForm<Texts> | null;
  forget(id: string): void;
}

/** Copies of whoever is signed in; `fresh` is a form with nothing typed. */
export function createDraftCopies<Texts extends object>(
  shell: Shell,
  fresh: () => Texts,
): DraftCopies<Texts> {
  const { memory } = shell;
  const staff = shell.staff.peek()?.id ?? "";
  const nameOf = (id: string) => `draft.${staff}.${id}`;
  return {
    keep: (id, form) => memory.set(nameOf(id), JSON.stringify(form)),
    forget: (id) => memory.set(nameOf(id), null),
    read: (id) => {
      const text = memory.get(nameOf(id));
      if (text === null) return null;
      try {
        // What `keep` wrote; a form of an earlier release gets today's defaults.
        const { texts, version } = JSON.parse(text) as KeptForm<Texts>;
        return { version, texts: { ...fresh(), ...texts } };
      } catch {
        return null;
      }
    },
  };
}
