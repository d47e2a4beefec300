import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import { count } from "../../shared/format.ts";
import type { Shell } from "../shell.ts";
import { clockSeconds } from "../ui/states.tsx";
import { chartWordsOf } from "./words.ts";

/** One line or row of bars; colours are the page's own. */
export interface ChartSeries {
  readonly label: string;
  readonly values: readonly number[];
  readonly colour: "brand" | "act" | "warn" | "quiet";
  readonly kind: "bars" | "line";
}

export interface TimeChartProps {
  readonly shell: Shell;
  readonly title: string;
  /** Instants of the values, in s since 1970. */
  readonly at: readonly number[];
  readonly series: readonly ChartSeries[];
  readonly heightPx?: number;
  /** The newest value stands beside the name of its series. */
  readonly newest?: boolean;
}

const HEIGHT_PX = 180;
const TABLE_ROWS_MAX = 60;
const AXIS_PX = 48;

/** Values over time, from zero. A table says the same to whoever does not see it. */
export function TimeChart(props: TimeChartProps) {
  const { shell, title, at, series, heightPx = HEIGHT_PX, newest = false } = props;
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | null>(null);
  const words = chartWordsOf(shell.locale.value);
  const names = series.map((one) => one.label).join("\n");
  const stepS = (at[1] ?? 0) - (at[0] ?? 0);
  useEffect(() => {
    const root = place.current;
    if (root === null) return;
    const draw = () => {
      chart.current?.destroy();
      chart.current = new uPlot(
        optionsOf(props, { widthPx: root.clientWidth, heightPx }),
        dataOf(props),
        root,
      );
    };
    draw();
    const sized = new ResizeObserver(() => {
      chart.current?.setSize({ width: root.clientWidth, height: heightPx });
    });
    sized.observe(root);
    // Its colours are painted, so another theme paints anew.
    const dark = matchMedia("(prefers-color-scheme: dark)");
    dark.addEventListener("change", draw);
    return () => {
      sized.disconnect();
      dark.removeEventListener("change", draw);
      chart.current?.destroy();
      chart.current = null;
    };
  }, [names, heightPx, stepS]);
  useEffect(() => chart.current?.setData(dataOf(props)), [at, series]);
  return (
    <figure class="chart">
      <figcaption>
        <strong>{title}</strong>
        {series.map((one) => (
          <span key={one.label} class={`key ${one.colour}`}>
            {one.label}
            {newest && <b>{count(one.values.at(-1) ?? 0)}</b>}
          </span>
        ))}
      </figcaption>
      <div ref={place} class="plot" aria-hidden="true" />
      <details>
        <summary>{words.table}</summary>
        <ValueTable {...props} time={words.time} />
      </details>
    </figure>
  );
}

/** At most so many rows: values in between are added up. */
function ValueTable({ title, at, series, time }: TimeChartProps & { time: string }) {
  const step = Math.max(1, Math.ceil(at.length / TABLE_ROWS_MAX));
  const rows = at.flatMap((second, index) => index % step === 0 ? [{ second, index }] : []);
  return (
    <table class="compare">
      <caption class="sr-only">{title}</caption>
      <thead>
        <tr>
          <th scope="col">{time}</th>
          {series.map((one) => <th key={one.label} scope="col" class="number">{one.label}</th>)}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ second, index }) => (
          <tr key={second}>
            <th scope="row">{clockSeconds(second * 1000)}</th>
            {series.map((one) => (
              <td key={one.label} class="number">
                {count(
                  one.values.slice(index, index + step).reduce((sum, value) => sum + value, 0),
                )}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** `20:00:05`, without seconds where a step is minutes. */
function timeText(atS: number, stepS: number): string {
  const text = clockSeconds(Math.round(atS) * 1000);
  return stepS < 60 ? text : text.slice(0, 5);
}

function dataOf({ at, series }: TimeChartProps): uPlot.AlignedData {
  return [[...at], ...series.map((one) => [...one.values])];
}

function optionsOf(
  { at, series }: TimeChartProps,
  size: { widthPx: number; heightPx: number },
): uPlot.Options {
  const stepS = Math.max(1, (at[1] ?? 0) - (at[0] ?? 0));
  const look = getComputedStyle(document.documentElement);
  const colour = (name: string) => look.getPropertyValue(`--${name}`).trim();
  const font = `12px ${getComputedStyle(document.body).fontFamily}`;
  const axis = { stroke: colour("quiet"), font, ticks: { show: false } };
  const grid = { stroke: colour("line"), width: 1 };
  return {
    width: size.widthPx,
    height: size.heightPx,
    padding: [8, 28, 0, 0],
    cursor: { show: false },
    legend: { show: false },
    scales: {
      // Half a step beside the first and the last: a bar is as wide as its step.
      x: { time: false, range: (_chart, min, max) => [min - stepS / 2, max + stepS / 2] },
      // Counts begin at zero, and one unit is not blown up to the whole height.
      y: { range: (_chart, _min, max) => [0, Math.max(4, max * 1.1)] },
    },
    axes: [
      {
        ...axis,
        grid: { show: false },
        size: 28,
        space: 72,
        values: (_chart, seconds) => seconds.map((one) => timeText(one, stepS)),
      },
      {
        ...axis,
        grid,
        size: AXIS_PX,
        values: (_chart, values) => values.map((one) => Number.isInteger(one) ? count(one) : ""),
      },
    ],
    series: [
      {},
      ...series.map((one): uPlot.Series => {
        const stroke = colour(one.colour);
        return one.kind === "bars"
          ? {
            stroke,
            fill: stroke,
            width: 0,
            points: { show: false },
            ...(uPlot.paths.bars === undefined ? {} : {
              paths: uPlot.paths.bars({ size: [0.8, 24], align: 0 }),
            }),
          }
          : { stroke, width: 2, points: { show: false } };
      }),
    ],
  };
}
