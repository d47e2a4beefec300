import { useSignal } from "@preact/signals";
import { Check, Field } from "../bank/field.tsx";
import { useRested } from "../bank/rested.ts";
import { previewHref } from "./content.ts";
import type { EditorProps } from "./storefront_page.tsx";

/** The draft in a phone, as any sort of customer. */
export function Preview({ shell, editor, words }: EditorProps) {
  const tags = useSignal("");
  const unit = useSignal("");
  const isNew = useSignal(false);
  const rested = useRested(shell, `${tags.value}\n${unit.value.trim()}`);
  const [restedTags = "", restedUnit = ""] = rested.split("\n");
  const href = previewHref(editor.draft.value.managerId, {
    tags: restedTags,
    isNew: isNew.value,
    unit: restedUnit,
    saved: editor.saved.value,
  });
  return (
    <aside class="studio-preview" aria-labelledby="preview-title">
      <h2 id="preview-title">{words.preview.title}</h2>
      <iframe class="phone-frame" src={href} title={words.preview.frame} />
      <p class="quiet small">{words.preview.draft}</p>
      <div class="card preview-as" role="group" aria-labelledby="preview-as">
        <h3 id="preview-as">{words.preview.as}</h3>
        <Field
          name="preview-tags"
          label={words.preview.tags}
          hint={words.rules.tagsHint}
          value={tags.value}
          onInput={(value) => tags.value = value}
        />
        <Field
          name="preview-unit"
          label={words.preview.unit}
          hint={words.preview.unitHint}
          value={unit.value}
          onInput={(value) => unit.value = value}
        />
        <Check
          label={words.preview.isNew}
          checked={isNew.value}
          onChange={(checked) => isNew.value = checked}
        />
      </div>
    </aside>
  );
}
