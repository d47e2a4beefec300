/** What every step of the referral's builder is given, and its fields. */
import type { CouponTemplateJson } from "../../../shared/api_wallet.ts";
import { Input } from "../../ui/input.tsx";
import type { BuilderModel } from "../builder_model.ts";
import type { BuilderWords } from "../builder_words.ts";
import type { FieldName } from "../form.ts";
import { errorOf as sentenceOf } from "../step_fields.ts";
import type { Words } from "../words.ts";
import type { ReferralForm, ReferralTexts } from "./referral_form.ts";
import type { ReferralBuilderWords } from "./words.ts";

export interface ReferralStepProps {
  readonly model: BuilderModel<ReferralForm>;
  readonly words: Words;
  readonly builder: BuilderWords;
  readonly own: ReferralBuilderWords;
  /** Coupons to choose from; empty where there are none, or none can be read now. */
  readonly coupons: readonly CouponTemplateJson[];
}

/** Fields of one line of text. */
export type LineName = {
  [Name in keyof ReferralTexts]: string extends ReferralTexts[Name] ? Name : never;
}[keyof ReferralTexts];

/** Everything that a text field needs. */
export function fieldOf({ model, words, own }: ReferralStepProps, name: LineName) {
  return {
    name,
    label: own.labels[name] ?? name,
    hint: own.hints[name] ?? null,
    error: errorOf({ model, words }, name),
    value: model.texts.value[name],
    onInput: (value: string) => model.set({ [name]: value }, name),
  };
}

/** The sentence of what is wrong with a field: ours, or the server's. */
export function errorOf(
  props: Pick<ReferralStepProps, "model" | "words">,
  name: FieldName,
): string | null {
  return sentenceOf(props, name);
}

/** A number of people, days or rewards. */
export function NumberField(props: ReferralStepProps & { name: LineName }) {
  return <Input {...fieldOf(props, props.name)} inputMode="numeric" />;
}

/** A text of several lines, with its hint and error tied to it. */
export function Lines(
  { name, label, hint, error, value, rows, onInput }: {
    name: string;
    label: string;
    hint: string | null;
    error: string | null;
    value: string;
    rows: number;
    onInput: (value: string) => void;
  },
) {
  const id = `field-${name}`;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <textarea
        id={id}
        name={name}
        rows={rows}
        value={value}
        aria-invalid={error !== null}
        aria-describedby={`${id}-note`}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
      <span class={error === null ? "hint" : "error"} id={`${id}-note`}>{error ?? hint}</span>
    </div>
  );
}
