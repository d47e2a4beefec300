import { useEffect, useMemo } from "preact/hooks";
import type { PageProps } from "../page_table.ts";
import { hrefOf } from "../route.ts";
import { clockSeconds, Empty, Failed, Skeleton } from "../ui/states.tsx";
import { Title } from "../ui/title.tsx";
import { type BuilderModel, createBuilderModel } from "./builder_model.ts";
import { type BuilderWords, builderWordsOf } from "./builder_words.ts";
import { Conflict } from "./conflict.tsx";
import { Preview } from "./preview.tsx";
import { faultySteps, STEPS } from "./steps.ts";
import { StepForm } from "./step_form.tsx";
import { wordsOf } from "./words.ts";

/** Writes a new sale or changes a draft, step by step, with the customer's phone beside it. */
export function BuilderPage({ shell, params, query }: PageProps) {
  const words = wordsOf(shell.locale.value);
  const builder = builderWordsOf(shell.locale.value);
  const model = useMemo(
    () => createBuilderModel(shell, { id: params.id ?? null, clone: query.get("clone") }),
    [],
  );
  useEffect(() => model.start(), []);
  const back = { href: hrefOf("/campaigns"), label: words.back };
  if (model.gone.value) {
    const id = params.id ?? "";
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
  const isNew = model.draft.value === null;
  return (
    <>
      <Title
        title={isNew ? builder.newTitle : builder.editTitle}
        back={back}
        under={<SavedLine model={model} words={builder} />}
      />
      <div class="builder">
        <div>
          <Steps model={model} words={builder} />
          <StepForm model={model} words={words} builder={builder} />
        </div>
        <Preview model={model} words={builder} />
      </div>
      {model.theirs.value !== null && (
        <Conflict model={model} words={words} builder={builder} theirs={model.theirs.value} />
      )}
    </>
  );
}

function SavedLine({ model, words }: { model: BuilderModel; words: BuilderWords }) {
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

function Steps({ model, words }: { model: BuilderModel; words: BuilderWords }) {
  const wrong = faultySteps(model.checked.value.faults.keys());
  const here = STEPS.indexOf(model.step.value);
  return (
    <ol class="steps" aria-label={words.stepsLabel}>
      {STEPS.map((step, index) => {
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
              {words.steps[step]}
              {faulty && <span class="sr-only">{words.wrongStep}</span>}
            </button>
          </li>
        );
      })}
    </ol>
  );
}
