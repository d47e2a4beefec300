import type { ComponentChildren } from "preact";
import { hrefOf } from "../route.ts";
import { clockSeconds, Empty, Failed, Skeleton } from "../ui/states.tsx";
import { Title } from "../ui/title.tsx";
import type { BuilderModel } from "./builder_model.ts";
import { type BuilderWords, builderWordsOf } from "./builder_words.ts";
import { Conflict, type ConflictText } from "./conflict.tsx";
import type { FormTypes } from "./form.ts";
import { StepForm } from "./step_form.tsx";
import { wordsOf } from "./words.ts";

/** What the frame says of one kind of campaign. */
export interface FrameWords<Step extends string> {
  readonly newTitle: string;
  readonly editTitle: string;
  readonly steps: Readonly<Record<Step, string>>;
  readonly leads: Readonly<Record<Step, string>>;
  readonly scheduled: string;
}

export interface FrameProps<T extends FormTypes> {
  readonly model: BuilderModel<T>;
  readonly frame: FrameWords<T["step"]>;
  /** How the comparison of two versions shows a field. */
  readonly conflict: ConflictText<T>;
  /** The fields of the step that one is at. */
  readonly children: ComponentChildren;
  readonly preview: ComponentChildren;
}

/** A campaign that is written, step by step, with the customer's phone beside it. */
export function BuilderFrame<T extends FormTypes>(props: FrameProps<T>) {
  const { model, frame } = props;
  const { shell } = model;
  const words = wordsOf(shell.locale.value);
  const builder = builderWordsOf(shell.locale.value);
  const back = { href: hrefOf("/campaigns"), label: words.back };
  if (model.gone.value) {
    const id = model.id ?? "";
    return (
      <Empty text={builder.gone}>
        <a class="button" href={hrefOf("/campaigns/:id", { id })}>{words.details}</a>
      </Empty>
    );
  }
  if (model.failure.value !== null && model.draft.value === null) {
    return <Failed shell={shell} refusal={model.failure.value} retry={model.load} />;
  }
  if (model.loading.value) return <Skeleton shell={shell} lines={8} />;
  const theirs = model.theirs.value;
  return (
    <>
      <Title
        title={model.draft.value === null ? frame.newTitle : frame.editTitle}
        back={back}
        under={<SavedLine model={model} words={builder} />}
      />
      <div class="builder">
        <div>
          <Steps model={model} words={builder} frame={frame} />
          <StepForm model={model} words={words} builder={builder} frame={frame}>
            {props.children}
          </StepForm>
        </div>
        {props.preview}
      </div>
      {theirs !== null && (
        <Conflict model={model} builder={builder} theirs={theirs} text={props.conflict} />
      )}
    </>
  );
}

function SavedLine<T extends FormTypes>(
  { model, words }: { model: BuilderModel<T>; words: BuilderWords },
) {
  const saved = model.saved.value;
  const text = () => {
    switch (saved.kind) {
      case "untouched":
        return "";
      case "local":
        return words.saved.local;
      case "saving":
        return words.saved.saving;
      case "saved":
        return words.saved.saved(clockSeconds(saved.atMs));
      case "failed":
        return words.saved.failed(saved.text ?? "");
    }
  };
  return <p class={`saved is-${saved.kind}`} role="status">{text()}</p>;
}

function Steps<T extends FormTypes>(
  { model, words, frame }: {
    model: BuilderModel<T>;
    words: BuilderWords;
    frame: FrameWords<T["step"]>;
  },
) {
  const { steps } = model.form;
  const wrong = model.faulty.value;
  const here = steps.indexOf(model.step.value);
  return (
    <ol class={`steps of-${steps.length}`} aria-label={words.stepsLabel}>
      {steps.map((step: T["step"], index) => {
        const faulty = wrong.has(step) && (index < here || model.faultySeen.value.has(step));
        const done = !wrong.has(step) && index < here;
        return (
          <li key={step}>
            <button
              type="button"
              class={faulty ? "wrong" : done ? "done" : ""}
              aria-current={step === model.step.value ? "step" : undefined}
              onClick={() => model.go(step)}
            >
              <i aria-hidden="true">{faulty ? "!" : done ? "✓" : index + 1}</i>
              {frame.steps[step]}
              {faulty && <span class="sr-only">{words.wrongStep}</span>}
            </button>
          </li>
        );
      })}
    </ol>
  );
}
