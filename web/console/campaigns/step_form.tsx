import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import type { ThemeJson } from "../../shared/api.ts";
import { span } from "../../shared/format.ts";
import { fromLocalInput, toLocalInput } from "../../shared/format.ts";
import { hrefOf } from "../route.ts";
import { Input } from "../ui/input.tsx";
import { mayLaunch } from "./action.ts";
import type { BuilderModel } from "./builder_model.ts";
import type { BuilderWords } from "./builder_words.ts";
import { Releases } from "./releases.tsx";
import { type SaleTexts, worstCase } from "./sale_form.ts";
import { STEPS } from "./steps.ts";
import { TEMPLATES } from "./templates.ts";
import type { Fault, FieldName } from "./sale_form.ts";
import { WhoStep } from "./who_step.tsx";
import type { Words } from "./words.ts";

interface StepProps {
  readonly model: BuilderModel;
  readonly words: Words;
  readonly builder: BuilderWords;
}

const THEMES: readonly ThemeJson[] = ["field", "seal", "harvest"];
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const MINUTE_MS = 60_000;

/** The step that one is at; Enter goes on. */
export function StepForm(props: StepProps) {
  const { model, builder } = props;
  const busy = useSignal(false);
  const wrong = useSignal<string | null>(null);
  const step = model.step.value;
  const index = STEPS.indexOf(step);
  const nextStep = STEPS[index + 1];
  const previous = STEPS[index - 1];

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    if (nextStep !== undefined) {
      model.go(nextStep);
      focusStep();
      return;
    }
    if (busy.value) return;
    busy.value = true;
    const refusal = await model.launch();
    busy.value = false;
    if (refusal === "wrong") {
      wrong.value = props.words.form.fix;
      focusFirstError();
    } else if (refusal !== null) {
      wrong.value = refusal.fields[0]?.message ?? refusal.text ?? props.words.offline;
    } else launched(props);
  }

  return (
    <form class="card step" noValidate onSubmit={submit} aria-label={builder.steps[step]}>
      <h2 tabIndex={-1}>{builder.steps[step]}</h2>
      <p class="lead">{builder.leads[step]}</p>
      <div class="fields">
        <Fields {...props} />
      </div>
      <p class="error" role="alert">{wrong.value}</p>
      <div class="buttons">
        {previous !== undefined && (
          <button type="button" class="button" onClick={() => (model.go(previous), focusStep())}>
            {builder.previous}
          </button>
        )}
        <button type="submit" class="button brand" aria-disabled={busy.value}>
          {nextStep === undefined ? launchLabel(props) : builder.next}
        </button>
      </div>
    </form>
  );
}

function launchLabel({ model, builder }: StepProps): string {
  const staff = model.shell.staff.value;
  const direct = model.draft.value?.approval === false && staff && mayLaunch(staff);
  return direct ? builder.schedule : builder.submit;
}

function launched({ model, builder }: StepProps): void {
  const sale = model.draft.peek();
  if (sale === null) return;
  const text = sale.approval ? builder.submitted : builder.scheduled;
  model.shell.say({ tone: "good", text });
  model.shell.go(hrefOf("/campaigns/:id", { id: sale.id }));
}

function Fields(props: StepProps): ComponentChildren {
  switch (props.model.step.value) {
    case "what":
      return <What {...props} />;
    case "units":
      return <HowMany {...props} />;
    case "when":
      return <When {...props} />;
    case "who":
      return <WhoStep {...props} errorOf={(name) => errorOf(props, name)} />;
    case "look":
      return <Look {...props} />;
  }
}

type TextName = Exclude<keyof SaleTexts, "releases" | "newCustomersOnly" | "theme">;

/** Everything that a text field needs. */
function fieldOf({ model, words, builder }: StepProps, name: TextName) {
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

function What(props: StepProps) {
  const { model, builder } = props;
  const locale = model.shell.locale.value;
  return (
    <>
      {model.draft.value === null && (
        <fieldset class="templates wide">
          <legend>{builder.templates}</legend>
          {TEMPLATES.map((template) => (
            <button
              key={template.id}
              type="button"
              class="template"
              onClick={() => model.useTemplate(template.id)}
            >
              <strong>{template.name[locale]}</strong>
              <span>{template.about[locale]}</span>
            </button>
          ))}
        </fieldset>
      )}
      <div class="wide">
        <Input {...fieldOf(props, "title")} />
      </div>
      <div class="wide">
        <Input {...fieldOf(props, "product")} />
      </div>
      <Input {...fieldOf(props, "price")} inputMode="decimal" />
    </>
  );
}

function HowMany(props: StepProps) {
  return (
    <>
      <Input {...fieldOf(props, "units")} inputMode="numeric" />
      <Input {...fieldOf(props, "perCustomerMax")} inputMode="numeric" />
      <Input {...fieldOf(props, "perOrderMax")} inputMode="numeric" />
      <Input {...fieldOf(props, "holdSeconds")} inputMode="numeric" />
      <Input {...fieldOf(props, "expectedPeak")} inputMode="numeric" />
      <WorstCase {...props} />
    </>
  );
}

/** What the sale can bring and cost at most, in units and money. */
function WorstCase({ model, builder }: StepProps) {
  const worst = worstCase(model.texts.value);
  return (
    <div class="worst wide">
      <h3>{builder.worst}</h3>
      {worst === null
        ? <p class="quiet">{builder.worstUnknown}</p>
        : <ul>{builder.worstLines(worst).map((line) => <li key={line}>{line}</li>)}</ul>}
    </div>
  );
}

function When(props: StepProps) {
  const { model, words, builder } = props;
  const { startsAt, endsAt } = model.texts.value;
  const startsAtMs = fromLocalInput(startsAt);
  const lengthMs = (fromLocalInput(endsAt) ?? 0) - (startsAtMs ?? 0);
  const start = (ms: number) => {
    const endMs = ms + (lengthMs > 0 ? lengthMs : 2 * HOUR_MS);
    model.set({ startsAt: toLocalInput(ms), endsAt: toLocalInput(endMs) }, "startsAt");
  };
  return (
    <>
      <div>
        <Input {...fieldOf(props, "startsAt")} type="datetime-local" hint={words.form.china} />
        <Quick label={builder.startsIn}>
          {builder.quickStart.map(([label, minutes]) => (
            <button
              key={label}
              type="button"
              class="chip"
              onClick={() => start(quickStartMs(minutes, model.shell.nowMs.peek()))}
            >
              {label}
            </button>
          ))}
        </Quick>
      </div>
      <div>
        <Input {...fieldOf(props, "endsAt")} type="datetime-local" hint={words.form.china} />
        <Quick label={builder.lasts}>
          {builder.quickLength.map(([label, minutes]) => (
            <button
              key={label}
              type="button"
              class="chip"
              aria-pressed={lengthMs === minutes * MINUTE_MS}
              onClick={() => {
                if (startsAtMs === null) return;
                model.set({ endsAt: toLocalInput(startsAtMs + minutes * MINUTE_MS) }, "endsAt");
              }}
            >
              {label}
            </button>
          ))}
        </Quick>
      </div>
      <div class="wide">
        <Overlaps {...props} />
        <Releases model={model} words={words} />
      </div>
    </>
  );
}

function Quick({ label, children }: { label: string; children: ComponentChildren }) {
  return <p class="quick" role="group" aria-label={label}>{children}</p>;
}

/** Minutes from now; 0 is the next full hour, a negative number the next such hour of the day in China. */
export function quickStartMs(minutes: number, nowMs: number): number {
  if (minutes > 0) return Math.ceil((nowMs + minutes * MINUTE_MS) / MINUTE_MS) * MINUTE_MS;
  if (minutes === 0) return Math.ceil((nowMs + 1) / HOUR_MS) * HOUR_MS;
  const chinaMs = nowMs + 8 * HOUR_MS;
  const dayMs = Math.floor(chinaMs / DAY_MS) * DAY_MS - 8 * HOUR_MS;
  const atMs = dayMs - minutes * HOUR_MS;
  return atMs > nowMs ? atMs : atMs + DAY_MS;
}

function Overlaps({ model, builder }: StepProps) {
  const sales = model.overlaps.value;
  if (sales.length === 0) return <div role="status" />;
  const at = { nowMs: model.shell.nowMs.value, locale: model.shell.locale.value };
  return (
    <div class="note" role="status">
      <strong>{builder.overlapTitle}</strong>
      <ul>
        {sales.map((one) => {
          const times = { fromMs: Date.parse(one.startsAt), toMs: Date.parse(one.endsAt) };
          return (
            <li key={one.id}>
              <a href={hrefOf("/campaigns/:id", { id: one.id })} target="_blank">
                {builder.overlap(one.title, span(times, at))}
              </a>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function Look(props: StepProps) {
  const { model, words, builder } = props;
  const { title, product, price, units, startsAt, endsAt } = model.texts.value;
  const labels = words.form.labels;
  const rows = [
    [labels.title, title],
    [labels.product, product],
    [labels.price, price],
    [labels.units, units],
    [labels.startsAt, startsAt.replace("T", " ")],
    [labels.endsAt, endsAt.replace("T", " ")],
  ];
  return (
    <>
      <fieldset class="themes wide">
        <legend>{words.form.labels.theme}</legend>
        {THEMES.map((theme) => (
          <label key={theme} class={`theme in-${theme}`}>
            <input
              type="radio"
              name="theme"
              checked={model.texts.value.theme === theme}
              onChange={() => model.set({ theme }, "theme")}
            />
            {builder.themes[theme]}
          </label>
        ))}
      </fieldset>
      <div class="wide">
        <Input {...fieldOf(props, "note")} />
      </div>
      <dl class="details wide">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value || "–"}</dd>
          </div>
        ))}
      </dl>
      <WorstCase {...props} />
      <div class="wide">
        <Overlaps {...props} />
        {model.draft.value?.approval !== false && <p class="quiet">{builder.fourEyes}</p>}
      </div>
    </>
  );
}

function focusStep(): void {
  // After the next render, when the step is there.
  setTimeout(() => document.querySelector<HTMLElement>(".step h2")?.focus(), 0);
}

function focusFirstError(): void {
  setTimeout(() => document.querySelector<HTMLElement>("[aria-invalid='true']")?.focus(), 0);
}
