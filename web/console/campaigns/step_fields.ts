/** What every step of the sale's builder is given, and the text fields of both builders. */
import type { ReadonlySignal } from "@preact/signals";
import type { Shell } from "../shell.ts";
import type { BuilderModel } from "./builder_model.ts";
import type { BuilderWords } from "./builder_words.ts";
import type { CommonTexts, FieldName, FormTypes } from "./form.ts";
import type { SaleBuilder } from "./sale_builder.ts";
import type { SaleTexts } from "./sale_form.ts";
import type { Words } from "./words.ts";

export interface StepProps {
  readonly model: SaleBuilder;
  readonly words: Words;
  readonly builder: BuilderWords;
}

/** What steps of both kinds of campaign need of the model. */
export interface CommonBuilder extends Pick<BuilderModel<FormTypes>, "faultOf"> {
  readonly shell: Shell;
  readonly texts: ReadonlySignal<CommonTexts>;
  set(part: Partial<CommonTexts>, name: FieldName): void;
}

type TextName = Exclude<keyof SaleTexts, "releases" | "newCustomersOnly" | "theme" | "grants">;

/** Everything that a text field of a sale needs. */
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
  { model, words }: { model: Pick<CommonBuilder, "faultOf">; words: Words },
  name: FieldName,
): string | null {
  const { fault, refused } = model.faultOf(name);
  return fault === null ? refused : words.form.faults[fault];
}
