/** Fields of a product in five cards. */
import { Choice, Field } from "../bank/field.tsx";
import type { Form } from "../bank/form.ts";
import { KIT } from "../bank/words.ts";
import type { Shell } from "../shell.ts";
import { STOREFRONT } from "../storefront/words.ts";
import { ACTION_KINDS, CATEGORIES, type ProductFaults, type ProductTexts } from "./product_form.ts";
import { Fees, Rates } from "./price_rows.tsx";
import type { CatalogueWords } from "./words.ts";

/** What the parts of the form are given. */
export interface FieldsetProps {
  readonly shell: Shell;
  readonly form: Form<ProductTexts>;
  readonly faults: ProductFaults;
  readonly words: CatalogueWords;
}

type TextName = Exclude<keyof ProductTexts, "category" | "fees" | "rates" | "actionKind">;

export function ProductFieldset(props: FieldsetProps) {
  const { shell, form, words } = props;
  const texts = form.texts.value;
  const kit = KIT[shell.locale.value];
  const text = (name: TextName) => ({
    name,
    label: words.fields[name],
    error: errorOf(props, SERVER_NAMES[name] ?? name, name),
    value: texts[name],
    onInput: (value: string) => form.set({ [name]: value }, name),
  });
  const lines = { kind: "area", hint: kit.linesHint, rows: 4 } as const;
  const time = { kind: "datetime-local", hint: words.hints.valid } as const;
  return (
    <>
      <section class="card two" aria-label={words.basics}>
        <h2 class="wide">{words.basics}</h2>
        <Field {...text("name")} />
        <Field {...text("nameEn")} />
        <Field {...text("summary")} kind="area" rows={2} />
        <Field {...text("summaryEn")} kind="area" rows={2} />
        <Choice
          name="category"
          label={words.fields.category}
          value={texts.category}
          options={CATEGORIES.map((one) =>
            [one, STOREFRONT[shell.locale.value].categories[one]] as const
          )}
          onChange={(category) => form.set({ category })}
        />
      </section>
      <section class="card two" aria-label={words.details}>
        <h2 class="wide">{words.details}</h2>
        <Field {...text("features")} {...lines} />
        <Field {...text("steps")} {...lines} />
        <Field {...text("eligibility")} {...lines} />
        <Field {...text("documents")} {...lines} />
        <div class="wide">
          <Field {...text("notice")} kind="area" rows={2} />
        </div>
      </section>
      <section class="card stack" aria-label={words.prices}>
        <h2>{words.prices}</h2>
        <Fees {...props} />
        <Rates {...props} />
        <Field {...text("pricedOn")} kind="date" hint={words.hints.pricedOn} />
      </section>
      <section class="card two" aria-label={words.act}>
        <h2 class="wide">{words.act}</h2>
        <Choice
          name="actionKind"
          label={words.fields.actionKind}
          value={texts.actionKind}
          options={ACTION_KINDS.map((one) => [one, words.actions[one]] as const)}
          onChange={(actionKind) => form.set({ actionKind })}
        />
        <Field {...text("target")} hint={words.hints.target} />
        <Field {...text("label")} />
        <Field {...text("labelEn")} />
      </section>
      <section class="card two" aria-label={words.validity}>
        <h2 class="wide">{words.validity}</h2>
        <Field {...text("validFrom")} {...time} />
        <Field {...text("validTo")} {...time} />
        <Field {...text("position")} hint={words.hints.position} inputMode="numeric" />
      </section>
    </>
  );
}

/** Where the server's name of a field is another. */
const SERVER_NAMES: Readonly<Partial<Record<TextName, string>>> = {
  target: "action.target",
  label: "action.label",
  labelEn: "action.labelEn",
};

/** What is wrong with a field: here, or by the server's name for it. */
export function errorOf(
  { form, faults, words }: FieldsetProps,
  server: string,
  name: string,
): string | null {
  const fault = faults.get(name);
  return form.errorOf(name, fault === undefined ? undefined : words.faults[fault]) ??
    form.errorOf(server);
}
