import { Dialog } from "../ui/dialog.tsx";
import { staffName } from "../ui/names.tsx";
import type { BuilderModel } from "./builder_model.ts";
import type { BuilderWords } from "./builder_words.ts";
import { differing, type FormTypes } from "./form.ts";

/** How a field and what stands in it are said. */
export interface ConflictText<T extends FormTypes> {
  labelOf(name: keyof T["texts"] & string): string;
  show(texts: T["texts"], name: keyof T["texts"] & string): string;
}

/** Two wrote one draft at once: both versions side by side, and the choice is the later one's. */
export function Conflict<T extends FormTypes>(
  { model, builder, theirs, text }: {
    model: BuilderModel<T>;
    builder: BuilderWords;
    theirs: T["draft"];
    text: ConflictText<T>;
  },
) {
  const c = builder.conflict;
  const mine = model.texts.value;
  const other = model.form.textsOf(theirs);
  const names = differing(model.form, { mine, theirs: other });
  const who = theirs.history.at(-1)?.by ?? theirs.author;
  return (
    <Dialog title={c.title} kind="ask wide conflict" onClose={model.decideLater}>
      <p>{c.lead(staffName(model.shell, who))}</p>
      {names.length === 0 ? <p>{c.same}</p> : (
        <table class="compare">
          <thead>
            <tr>
              <th scope="col">{c.field}</th>
              <th scope="col">{c.mine}</th>
              <th scope="col">{c.theirs}</th>
            </tr>
          </thead>
          <tbody>
            {names.map((name) => (
              <tr key={name}>
                <th scope="row">{text.labelOf(name)}</th>
                <td>{text.show(mine, name) || "–"}</td>
                <td>{text.show(other, name) || "–"}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <div class="buttons">
        <button type="button" class="button" onClick={model.takeTheirs}>{c.takeTheirs}</button>
        <button type="button" class="button brand" onClick={() => void model.keepMine()}>
          {c.keepMine}
        </button>
      </div>
    </Dialog>
  );
}
