import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { hrefOf } from "../route.ts";
import { mayLaunch } from "./action.ts";
import type { FrameWords } from "./builder_frame.tsx";
import type { BuilderModel } from "./builder_model.ts";
import type { BuilderWords } from "./builder_words.ts";
import type { FormTypes } from "./form.ts";
import type { Words } from "./words.ts";

interface StepFormProps<T extends FormTypes> {
  readonly model: BuilderModel<T>;
  readonly words: Words;
  readonly builder: BuilderWords;
  readonly frame: FrameWords<T["step"]>;
  readonly children: ComponentChildren;
}

/** The step that one is at; Enter goes on. */
export function StepForm<T extends FormTypes>(props: StepFormProps<T>) {
  const { model, builder, frame } = props;
  const { steps } = model.form;
  const busy = useSignal(false);
  const wrong = useSignal<string | null>(null);
  const step: T["step"] = model.step.value;
  const index = steps.indexOf(step);
  const nextStep = steps[index + 1];
  const previous = steps[index - 1];

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
    <form class="card step" noValidate onSubmit={submit} aria-label={frame.steps[step]}>
      <h2 tabIndex={-1}>{frame.steps[step]}</h2>
      <p class="lead">{frame.leads[step]}</p>
      <div class="fields">
        {props.children}
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

function launchLabel<T extends FormTypes>({ model, builder }: StepFormProps<T>): string {
  const staff = model.shell.staff.value;
  const direct = model.draft.value?.approval === false && staff && mayLaunch(staff);
  return direct ? builder.schedule : builder.submit;
}

function launched<T extends FormTypes>(props: StepFormProps<T>): void {
  const { model, builder, frame } = props;
  const draft = model.draft.peek();
  if (draft === null) return;
  const text = launchLabel(props) === builder.submit ? builder.submitted : frame.scheduled;
  model.shell.say({ tone: "good", text });
  model.shell.go(hrefOf("/campaigns/:id", { id: draft.id }));
}

function focusStep(): void {
  // After the next render, when the step is there.
  setTimeout(() => document.querySelector<HTMLElement>(".step h2")?.focus(), 0);
}

function focusFirstError(): void {
  setTimeout(() => document.querySelector<HTMLElement>("[aria-invalid='true']")?.focus(), 0);
}
