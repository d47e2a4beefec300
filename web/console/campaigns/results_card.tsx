import { useSignal } from "@preact/signals";
import type {
  CampaignCourseJson,
  CampaignResultsJson,
  MeasureJson,
  StatisticsLineJson,
} from "../../shared/api_statistics.ts";
import { count, money, shortLeft } from "../../shared/format.ts";
import { ShareBars } from "../charts/share_bars.tsx";
import { TimeChart } from "../charts/time_chart.tsx";
import type { Resource } from "../resource.ts";
import type { Shell } from "../shell.ts";
import { proofHref } from "../statistics/place.ts";
import { AsOf, clockSeconds, Loaded } from "../ui/states.tsx";
import type { LiveWords } from "./live_words.ts";

const LEVELS = ["banks", "outlets", "managers"] as const;

/** How the sale went and goes: figures, course, refusals, and who brought it. */
export function Results(
  { shell, words, results }: {
    shell: Shell;
    words: LiveWords;
    results: Resource<CampaignResultsJson>;
  },
) {
  // Whoever sees the sale without its results is told nothing instead of an error.
  if (results.failure.value?.code === "not-found") return null;
  return (
    <Loaded shell={shell} of={results} lines={6}>
      {(value) => (
        <>
          <Figures shell={shell} words={words} results={value} />
          {value.whole !== null && <Course shell={shell} words={words} course={value.whole} />}
          <div class="halves">
            <Levels words={words} results={value} />
            {value.whole !== null && <Refusals words={words} course={value.whole} />}
          </div>
        </>
      )}
    </Loaded>
  );
}

function Figures(
  { shell, words, results }: { shell: Shell; words: LiveWords; results: CampaignResultsJson },
) {
  const { total, whole } = results;
  const { figures } = total;
  const proof = (measure: MeasureJson) => proofHref(total, measure);
  const rows: readonly Fact[] = [
    { name: words.grabs, value: count(figures.grabs), href: proof("grabs") },
    { name: words.orders, value: count(figures.orders), href: proof("orders") },
    { name: words.conversion, value: shareOf(figures.orders, figures.grabs) },
    { name: words.lapsed, value: count(figures.lapsed), href: proof("lapsed") },
    { name: words.fen, value: money(figures.fen), href: proof("fen") },
    { name: words.returned, value: money(figures.returnedFen), href: proof("returnedFen") },
    ...whole === null ? [] : [
      { name: words.peak, value: count(whole.peakGrabsPerSecond) },
      {
        name: words.soldOutIn,
        value: whole.sellOutMs === null ? words.unknown : shortLeft(whole.sellOutMs),
      },
    ],
  ];
  return (
    <section class="card results">
      <h2>{words.results}</h2>
      {results.scope === "own-unit" && <p class="note">{words.ownUnit}</p>}
      <dl class="facts">
        {rows.map(({ name, value, href }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              {href === undefined
                ? value
                : <a href={href} aria-label={words.proofOf(name, value)}>{value}</a>}
            </dd>
          </div>
        ))}
      </dl>
      <div class="list-end">
        {whole !== null && shell.staff.value?.role !== "sre" && (
          <p class="export">
            <a class="button" href={whole.csv} download>{words.csv}</a>
            <span class="quiet">{words.csvNote}</span>
          </p>
        )}
        <AsOf shell={shell} asOf={results.asOf} />
      </div>
    </section>
  );
}

/** A figure; with `href`, what computes it once more. */
interface Fact {
  readonly name: string;
  readonly value: string;
  readonly href?: string;
}

function Course(
  { shell, words, course }: { shell: Shell; words: LiveWords; course: CampaignCourseJson },
) {
  const { series } = course;
  if (series.grabs.length < 2) return null;
  const fromS = Math.floor(Date.parse(series.at) / 1000);
  return (
    <section class="card">
      <TimeChart
        shell={shell}
        title={words.courseBy(series.stepSeconds)}
        at={series.grabs.map((_, index) => fromS + index * series.stepSeconds)}
        series={[
          { label: words.grabs, values: series.grabs, colour: "brand", kind: "bars" },
          { label: words.orders, values: series.orders, colour: "warn", kind: "line" },
        ]}
      />
    </section>
  );
}

function Refusals({ words, course }: { words: LiveWords; course: CampaignCourseJson }) {
  const { since, byCode } = course.refusals;
  const items = Object.entries(byCode).filter(([, times]) => times > 0)
    .toSorted((one, other) => other[1] - one[1])
    .map(([code, value]) => ({ key: code, label: words.codes[code] ?? code, value }));
  return (
    <section class="card">
      <h2>{words.refusals}</h2>
      {items.length === 0
        ? <p class="quiet">{words.noRefusals}</p>
        : <ShareBars title={words.refusals} head={[words.reason, words.times]} items={items} />}
      <p class="as-of-line">{words.refusalsSince(clockSeconds(Date.parse(since)))}</p>
    </section>
  );
}

function Levels({ words, results }: { words: LiveWords; results: CampaignResultsJson }) {
  const level = useSignal<(typeof LEVELS)[number]>("outlets");
  const { unattributed, elsewhere } = results;
  const lines = [
    ...results[level.value],
    ...[elsewhere, unattributed].filter((one) => one !== null),
  ];
  const items = lines.map((line) => ({
    key: line === unattributed ? "-" : line === elsewhere ? "+" : line.key ?? "",
    label: line === elsewhere ? words.elsewhere : nameOf(line, words),
    value: line.figures.units,
    text: `${count(line.figures.units)} · ${money(line.figures.fen)}`,
  }));
  return (
    <section class="card">
      <h2>{words.whose}</h2>
      <p class="quick" role="group" aria-label={words.whose}>
        {LEVELS.map((one) => (
          <button
            key={one}
            type="button"
            class="chip"
            aria-pressed={level.value === one}
            onClick={() => level.value = one}
          >
            {words.by[one]}
          </button>
        ))}
      </p>
      {items.every((one) => one.value === 0)
        ? <p class="quiet">{words.nobody}</p>
        : <ShareBars title={words.whose} head={[words.whose, words.orders]} items={items} />}
    </section>
  );
}

function nameOf(line: StatisticsLineJson, words: LiveWords): string {
  return line.key === null ? words.unattributed : line.name ?? line.key;
}

function shareOf(part: number, whole: number): string {
  return whole === 0 ? "–" : `${(Math.round((1000 * part) / whole) / 10).toFixed(1)}%`;
}
