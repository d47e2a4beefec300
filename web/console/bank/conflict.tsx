import type { Shell } from "../shell.ts";
import { Dialog } from "../ui/dialog.tsx";
import type { Difference } from "./form.ts";
import { KIT } from "./words.ts";

/** Two people have changed one thing: shows both and asks which is to stand. Nothing is lost meanwhile. */
export function Conflict(
  { shell, rows, labels, onMine, onTheirs, onBack }: {
    shell: Shell;
    rows: readonly Difference[];
    labels: Readonly<Record<string, string>>;
    onMine: () => void;
    onTheirs: () => void;
    onBack: () => void;
  },
) {
  const words = KIT[shell.locale.value].conflict;
  return (
    <Dialog title={words.title} kind="ask wide-ask" onClose={onBack}>
      <p>{words.intro}</p>
      <div class="scroll" tabIndex={0} role="region" aria-label={words.title}>
        <table class="both">
          <thead>
            <tr>
              <th scope="col">{words.field}</th>
              <th scope="col">{words.mine}</th>
              <th scope="col">{words.theirs}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.name}>
                <th scope="row">{labels[row.name] ?? row.name}</th>
                <td class="mine">{row.mine || words.empty}</td>
                <td>{row.theirs || words.empty}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div class="buttons">
        <button type="button" class="button" onClick={onBack}>{words.back}</button>
        <button type="button" class="button" onClick={onTheirs}>{words.takeTheirs}</button>
        <button type="button" class="button brand" onClick={onMine}>{words.keepMine}</button>
      </div>
    </Dialog>
  );
}
