import type { MeasureJson, StatisticsLineJson } from "../../shared/api_statistics.ts";
import type { Shell } from "../shell.ts";
import { figureText } from "./figure.tsx";
import type { StatisticsWords } from "./words.ts";

const WIDTH = 720;
const HEIGHT = 160;
const BASE = 136;
const TOP = 20;

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
  if (days.length < 2) return null;
  const values = days.map((line) => line.figures[measure]);
  const most = Math.max(...values);
  const peak = values.indexOf(most);
  const step = WIDTH / days.length;
  const title = `${words.byDay} · ${words.measures[measure]}`;
  const label = (index: number) => dayText(days[index]?.key ?? "", shell);
  return (
    <figure class="card day-chart">
      <figcaption>{title}</figcaption>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={`${title}: ${label(0)} – ${label(days.length - 1)}, ${
          figureText(measure, values.reduce((sum, value) => sum + value, 0))
        }`}
      >
        <line x1="0" x2={WIDTH} y1={BASE} y2={BASE} />
        {values.map((value, index) => {
          const height = most === 0 ? 0 : (value / most) * (BASE - TOP);
          return (
            <rect
              key={days[index]?.key}
              x={index * step + step * 0.15}
              y={BASE - height}
              width={step * 0.7}
              height={height}
              rx="2"
            >
              <title>{`${label(index)}  ${figureText(measure, value)}`}</title>
            </rect>
          );
        })}
        {most > 0 && (
          <text
            class="peak"
            x={Math.min(WIDTH - 30, Math.max(30, (peak + 0.5) * step))}
            y={TOP - 7}
            text-anchor="middle"
          >
            {figureText(measure, most)}
          </text>
        )}
        <text x="0" y={HEIGHT - 6}>{label(0)}</text>
        <text x={WIDTH} y={HEIGHT - 6} text-anchor="end">{label(days.length - 1)}</text>
      </svg>
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
