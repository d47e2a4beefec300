import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { hrefOf } from "../route.ts";
import { Input } from "../ui/input.tsx";
import { mayLaunch } from "./action.ts";
import { LookStep, WorstCase } from "./look_step.tsx";
import { errorOf, fieldOf, type StepProps } from "./step_fields.ts";
import { STEPS } from "./steps.ts";
import { TEMPLATES } from "./templates.ts";
import { WhenStep } from "./when_step.tsx";
import { WhoStep } from "./who_step.tsx";

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

function launched(props: StepProps): void {
  const { model, builder } = props;
  const sale = model.draft.peek();
  if (sale === null) return;
  const text = launchLabel(props) === builder.submit ? builder.submitted : builder.scheduled;
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
      return <WhenStep {...props} />;
    case "who":
      return <WhoStep {...props} errorOf={(name) => errorOf(props, name)} />;
    case "look":
      return <LookStep {...props} />;
  }
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

function focusStep(): void {
  // After the next render, when the step is there.
  setTimeout(() => document.querySelector<HTMLElement>(".step h2")?.focus(), 0);
}

function focusFirstError(): void {
  setTimeout(() => document.querySelector<HTMLElement>("[aria-invalid='true']")?.focus(), 0);
}
