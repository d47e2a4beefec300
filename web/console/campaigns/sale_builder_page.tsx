import type { ComponentChildren } from "preact";
import { useEffect, useMemo } from "preact/hooks";
import type { CouponTemplateJson } from "../../shared/api_wallet.ts";
import { useList } from "../resource.ts";
import { Input } from "../ui/input.tsx";
import type { Shell } from "../shell.ts";
import { BuilderFrame } from "./builder_frame.tsx";
import type { BuilderOptions } from "./builder_model.ts";
import { builderWordsOf } from "./builder_words.ts";
import type { ConflictText } from "./conflict.tsx";
import { LookStep, WorstCase } from "./look_step.tsx";
import { Preview } from "./preview.tsx";
import { referralWordsOf } from "./referral/words.ts";
import { COUPONS_PATH, RewardEditor } from "./reward_editor.tsx";
import { createSaleBuilder, type SaleForm } from "./sale_builder.ts";
import { errorOf, fieldOf, type StepProps } from "./step_fields.ts";
import { TEMPLATES } from "./templates.ts";
import { WhenStep } from "./when_step.tsx";
import { WhoStep } from "./who_step.tsx";
import { wordsOf } from "./words.ts";

/** Writes a new sale or changes a draft. */
export function SaleBuilderPage({ shell, options }: { shell: Shell; options: BuilderOptions }) {
  const words = wordsOf(shell.locale.value);
  const builder = builderWordsOf(shell.locale.value);
  const model = useMemo(() => createSaleBuilder(shell, options), []);
  useEffect(() => model.start(), []);
  const props = { model, words, builder };
  return (
    <BuilderFrame
      model={model}
      frame={builder}
      conflict={conflictOf(props)}
      preview={<Preview model={model} words={builder} />}
    >
      <Fields {...props} />
    </BuilderFrame>
  );
}

function conflictOf(
  { words, builder }: Pick<StepProps, "words" | "builder">,
): ConflictText<SaleForm> {
  return {
    labelOf: (name) => words.form.labels[name] ?? name,
    show: (texts, name) => {
      const value = texts[name];
      if (typeof value === "boolean") return value ? builder.yes : builder.no;
      if (typeof value === "string") return value.replace("T", " ");
      if ("kind" in value) return value.kind === "none" ? "" : `${value.ref} ${value.amount}`;
      return value.map((one) => `${one.at.replace("T", " ")} · ${one.units}`).join("; ");
    },
  };
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
  const coupons = useList<CouponTemplateJson>(model.shell, COUPONS_PATH);
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
      <div class="wide">
        <RewardEditor
          own={referralWordsOf(locale)}
          coupons={coupons.items.value ?? []}
          errorOf={(name) => errorOf(props, name)}
          name="grants"
          legend={props.words.form.labels.grants ?? ""}
          value={model.texts.value.grants}
          optional
          onChange={(grants, part) => model.set({ grants }, part)}
        />
      </div>
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
