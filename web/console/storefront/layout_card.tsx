import type { BlockJson } from "../../shared/api_storefront.ts";
import { OrderButtons } from "../bank/order.tsx";
import { addText, moveBlock, removeText, showBlock, TEXT_BLOCKS_MAX } from "./content.ts";
import type { EditorProps } from "./storefront_page.tsx";
import type { StorefrontWords } from "./words.ts";

/** Which blocks are shown and in which order; what a unit above has fixed says so. */
export function LayoutCard({ editor, words }: EditorProps) {
  const content = editor.content.value;
  const locked = editor.locked.value;
  const own = content.blocks.filter((block) => !locked.has(block.id));
  const texts = own.filter((block) => block.kind === "text").length;
  return (
    <section class="card" aria-labelledby="layout-title">
      <h2 id="layout-title">{words.layout}</h2>
      <p class="quiet small">{words.layoutHint}</p>
      <ol class="blocks">
        {content.blocks.map((block) => {
          const index = own.indexOf(block);
          const lock = editor.draft.value.locked.find((one) => one.block.id === block.id);
          if (lock !== undefined) {
            return (
              <li key={block.id} class="locked">
                <strong>{blockName(block, words)}</strong>
                <span class="lock">{words.lockedBy(lock.unitName)}</span>
              </li>
            );
          }
          const name = blockName(block, words);
          return (
            <li key={block.id} class={block.hidden ? "off" : undefined}>
              <label class="check">
                <input
                  type="checkbox"
                  checked={!block.hidden}
                  aria-label={words.show(name)}
                  onChange={(event) => {
                    const shown = event.currentTarget.checked;
                    editor.edit((before) => showBlock(before, block.id, shown));
                  }}
                />
                <span>{name}</span>
              </label>
              {block.kind === "text" && (
                <button
                  type="button"
                  class="plain danger"
                  aria-label={`${words.removeText} ${name}`}
                  onClick={() =>
                    editor.edit((before) => removeText(before, { id: block.id, locked }))}
                >
                  {words.removeText}
                </button>
              )}
              <OrderButtons
                name={name}
                words={words}
                up={index > 0}
                down={index < own.length - 1}
                onMove={(step) =>
                  editor.edit((before) => moveBlock(before, { id: block.id, step, locked }))}
              />
            </li>
          );
        })}
      </ol>
      {texts < TEXT_BLOCKS_MAX && (
        <button
          type="button"
          class="button"
          onClick={() => editor.edit(addText)}
        >
          {words.addText}
        </button>
      )}
    </section>
  );
}

/** What a person calls a block. */
export function blockName(block: BlockJson, words: StorefrontWords): string {
  const kind = words.blocks[block.kind];
  if (block.kind !== "text") return kind;
  return block.title === "" ? `${kind} ${block.id.replace("text-", "")}` : block.title;
}
