/** One line of figures, computed once more from the raw log beside what the tables say. */
import type { StatisticsQueryJson } from "../../shared/api_statistics.ts";
import type { PageProps } from "../page_table.ts";
import { useResource } from "../resource.ts";
import { hrefOf } from "../route.ts";
import { AsOf, Empty, Loaded } from "../ui/states.tsx";
import { Title } from "../ui/title.tsx";
import { figureText } from "./figure.tsx";
import { proofPath } from "./place.ts";
import { ALL_MEASURES, STATISTICS, type StatisticsWords } from "./words.ts";

export function ProofPage({ shell, query }: PageProps) {
  const words = STATISTICS[shell.locale.value];
  const path = proofPath(query);
  const proof = useResource<StatisticsQueryJson>(shell, path);
  const back = { href: hrefOf("/statistics"), label: words.title };
  return (
    <>
      <Title title={words.proof.title} back={back}>
        {path !== null && (
          <button type="button" class="button" onClick={() => void proof.load()}>
            {words.proof.again}
          </button>
        )}
      </Title>
      <p class="quiet lead">{words.proof.intro}</p>
      {path === null
        ? <Empty text={words.proof.none} />
        : (
          <Loaded shell={shell} of={proof} lines={8}>
            {(value) => (
              <>
                <Verdict value={value} words={words} />
                <Compared value={value} words={words} />
                <AsOf shell={shell} asOf={value.asOf} />
              </>
            )}
          </Loaded>
        )}
      {path !== null && (
        <p class="quiet query">
          <code>GET {path}</code>
        </p>
      )}
    </>
  );
}

function Verdict({ value, words }: { value: StatisticsQueryJson; words: StatisticsWords }) {
  const good = value.differing.length === 0;
  return (
    <p class={`verdict-line ${good ? "good" : "bad"}`} role="status">
      {good ? `✓ ${words.proof.equal}` : `✗ ${words.proof.different(value.differing.length)}`}
      <small>{words.proof.records(value.records)}</small>
    </p>
  );
}

function Compared({ value, words }: { value: StatisticsQueryJson; words: StatisticsWords }) {
  return (
    <div class="scroll card" tabIndex={0} role="region" aria-label={words.proof.title}>
      <table class="grid-table">
        <thead>
          <tr>
            <th scope="col">{words.proof.measure}</th>
            <th scope="col" class="number">{words.proof.stored}</th>
            <th scope="col" class="number">{words.proof.recomputed}</th>
          </tr>
        </thead>
        <tbody>
          {ALL_MEASURES.map((one) => (
            <tr
              key={one}
              class={value.measure?.name === one
                ? "asked"
                : value.differing.includes(one)
                ? "differs"
                : undefined}
            >
              <th scope="row">{words.measures[one]}</th>
              <td class="number">{figureText(one, value.stored[one])}</td>
              <td class="number">{figureText(one, value.recomputed[one])}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
