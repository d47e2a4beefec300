import { Input } from "../ui/input.tsx";
import type { SaleBuilder } from "./sale_builder.ts";
import { errorOf } from "./step_fields.ts";
import type { Words } from "./words.ts";

/** Units that are kept back and put on sale at their time. */
export function Releases({ model, words }: { model: SaleBuilder; words: Words }) {
  const form = words.form;
  const { releases: rows, endsAt } = model.texts.value;
  const change = (index: number, part: { at?: string; units?: string }, name: string) =>
    model.set({ releases: rows.map((row, at) => at === index ? { ...row, ...part } : row) }, name);
  return (
    <fieldset class="releases">
      <legend>{form.labels.releases}</legend>
      <p class="hint">{form.hints.releases}</p>
      {rows.map((row, index) => {
        const names = { at: `releases.${index}.at`, units: `releases.${index}.units` };
        return (
          <div class="release" key={index}>
            <Input
              name={names.at}
              label={form.labels.releaseAt ?? ""}
              hint={null}
              type="datetime-local"
              value={row.at}
              error={errorOf({ model, words }, names.at)}
              onInput={(at) => change(index, { at }, names.at)}
            />
            <Input
              name={names.units}
              label={form.labels.releaseUnits ?? ""}
              hint={null}
              inputMode="numeric"
              value={row.units}
              error={errorOf({ model, words }, names.units)}
              onInput={(units) => change(index, { units }, names.units)}
            />
            <button
              type="button"
              class="button danger"
              onClick={() =>
                model.set({ releases: rows.filter((_, at) => at !== index) }, "releases")}
            >
              {form.removeRelease}
            </button>
          </div>
        );
      })}
      <button
        type="button"
        class="button"
        onClick={() => model.set({ releases: [...rows, { at: endsAt, units: "" }] }, "releases")}
      >
        {form.addRelease}
      </button>
    </fieldset>
  );
}
