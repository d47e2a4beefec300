/** What every step of the builder is given, and its text fields. */
import type { BuilderModel } from "./builder_model.ts";
import type { BuilderWords } from "./builder_words.ts";
import type { Fault, FieldName, SaleTexts } from "./sale_form.ts";
import type { Words } from "./words.ts";

export interface StepProps {
  readonly model: BuilderModel;
  readonly words: Words;
  readonly builder: BuilderWords;
}

type TextName = Exclude<keyof SaleTexts, "releases" | "newCustomersOnly" | "theme">;

/** Everything that a text field needs. */
export function fieldOf({ model, words, builder }: StepProps, name: TextName) {
  return {
    name,
    label: words.form.labels[name] ?? builder.labels.orgUnitIds,
    hint: words.form.hints[name] ?? null,
    error: errorOf({ model, words }, name),
    value: model.texts.value[name],
    onInput: (value: string) => model.set({ [name]: value }, name),
  };
}

/** The sentence of what is wrong with a field: ours, or the server's. */
export function errorOf(
  { model, words }: { model: BuilderModel; words: Words },
  name: FieldName,
): string | null {
  const { fault, refused } = model.faultOf(name);
  if (fault === null) return refused;
  // The form's own faults are the keys of its sentences.
  return words.form.faults[fault as Fault];
}
