import { useSignal } from "@preact/signals";
import type { StaffCampaignJson } from "../shared/api.ts";
import type { ConsoleModel } from "./model.ts";
import { hashOf } from "./place.ts";
import { Input } from "./input.tsx";
import { check, fieldOf, newTexts, type SaleTexts, textsOf } from "./sale_form.ts";
import type { Words } from "./words.ts";

/** Writes a new sale or changes a draft. Fields validate as one types, and nothing typed is lost. */
export function SaleEditor(
  { model, words, draft }: {
    model: ConsoleModel;
    words: Words;
    draft: StaffCampaignJson | null;
  },
) {
  const place = draft?.id ?? "new";
  const texts = useSignal<SaleTexts>(
    model.kept.get(place) ?? (draft === null ? newTexts(model.nowMs.value) : textsOf(draft)),
  );
  const touched = useSignal<ReadonlySet<string>>(new Set());
  const submitted = useSignal(false);
  const refused = useSignal<ReadonlyMap<string, string>>(new Map());
  const general = useSignal<string | null>(null);
  const busy = useSignal(false);
  const form = words.form;
  const { faults, request } = check(texts.value, model.nowMs.value);

  function set(part: Partial<SaleTexts>, name: string): void {
    texts.value = { ...texts.value, ...part };
    model.kept.set(place, texts.value);
    touched.value = new Set([...touched.value, name]);
    refused.value = new Map([...refused.value].filter(([field]) => field !== name));
  }

  function errorOf(name: string): string | null {
    const fault = faults.get(name);
    if (fault !== undefined && (submitted.value || touched.value.has(name))) {
      return form.faults[fault];
    }
    return refused.value.get(name) ?? null;
  }

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    submitted.value = true;
    general.value = request === null ? form.fix : null;
    if (request === null || busy.value) return focusFirstError();
    busy.value = true;
    const refusal = await model.save(request, draft?.id ?? null);
    busy.value = false;
    if (refusal === null) {
      model.kept.delete(place);
      model.say({ tone: "good", text: draft === null ? words.done.created : words.done.saved });
      return;
    }
    general.value = refusal.text ?? words.offline;
    refused.value = new Map(refusal.fields.map((one) => [fieldOf(one.field), one.message]));
    focusFirstError();
  }

  const field = (name: Exclude<keyof SaleTexts, "releases" | "newCustomersOnly">) => ({
    name,
    label: form.labels[name] ?? name,
    hint: form.hints[name] ?? null,
    error: errorOf(name),
    value: texts.value[name],
    onInput: (value: string) => set({ [name]: value }, name),
  });

  return (
    <>
      <header class="title">
        <h1 tabIndex={-1}>{draft === null ? form.title : form.edit}</h1>
      </header>
      <form class="card editor" noValidate onSubmit={submit}>
        <div class="wide">
          <Input {...field("title")} autofocus />
        </div>
        <div class="wide">
          <Input {...field("product")} />
        </div>
        <Input {...field("price")} inputMode="decimal" />
        <Input {...field("units")} inputMode="numeric" />
        <Input {...field("startsAt")} type="datetime-local" hint={form.china} />
        <Input {...field("endsAt")} type="datetime-local" hint={form.china} />
        <Input {...field("perCustomerMax")} inputMode="numeric" />
        <Input {...field("perOrderMax")} inputMode="numeric" />
        <Input {...field("holdSeconds")} inputMode="numeric" />
        <Input {...field("expectedPeak")} inputMode="numeric" />
        <details class="wide" open={texts.value.releases.length > 0}>
          <summary>{form.more}</summary>
          <div class="more">
            <label class="check">
              <input
                type="checkbox"
                checked={texts.value.newCustomersOnly}
                onChange={(event) =>
                  set({ newCustomersOnly: event.currentTarget.checked }, "newCustomersOnly")}
              />
              {form.labels.newCustomersOnly}
            </label>
            <Input {...field("tags")} />
            <Releases texts={texts.value} words={words} set={set} errorOf={errorOf} />
          </div>
        </details>
        <p class="error wide" role="alert">{general.value}</p>
        <div class="wide buttons">
          <button type="submit" class="button brand" aria-disabled={busy.value}>
            {draft === null ? form.create : form.save}
          </button>
          <a
            class="button"
            href={hashOf(draft === null ? { kind: "list" } : { kind: "sale", id: draft.id })}
          >
            {words.ask.cancel}
          </a>
        </div>
      </form>
    </>
  );
}

function Releases(
  { texts, words, set, errorOf }: {
    texts: SaleTexts;
    words: Words;
    set: (part: Partial<SaleTexts>, name: string) => void;
    errorOf: (name: string) => string | null;
  },
) {
  const form = words.form;
  const rows = texts.releases;
  const change = (index: number, part: { at?: string; units?: string }, name: string) =>
    set({ releases: rows.map((row, at) => at === index ? { ...row, ...part } : row) }, name);
  return (
    <fieldset class="releases">
      <legend>{form.labels.releases}</legend>
      <p class="hint">{form.hints.releases}</p>
      {rows.map((row, index) => (
        <div class="release" key={index}>
          <Input
            name={`releases.${index}.at`}
            label={form.labels.releaseAt ?? ""}
            hint={null}
            type="datetime-local"
            value={row.at}
            error={errorOf(`releases.${index}.at`)}
            onInput={(at) => change(index, { at }, `releases.${index}.at`)}
          />
          <Input
            name={`releases.${index}.units`}
            label={form.labels.releaseUnits ?? ""}
            hint={null}
            inputMode="numeric"
            value={row.units}
            error={errorOf(`releases.${index}.units`)}
            onInput={(units) => change(index, { units }, `releases.${index}.units`)}
          />
          <button
            type="button"
            class="button danger"
            onClick={() => set({ releases: rows.filter((_, at) => at !== index) }, "releases")}
          >
            {form.removeRelease}
          </button>
        </div>
      ))}
      <button
        type="button"
        class="button"
        onClick={() => set({ releases: [...rows, { at: texts.endsAt, units: "" }] }, "releases")}
      >
        {form.addRelease}
      </button>
    </fieldset>
  );
}

function focusFirstError(): void {
  // After the next render, when the fields are marked.
  setTimeout(() => document.querySelector<HTMLElement>("[aria-invalid='true']")?.focus(), 0);
}
