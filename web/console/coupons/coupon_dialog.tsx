import { useMemo } from "preact/hooks";
import type { UnitJson } from "../../shared/api_organisation.ts";
import type { Answer } from "../../shared/client.ts";
import type { CouponTemplateJson, CouponTemplateListJson } from "../../shared/api_wallet.ts";
import { Choice, Field, focusFirstError } from "../bank/field.tsx";
import { Conflict } from "../bank/conflict.tsx";
import { createEditing } from "../bank/editing.ts";
import { createForm, type Form, NO_ANSWER } from "../bank/form.ts";
import { searchPath } from "../bank/search.ts";
import { KIT } from "../bank/words.ts";
import { Pick } from "../people/pick.tsx";
import { PEOPLE } from "../people/words.ts";
import type { Shell } from "../shell.ts";
import { Dialog } from "../ui/dialog.tsx";
import { UnitName, unitName } from "../ui/names.tsx";
import {
  checkCoupon,
  type CouponFault,
  type CouponTexts,
  couponTexts,
  NEW_COUPON,
} from "./coupon_form.ts";
import type { CouponWords } from "./words.ts";

const PATH = "/api/v1/coupon-templates";
const TITLE_MAX = 40;
const NOTE_MAX = 200;

interface DialogProps {
  readonly shell: Shell;
  readonly words: CouponWords;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Writes a new template. */
export function NewCouponDialog({ shell, words, onClose, onDone }: DialogProps) {
  const kit = KIT[shell.locale.value];
  const form = useMemo(() => createForm(NEW_COUPON), []);
  const { request } = checkCoupon(form.texts.value);

  async function save(): Promise<void> {
    let done = false;
    await form.submit({
      fix: kit.fix,
      offline: kit.offline,
      send: request === null ? null : async () => {
        const answer = await shell.send({ method: "POST", path: PATH, body: request });
        done = answer.ok;
        return shell.refusalOf(answer);
      },
    });
    if (!done) return focusFirstError();
    shell.say({ tone: "good", text: words.created });
    onDone();
  }

  return (
    <Dialog title={words.add} kind="ask wide-ask" onClose={onClose}>
      <Sheet shell={shell} words={words} form={form} onSave={save} onClose={onClose} />
    </Dialog>
  );
}

/** Changes a template; what was issued before keeps the rules that it was issued by. */
export function CouponDialog(
  { shell, words, one, onClose, onDone }: DialogProps & { one: CouponTemplateJson },
) {
  const editing = useMemo(() =>
    createEditing(shell, {
      thing: one,
      textsOf: couponTexts,
      read: () => readTemplate(shell, one.id),
    }), [one.id]);
  const { form } = editing;
  const { request } = checkCoupon(form.texts.value);
  const sending = request === null ? null : async (base: CouponTemplateJson) => {
    const answer = await shell.send<CouponTemplateJson>({
      method: "PATCH",
      path: `${PATH}/${encodeURIComponent(one.id)}`,
      body: { ...request, version: base.version },
    });
    return answer.ok ? answer.value : shell.refusalOf(answer) ?? NO_ANSWER;
  };

  async function finish(saving: Promise<boolean>): Promise<void> {
    if (!await saving) return focusFirstError();
    shell.say({ tone: "good", text: words.saved });
    onDone();
  }

  const conflict = editing.conflict.value;
  if (conflict !== null) {
    return (
      <Conflict
        shell={shell}
        rows={conflict}
        labels={words.texts}
        onMine={() => void finish(editing.keepMine(sending))}
        onTheirs={editing.takeTheirs}
        onBack={editing.goOn}
      />
    );
  }
  return (
    <Dialog title={words.edit(one.title)} kind="ask wide-ask" onClose={onClose}>
      <Sheet
        shell={shell}
        words={words}
        form={form}
        onSave={() => finish(editing.save(sending))}
        onClose={onClose}
      />
    </Dialog>
  );
}

/** What is there now; a unit has few templates, so its list is the place to look. */
async function readTemplate(shell: Shell, id: string): Promise<CouponTemplateJson | null> {
  for (let after: string | null = ""; after !== null;) {
    const query = new URLSearchParams({ limit: "100" });
    if (after !== "") query.set("after", after);
    const answer: Answer<CouponTemplateListJson> = await shell.send<CouponTemplateListJson>({
      method: "GET",
      path: `${PATH}?${query}`,
    });
    if (!answer.ok) return null;
    const found = answer.value.items.find((one) => one.id === id);
    if (found !== undefined) return found;
    after = answer.value.next;
  }
  return null;
}

function Sheet(
  { shell, words, form, onSave, onClose }: {
    shell: Shell;
    words: CouponWords;
    form: Form<CouponTexts>;
    onSave: () => Promise<void>;
    onClose: () => void;
  },
) {
  const kit = KIT[shell.locale.value];
  const { faults } = checkCoupon(form.texts.value);
  return (
    <form
      class="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void onSave();
      }}
    >
      <div class="two">
        <Texts form={form} faults={faults} words={words} />
        <Validity form={form} faults={faults} words={words} />
      </div>
      <Units shell={shell} form={form} words={words} />
      <p class="error" role="alert">{form.general.value}</p>
      <div class="buttons">
        <button type="button" class="button" onClick={onClose}>{kit.cancel}</button>
        <button type="submit" class="button brand" aria-disabled={form.busy.value}>
          {kit.save}
        </button>
      </div>
    </form>
  );
}

interface PartProps {
  readonly form: Form<CouponTexts>;
  readonly faults: ReadonlyMap<string, CouponFault>;
  readonly words: CouponWords;
}

function errorOf({ form, faults, words }: PartProps, field: string): string | null {
  const fault = faults.get(field);
  return form.errorOf(field, fault === undefined ? undefined : words.faults[fault]);
}

function Texts(props: PartProps) {
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

function Validity(props: PartProps) {
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

function Units(
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
