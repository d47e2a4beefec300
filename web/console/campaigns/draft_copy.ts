/** A form as it stays in this browser, with the version of the draft that it was written against. */
import type { Shell } from "../shell.ts";
import { newTexts, type SaleTexts } from "./sale_form.ts";

export interface KeptForm {
  readonly texts: SaleTexts;
  /** Null: there was no draft yet. */
  readonly version: number | null;
}

/** Copies of one member of staff, by the draft's id or `new`. */
export interface DraftCopies {
  keep(id: string, form: KeptForm): void;
  read(id: string): KeptForm | null;
  forget(id: string): void;
}

/** Copies of whoever is signed in. */
export function createDraftCopies(shell: Shell): DraftCopies {
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
        const { texts, version } = JSON.parse(text) as KeptForm;
        return { version, texts: { ...newTexts(shell.nowMs.peek()), ...texts } };
      } catch {
        return null;
      }
    },
  };
}
