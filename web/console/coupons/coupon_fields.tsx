/** Fields of a coupon template. */
import type { UnitJson } from "../../shared/api_organisation.ts";
import { Choice, Field } from "../bank/field.tsx";
import type { Form } from "../bank/form.ts";
import { searchPath } from "../bank/search.ts";
import { Pick } from "../people/pick.tsx";
import { PEOPLE } from "../people/words.ts";
import type { Shell } from "../shell.ts";
import { UnitName, unitName } from "../ui/names.tsx";
import type { CouponFault, CouponTexts } from "./coupon_form.ts";
import type { CouponWords } from "./words.ts";

const TITLE_MAX = 40;
const NOTE_MAX = 200;

interface PartProps {
  readonly form: Form<CouponTexts>;
  readonly faults: ReadonlyMap<string, CouponFault>;
  readonly words: CouponWords;
}

function errorOf({ form, faults, words }: PartProps, field: string): string | null {
  const fault = faults.get(field);
  return form.errorOf(field, fault === undefined ? undefined : words.faults[fault]);
}

/** What it is and what it is worth. */
export function TextFields(props: PartProps) {
  const { form, words } = props;
  const texts = form.texts.value;
  return (
    <>
      <Field
        name="title"
        label={words.fields.title}
        hint={words.hints.title}
        error={errorOf(props, "title")}
        value={texts.title}
        maxLength={TITLE_MAX}
        onInput={(title) => form.set({ title })}
      />
      <Field
        name="note"
        label={words.fields.note}
        hint={words.hints.note}
        error={errorOf(props, "note")}
        value={texts.note}
        maxLength={NOTE_MAX}
        onInput={(note) => form.set({ note })}
      />
      <Field
        name="amountFen"
        inputMode="decimal"
        label={words.fields.amountFen}
        error={errorOf(props, "amountFen")}
        value={texts.amount}
        onInput={(amount) => form.set({ amount }, "amountFen")}
      />
      <Field
        name="minimumFen"
        inputMode="decimal"
        label={words.fields.minimumFen}
        hint={words.hints.minimum}
        error={errorOf(props, "minimumFen")}
        value={texts.minimum}
        onInput={(minimum) => form.set({ minimum }, "minimumFen")}
      />
    </>
  );
}

/** Until when. */
export function ValidityFields(props: PartProps) {
  const { form, words } = props;
  const texts = form.texts.value;
  return (
    <>
      <Choice
        name="validity"
        label={words.fields.validity}
        value={texts.validity}
        options={[["days", words.kinds.days] as const, ["dates", words.kinds.dates] as const]}
        onChange={(validity) => form.set({ validity })}
      />
      {texts.validity === "days"
        ? (
          <Field
            name="validity.days"
            inputMode="numeric"
            label={words.fields.days}
            error={errorOf(props, "validity.days")}
            value={texts.days}
            onInput={(days) => form.set({ days }, "validity.days")}
          />
        )
        : (
          <div class="two">
            <Field
              name="validity.from"
              kind="date"
              label={words.fields.from}
              error={errorOf(props, "validity.from")}
              value={texts.from}
              onInput={(from) => form.set({ from }, "validity.from")}
            />
            <Field
              name="validity.until"
              kind="date"
              label={words.fields.until}
              error={errorOf(props, "validity.until")}
              value={texts.until}
              onInput={(until) => form.set({ until }, "validity.until")}
            />
          </div>
        )}
    </>
  );
}

/** Where it is redeemed. */
export function UnitFields(
  { shell, form, words }: { shell: Shell; form: Form<CouponTexts>; words: CouponWords },
) {
  const { units } = form.texts.value;
  const people = PEOPLE[shell.locale.value];
  return (
    <div class="stack">
      {units.length > 0 && (
        <ul class="chips">
          {units.map((id) => (
            <li key={id}>
              <button
                type="button"
                class="chip"
                aria-label={words.drop(unitName(shell, id))}
                onClick={() => form.set({ units: units.filter((one) => one !== id) })}
              >
                <UnitName shell={shell} id={id} /> ×
              </button>
            </li>
          ))}
        </ul>
      )}
      <Pick<UnitJson>
        shell={shell}
        words={people}
        name="units"
        label={words.fields.units}
        hint={words.hints.units}
        error={unitsError(form)}
        chosen={null}
        pathOf={(q) => searchPath("/api/v1/units", { q, limit: "4" })}
        fits={(unit) => !units.includes(unit.id)}
        detail={(unit) => people.kinds[unit.kind]}
        onPick={(unit) => form.set({ units: [...units, unit.id] })}
      />
    </div>
  );
}

/** The server names the unit that is wrong by its place in the list. */
function unitsError(form: Form<CouponTexts>): string | null {
  const { units } = form.texts.value;
  const wrong = units.map((_, at) => form.errorOf(`units.${at}`)).find((one) => one !== null);
  return wrong ?? form.errorOf("units");
}
