/** The table one level down: each name leads further down, each figure to its proof. */
import type {
  MeasureJson,
  StatisticsJson,
  StatisticsLineJson,
} from "../../shared/api_statistics.ts";
import { Listing } from "../bank/listing.tsx";
import type { List } from "../resource.ts";
import type { Shell } from "../shell.ts";
import { Figure } from "./figure.tsx";
import { below, hrefAt, type StatisticsPlace } from "./place.ts";
import type { StatisticsWords } from "./words.ts";

interface ListedProps {
  readonly shell: Shell;
  readonly of: List<StatisticsLineJson>;
  readonly place: StatisticsPlace;
  readonly measures: readonly MeasureJson[];
  readonly words: StatisticsWords;
}

/** Lines of the next level. */
export function Listed(props: ListedProps) {
  const { shell, of, measures, words, place } = props;
  return (
    <Listing shell={shell} of={of} empty={<p>{words.nothing}</p>}>
      {(items) => {
        const by = levelOf(items, place);
        return (
          <div class="scroll card" tabIndex={0} role="region" aria-label={words.columns[by]}>
            <table class="grid-table">
              <thead>
                <tr>
                  <th scope="col">{words.columns[by]}</th>
                  {measures.map((one) => (
                    <th key={one} scope="col" class="number">{words.measures[one]}</th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {(by === "day" ? items.toReversed() : items).map((line) => (
                  <Line key={line.key ?? ""} {...props} line={line} by={by} />
                ))}
              </tbody>
            </table>
          </div>
        );
      }}
    </Listing>
  );
}

function Line(
  { line, by, measures, words, place }: ListedProps & {
    line: StatisticsLineJson;
    by: StatisticsJson["by"];
  },
) {
  const down = below(place, { by, key: line.key });
  return (
    <tr class={line.key === null ? "unattributed" : undefined}>
      <th scope="row">
        {line.key === null
          ? <span title={words.unattributedNote}>{words.unattributed}</span>
          : down === null
          ? line.name
          : <a href={hrefAt(down)}>{line.name ?? line.key}</a>}
      </th>
      {measures.map((one) => (
        <td key={one} class="number">
          <Figure line={line} measure={one} words={words} />
        </td>
      ))}
    </tr>
  );
}

/** The level of a table's lines, by their keys: a list's further pages do not say it again. */
export function levelOf(
  items: readonly StatisticsLineJson[],
  place: StatisticsPlace,
): StatisticsJson["by"] {
  if (place.manager !== null) return "day";
  const line = items.find((one) => one.key !== null);
  if (line?.key === undefined || line.key === null) return "bank";
  if (line.key !== line.unit) return /^\d{4}-\d\d-\d\d$/.test(line.key) ? "day" : "manager";
  return line.key.split(".").length === 2 ? "bank" : "outlet";
}
