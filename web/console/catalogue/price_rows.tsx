import { Field } from "../bank/field.tsx";
import type { FeeText, RateText } from "./product_form.ts";
import { errorOf, type FieldsetProps } from "./product_fieldset.tsx";

/** Fees, as many as there are. */
export function Fees(props: FieldsetProps) {
  const { form, words } = props;
  const fees = form.texts.value.fees;
  const put = (index: number, part: Partial<FeeText>, name: string) =>
    form.set({ fees: fees.map((one, at) => at === index ? { ...one, ...part } : one) }, name);
  return (
    <fieldset class="price-rows">
      <legend>{words.fields.fees}</legend>
      {fees.map((fee, index) => {
        const at = (name: string) => `fees.${index}.${name}`;
        const error = (name: string) => errorOf(props, at(name), at(name));
        return (
          <div class="price-row" key={index}>
            <Field
              name={at("name")}
              label={words.fee.name}
              error={error("name")}
              value={fee.name}
              onInput={(name) => put(index, { name }, at("name"))}
            />
            <Field
              name={at("fen")}
              label={words.fee.yuan}
              inputMode="decimal"
              error={error("fen")}
              value={fee.yuan}
              onInput={(yuan) => put(index, { yuan }, at("fen"))}
            />
            <Field
              name={at("note")}
              label={words.fee.note}
              error={error("note")}
              value={fee.note}
              onInput={(note) => put(index, { note }, at("note"))}
            />
            <button
              type="button"
              class="plain danger"
              aria-label={`${words.fee.remove} ${fee.name}`}
              onClick={() => form.set({ fees: fees.filter((_, other) => other !== index) }, "fees")}
            >
              {words.fee.remove}
            </button>
          </div>
        );
      })}
      <button
        type="button"
        class="button"
        onClick={() => form.set({ fees: [...fees, { name: "", yuan: "", note: "" }] }, "fees")}
      >
        {words.fee.add}
      </button>
    </fieldset>
  );
}

/** Rates, as many as there are. */
export function Rates(props: FieldsetProps) {
  const { form, words } = props;
  const rates = form.texts.value.rates;
  const put = (index: number, part: Partial<RateText>, name: string) =>
    form.set({ rates: rates.map((one, at) => at === index ? { ...one, ...part } : one) }, name);
  return (
    <fieldset class="price-rows">
      <legend>{words.fields.rates}</legend>
      {rates.map((rate, index) => {
        const at = (name: string) => `rates.${index}.${name}`;
        const error = (name: string) => errorOf(props, at(name), at(name));
        return (
          <div class="price-row rate" key={index}>
            <Field
              name={at("name")}
              label={words.rate.name}
              error={error("name")}
              value={rate.name}
              onInput={(name) => put(index, { name }, at("name"))}
            />
            <Field
              name={at("basisPoints")}
              label={words.rate.from}
              inputMode="decimal"
              error={error("basisPoints")}
              value={rate.from}
              onInput={(from) => put(index, { from }, at("basisPoints"))}
            />
            <Field
              name={at("toBasisPoints")}
              label={words.rate.to}
              inputMode="decimal"
              error={error("toBasisPoints")}
              value={rate.to}
              onInput={(to) => put(index, { to }, at("toBasisPoints"))}
            />
            <Field
              name={at("note")}
              label={words.rate.note}
              error={error("note")}
              value={rate.note}
              onInput={(note) => put(index, { note }, at("note"))}
            />
            <button
              type="button"
              class="plain danger"
              aria-label={`${words.rate.remove} ${rate.name}`}
              onClick={() =>
                form.set({ rates: rates.filter((_, other) => other !== index) }, "rates")}
            >
              {words.rate.remove}
            </button>
          </div>
        );
      })}
      <button
        type="button"
        class="button"
        onClick={() =>
          form.set({ rates: [...rates, { name: "", from: "", to: "", note: "" }] }, "rates")}
      >
        {words.rate.add}
      </button>
    </fieldset>
  );
}
