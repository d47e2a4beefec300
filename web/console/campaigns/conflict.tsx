import type { StaffCampaignJson } from "../../shared/api.ts";
import { Dialog } from "../ui/dialog.tsx";
import { staffName } from "../ui/names.tsx";
import { type BuilderModel, differing } from "./builder_model.ts";
import type { BuilderWords } from "./builder_words.ts";
import { type SaleTexts, textsOf } from "./sale_form.ts";
import type { Words } from "./words.ts";

/** Two wrote one draft at once: both versions side by side, and the choice is the later one's. */
export function Conflict(
  { model, words, builder, theirs }: {
    model: BuilderModel;
    words: Words;
    builder: BuilderWords;
    theirs: StaffCampaignJson;
  },
) {
  const c = builder.conflict;
  const mine = model.texts.value;
  const other = textsOf(theirs);
  const names = differing(mine, other);
  const who = theirs.history.at(-1)?.by ?? theirs.author;
  const show = (texts: SaleTexts, name: keyof SaleTexts) => {
    const value = texts[name];
    if (typeof value === "boolean") return value ? builder.yes : builder.no;
    if (typeof value === "string") return value.replace("T", " ") || "–";
    return value.map((one) => `${one.at.replace("T", " ")} · ${one.units}`).join("; ") || "–";
  };
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
                <th scope="row">{words.form.labels[name] ?? name}</th>
                <td>{show(mine, name)}</td>
                <td>{show(other, name)}</td>
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
