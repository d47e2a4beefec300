import type { ThemeJson } from "../../shared/api.ts";
import { Input } from "../ui/input.tsx";
import type { BuilderWords } from "./builder_words.ts";
import { worstCase } from "./sale_form.ts";
import { type CommonBuilder, fieldOf, type StepProps } from "./step_fields.ts";
import { Overlaps } from "./when_step.tsx";

const THEMES: readonly ThemeJson[] = ["field", "seal", "harvest"];

/** What customers see, and what the sale can cost, before it is handed in. */
export function LookStep(props: StepProps) {
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
      <Themes model={model} legend={labels.theme ?? ""} names={builder.themes} />
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

/** The colours of a campaign's page. */
export function Themes(
  { model, legend, names }: {
    model: CommonBuilder;
    legend: string;
    names: BuilderWords["themes"];
  },
) {
  return (
    <fieldset class="themes wide">
      <legend>{legend}</legend>
      {THEMES.map((theme) => (
        <label key={theme} class={`theme in-${theme}`}>
          <input
            type="radio"
            name="theme"
            checked={model.texts.value.theme === theme}
            onChange={() => model.set({ theme }, "theme")}
          />
          {names[theme]}
        </label>
      ))}
    </fieldset>
  );
}

/** What the sale can bring and cost at most, in units and money. */
export function WorstCase({ model, builder }: StepProps) {
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
