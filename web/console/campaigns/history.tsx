/** The history of a campaign of either kind. */
import type { TransitionJson } from "../../shared/api.ts";
import { money, when } from "../../shared/format.ts";
import type { Shell } from "../shell.ts";
import { StaffName } from "../ui/names.tsx";
import type { Words } from "./words.ts";

/** Who did what and why, the newest first. */
export function History(
  { shell, history, words }: {
    shell: Shell;
    history: readonly TransitionJson[];
    words: Words;
  },
) {
  const at = { nowMs: shell.nowMs.value, locale: shell.locale.value };
  return (
    <section class="card">
      <h2>{words.history}</h2>
      <ol class="history">
        {history.toReversed().map((one) => (
          <li key={`${one.at}${one.what}`}>
            <strong>{words.deeds[one.what] ?? one.what}{deltaOf(one)}</strong>
            <span>
              {one.by === "time" ? words.byTime : <StaffName shell={shell} id={one.by} />}
            </span>
            <time dateTime={one.at}>{when(Math.floor(Date.parse(one.at) / 1000) * 1000, at)}</time>
            {one.reason !== null && <em>{one.reason}</em>}
          </li>
        ))}
      </ol>
    </section>
  );
}

/** How many more or fewer: ` +50`, ` −20`, ` −¥1,700.00`. */
function deltaOf({ units, pool, what }: TransitionJson): string {
  if (units === undefined || units === 0) return "";
  const amount = pool === "fen" ? money(Math.abs(units)) : String(Math.abs(units));
  return what === "released" ? ` ${amount}` : ` ${units > 0 ? "+" : "−"}${amount}`;
}
