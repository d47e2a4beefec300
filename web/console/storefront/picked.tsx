import { OrderButtons } from "../bank/order.tsx";
import { choose, type Chosen, moveChosen } from "./content.ts";
import type { EditorProps } from "./storefront_page.tsx";

/** What is chosen, in its order. */
export function Picked(
  { editor, words, of, ids, none, nameOf, gone }: EditorProps & {
    of: Chosen;
    ids: readonly string[];
    none: string;
    /** Null while it is not known. */
    nameOf: (id: string) => string | null;
    /** Why customers do not see it; null: they do. */
    gone: (id: string) => string | null;
  },
) {
  if (ids.length === 0) return <p class="quiet">{none}</p>;
  return (
    <ol class="blocks long">
      {ids.map((id, index) => {
        const name = nameOf(id) ?? id;
        const missing = gone(id);
        return (
          <li key={id} class={missing === null ? undefined : "off"}>
            <span class="name">
              {name}
              {missing !== null && <small class="warn-text">{missing}</small>}
            </span>
            <button
              type="button"
              class="plain danger"
              aria-label={words.products.remove(name)}
              onClick={() => editor.edit((before) => choose(before, { of, id, on: false }))}
            >
              ×
            </button>
            <OrderButtons
              name={name}
              words={words}
              up={index > 0}
              down={index < ids.length - 1}
              onMove={(step) => editor.edit((before) => moveChosen(before, { of, id, step }))}
            />
          </li>
        );
      })}
    </ol>
  );
}
