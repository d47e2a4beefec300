import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type {
  ReferralByJson,
  ReferralLineJson,
  ReferralResultsJson,
} from "../../shared/api_referral_results.ts";
import { count, money } from "../../shared/format.ts";
import { ShareBars } from "../charts/share_bars.tsx";
import { useResource } from "../resource.ts";
import type { Shell } from "../shell.ts";
import { AsOf, Loaded } from "../ui/states.tsx";
import { rateText } from "./funnel.ts";
import { appended, levelsOf, lineName, linesWith } from "./results.ts";
import type { ReferralWords } from "./words.ts";

const REFRESH_MS = 5_000;
const PAGE = 50;
const BARS_MAX = 12;

interface ResultsProps {
  readonly shell: Shell;
  /** The campaign's. */
  readonly id: string;
  readonly words: ReferralWords;
}

/** What the campaign brought, by whom, through what and when. */
export function ResultsTab({ shell, id, words }: ResultsProps) {
  const levels = levelsOf(shell.staff.value);
  const by = useSignal<ReferralByJson>(levels[0] ?? "day");
  return (
    <>
      <p class="quick lead" role="group" aria-label={words.results.title}>
        {levels.map((one) => (
          <button
            key={one}
            type="button"
            class="chip"
            aria-pressed={by.value === one}
            onClick={() => by.value = one}
          >
            {words.results.by[one]}
          </button>
        ))}
      </p>
      <ResultsBy key={by.value} {...{ shell, id, words }} by={by.value} />
    </>
  );
}

function ResultsBy({ shell, id, words, by }: ResultsProps & { by: ReferralByJson }) {
  const path = `/api/v1/campaigns/${
    encodeURIComponent(id)
  }/referral-results?by=${by}&limit=${PAGE}`;
  // Further pages, while one looks at them, stand still.
  const read = useSignal<ReferralResultsJson | null>(null);
  const results = useResource<ReferralResultsJson>(shell, path, {
    refreshMs: REFRESH_MS,
    paused: () => read.peek() !== null,
  });
  const first = results.value.value;
  useEffect(() => void (read.value = null), [first?.campaign.id]);

  async function more(shown: ReferralResultsJson): Promise<void> {
    if (shown.next === null) return;
    const answer = await shell.send<ReferralResultsJson>({
      method: "GET",
      path: `${path}&after=${encodeURIComponent(shown.next)}`,
    });
    if (answer.ok) read.value = appended(shown, answer.value);
    else shell.say({ tone: "bad", text: shell.refusalOf(answer)?.text ?? "" });
  }

  return (
    <Loaded shell={shell} of={results} lines={6}>
      {(value) => (
        <Shown
          {...{ shell, id, words }}
          results={read.value ?? value}
          onMore={(shown) => void more(shown)}
        />
      )}
    </Loaded>
  );
}

function Shown(
  { shell, words, results, onMore }: ResultsProps & {
    results: ReferralResultsJson;
    onMore: (shown: ReferralResultsJson) => void;
  },
) {
  const { total, by } = results;
  const lines = linesWith(results);
  const title = words.results.chart(words.results.by[by]);
  const bars = lines.slice(0, BARS_MAX).map((line, index) => ({
    key: line.key ?? `-${index}`,
    label: nameOf(line, results, words),
    value: line.figures.qualified,
  }));
  return (
    <>
      {results.scope === "own-unit" && (
        <p class="note">
          {shell.staff.value?.role === "manager" ? words.results.own : words.results.ownUnit}
        </p>
      )}
      <dl class="figures">
        {FIGURES.map((measure) => (
          <div key={measure} class="card">
            <dt>{words.results.measures[measure]}</dt>
            <dd>{figure(total, measure)}</dd>
          </div>
        ))}
      </dl>
      {lines.length === 0 ? <p class="card quiet">{words.results.nobody}</p> : (
        <>
          <section class="card results-chart">
            <h2>{title}</h2>
            <ShareBars
              title={title}
              head={[words.results.name[by], words.results.measures.qualified]}
              items={bars}
            />
          </section>
          <LineTable results={results} lines={lines} words={words} />
        </>
      )}
      <div class="list-end">
        {shell.staff.value?.role !== "sre" && (
          <p class="export">
            <a class="button" href={results.csv} download>{words.results.csv}</a>
            <span class="quiet">{words.results.csvNote}</span>
          </p>
        )}
        {results.next !== null && (
          <button
            type="button"
            class="button"
            onClick={() => onMore(results)}
          >
            {words.tree.more}
          </button>
        )}
        <AsOf shell={shell} asOf={results.asOf} />
      </div>
    </>
  );
}

/** At the head; the table has all. */
const FIGURES = [
  "participants",
  "invited",
  "qualified",
  "rewarded",
  "paidFen",
  "clawedFen",
] as const;
const COLUMNS = [
  "clicks",
  "visits",
  "participants",
  "invited",
  "qualified",
  "rewarded",
  "paidFen",
  "clawedFen",
] as const;

function LineTable(
  { results, lines, words }: {
    results: ReferralResultsJson;
    lines: readonly ReferralLineJson[];
    words: ReferralWords;
  },
) {
  const name = words.results.name[results.by];
  return (
    <div class="scroll card" tabIndex={0} role="region" aria-label={name}>
      <table class="grid-table">
        <thead>
          <tr>
            <th scope="col">{name}</th>
            {COLUMNS.map((one) => (
              <th key={one} scope="col" class="number">{words.results.measures[one]}</th>
            ))}
            <th scope="col" class="number">{words.results.rate}</th>
            <th scope="col" class="number">{words.results.cost}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line, index) => (
            <tr
              key={line.key ?? `-${index}`}
              class={line.key === null ? "unattributed" : undefined}
            >
              <th scope="row">{nameOf(line, results, words)}</th>
              <Cells line={line} />
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{words.results.total}</th>
            <Cells line={results.total} />
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

function Cells({ line }: { line: ReferralLineJson }) {
  return (
    <>
      {COLUMNS.map((one) => <td key={one} class="number">{figure(line, one)}</td>)}
      <td class="number">{rateText(line.rates.qualified)}</td>
      <td class="number">{line.rates.costFen === null ? "–" : money(line.rates.costFen)}</td>
    </>
  );
}

function figure(line: ReferralLineJson, measure: (typeof COLUMNS)[number]): string {
  const value = line.figures[measure];
  return measure.endsWith("Fen") ? money(value) : count(value);
}

function nameOf(
  line: ReferralLineJson,
  results: ReferralResultsJson,
  words: ReferralWords,
): string {
  return lineName(line, results, {
    unattributed: words.results.unattributed,
    elsewhere: words.results.elsewhere,
    channels: words.channels,
  });
}
