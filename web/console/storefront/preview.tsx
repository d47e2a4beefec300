import { useSignal } from "@preact/signals";
import { Check, Field } from "../bank/field.tsx";
import { previewHref } from "./content.ts";
import type { EditorProps } from "./storefront_page.tsx";

/** The draft in a phone, as any sort of customer. */
export function Preview({ editor, words }: EditorProps) {
  const tags = useSignal("");
  const unit = useSignal("");
  const isNew = useSignal(false);
  const href = previewHref(editor.draft.value.managerId, {
    tags: tags.value,
    isNew: isNew.value,
    unit: unit.value.trim(),
    saved: editor.saved.value,
  });
  return (
    <aside class="studio-preview" aria-labelledby="preview-title">
      <h2 id="preview-title">{words.preview.title}</h2>
      <iframe class="phone-frame" src={href} title={words.preview.frame} />
      <p class="quiet small">{words.preview.draft}</p>
      <fieldset class="card preview-as">
        <legend>{words.preview.as}</legend>
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
      </fieldset>
    </aside>
  );
}
