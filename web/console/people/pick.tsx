import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { Field } from "../bank/field.tsx";
import { Listing } from "../bank/listing.tsx";
import { useRested } from "../bank/rested.ts";
import { KIT } from "../bank/words.ts";
import { useList } from "../resource.ts";
import type { Shell } from "../shell.ts";
import type { PeopleWords } from "./words.ts";

interface Named {
  readonly id: string;
  readonly name: string;
}

/** Searches on the server and takes one of what is found. */
export function Pick<Item extends Named>(
  { shell, words, name, label, hint, error, chosen, pathOf, fits, detail, onPick }: {
    shell: Shell;
    words: PeopleWords;
    name: string;
    label: string;
    hint: string;
    error?: string | null;
    chosen: Item | null;
    /** Where to search. */
    pathOf: (q: string) => string;
    /** Whether one may be taken. */
    fits?: (item: Item) => boolean;
    detail: (item: Item) => ComponentChildren;
    onPick: (item: Item) => void;
  },
) {
  const search = useSignal("");
  const asked = useRested(shell, search.value.trim());
  const list = useList<Item>(shell, pathOf(asked));
  return (
    <div class="pick">
      <Field
        name={name}
        kind="search"
        label={label}
        hint={chosen === null ? hint : `${words.staff.chosen}: ${chosen.name}`}
        error={error ?? null}
        value={search.value}
        onInput={(value) => search.value = value}
      />
      <Listing shell={shell} of={list} empty={<p>{KIT[shell.locale.value].nothingFound}</p>}>
        {(items) => (
          <ul class="offers">
            {items.filter((one) => fits?.(one) ?? true).map((one) => (
              <li key={one.id}>
                <span>
                  {one.name}
                  <small>{detail(one)}</small>
                </span>
                <button
                  type="button"
                  class="button small-button"
                  aria-pressed={chosen?.id === one.id}
                  aria-label={chosen?.id === one.id
                    ? `${words.staff.chosen} ${one.name}`
                    : words.staff.choose(one.name)}
                  onClick={() => onPick(one)}
                >
                  {chosen?.id === one.id ? `✓ ${words.staff.chosen}` : words.staff.take}
                </button>
              </li>
            ))}
          </ul>
        )}
      </Listing>
    </div>
  );
}
