import type { MeasureJson, StatisticsLineJson } from "../../shared/api_statistics.ts";
import type { Shell } from "../shell.ts";
import { figureText } from "./figure.tsx";
import type { StatisticsWords } from "./words.ts";

const HEIGHT = 100;

/** One figure day by day, as bars from zero. The table below says the same to those who do not see it. */
export function DayChart(
  { shell, items, measure, words }: {
    shell: Shell;
    items: readonly StatisticsLineJson[];
    measure: MeasureJson;
    words: StatisticsWords;
  },
) {
  const days = items.filter((line) => line.key !== null);
  const values = days.map((line) => line.figures[measure]);
  const most = Math.max(0, ...values);
  if (days.length < 2 || most === 0) return null;
  const label = (index: number) => dayText(days[index]?.key ?? "", shell);
  const peak = values.indexOf(most);
  const title = `${words.byDay} · ${words.measures[measure]}`;
  const highest = words.highest(label(peak), figureText(measure, most));
  return (
    <figure class="card day-chart">
      <figcaption>
        <strong>{title}</strong>
        <span>{highest}</span>
      </figcaption>
      <svg
        viewBox={`0 0 ${days.length} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${title}: ${label(0)} – ${label(days.length - 1)}, ${highest}`}
      >
        {values.map((value, index) => {
          const height = (value / most) * HEIGHT;
          return (
            <rect
              key={days[index]?.key}
              x={index + 0.15}
              y={HEIGHT - height}
              width={0.7}
              height={height}
            >
              <title>{`${label(index)}  ${figureText(measure, value)}`}</title>
            </rect>
          );
        })}
      </svg>
      <p class="ends" aria-hidden="true">
        <span>{label(0)}</span>
        <span>{label(days.length - 1)}</span>
      </p>
    </figure>
  );
}

/** `2026-11-22` → `11月22日`. */
function dayText(day: string, shell: Shell): string {
  const [, month = "", date = ""] = day.split("-");
  return shell.locale.value === "zh"
    ? `${Number(month)}月${Number(date)}日`
    : `${Number(month)}/${Number(date)}`;
}
