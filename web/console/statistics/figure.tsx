import { count, money } from "../../shared/format.ts";
import type {
  MeasureJson,
  RankMeasureJson,
  StatisticsLineJson,
} from "../../shared/api_statistics.ts";
import { proofHref } from "./place.ts";
import { isMoney, type StatisticsWords } from "./words.ts";

/** A figure as people read it. */
export function figureText(measure: RankMeasureJson, value: number): string {
  return isMoney(measure) ? money(value) : count(value);
}

/** A figure that leads to its own recomputation. */
export function Figure(
  { line, measure, words }: {
    line: StatisticsLineJson;
    measure: MeasureJson;
    words: StatisticsWords;
  },
) {
  const text = figureText(measure, line.figures[measure]);
  return (
    <a
      class="figure"
      href={proofHref(line, measure)}
      aria-label={words.proof.of(words.measures[measure], text)}
    >
      {text}
    </a>
  );
}
