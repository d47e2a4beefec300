/** How a page is read: its language and the size of its letters. */
import { type ReadonlySignal, signal } from "@preact/signals";
import type { Locale } from "../shared/format.ts";

export interface Look {
  readonly locale: ReadonlySignal<Locale>;
  readonly elder: ReadonlySignal<boolean>;
  show(look: { locale?: Locale; elder?: boolean }): void;
}

/** Makes the look of one page. */
export function createLook(options: { locale: Locale; elder: boolean }): Look {
  const locale = signal(options.locale);
  const elder = signal(options.elder);
  return {
    locale,
    elder,
    show: (look) => {
      if (look.locale !== undefined) locale.value = look.locale;
      if (look.elder !== undefined) elder.value = look.elder;
    },
  };
}
