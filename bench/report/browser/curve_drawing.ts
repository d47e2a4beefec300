/** Draws y against x, logarithmic unless said otherwise. */
import uPlot from "uplot";
import { type CurveChart, toneOf } from "../chart_data.ts";
import { figure, short } from "../figures.ts";
import type { Drawing } from "./entry.ts";
import { AXIS_PX, drawLimits, look, said, sizeOf } from "./look.ts";

/** Beside the first and the last point, as a factor. */
const MARGIN = 1.15;
const HEADROOM = 1.15;

/** Lines at powers of ten, with 2 and 5 between them where there are few. */
const DECADES: uPlot.Axis = {
  splits: (_chart, _axis, min, max) => {
    const powers = [Math.floor(Math.log10(min)), Math.ceil(Math.log10(max))] as const;
    const steps = powers[1] - powers[0] > DECADES_FEW ? [1] : [1, 2, 5];
    const decades = Array.from({ length: powers[1] - powers[0] + 1 }, (_, n) => powers[0] + n);
    return decades.flatMap((power) => steps.map((step) => Number(`${step}e${power}`)))
      .filter((value) => value >= min && value <= max);
  },
  filter: (_chart, splits) => splits,
};
const DECADES_FEW = 2;

export function curveDrawing(figure: HTMLElement, data: CurveChart): Drawing {
  const place = figure.querySelector<HTMLElement>(".plot");
  const xs = [...new Set(data.lines.flatMap((line) => line.points.map(([x]) => x)))]
    .toSorted((one, other) => one - other);
  const columns: uPlot.AlignedData = [
    xs,
    ...data.lines.map((line) => {
      const known = new Map(line.points);
      return xs.map((x) => known.get(x) ?? null);
    }),
  ];
  let chart: uPlot | null = null;
  return {
    draw() {
      if (place === null || place.clientWidth === 0) return;
      chart?.destroy();
      chart = new uPlot(optionsOf(data, { place, figure, xs }), columns, place);
    },
  };
}

function optionsOf(
  data: CurveChart,
  { place, figure: root, xs }: { place: HTMLElement; figure: HTMLElement; xs: readonly number[] },
): uPlot.Options {
  const now = look();
  const { scale = "log-log", x, y, lines, limits = [] } = data;
  const axis = {
    stroke: now.quiet,
    font: now.font,
    labelFont: now.font,
    ticks: { show: false },
    grid: { stroke: now.line, width: 1 },
  };
  const highest = Math.max(...limits.map((one) => one.value), 0);
  return {
    ...sizeOf(place),
    padding: [10, 16, 0, 0],
    legend: { show: false },
    cursor: { y: false, points: { size: 7 }, drag: { x: false, y: false } },
    scales: {
      x: scale === "linear" ? { time: false } : {
        time: false,
        distr: 3,
        range: (_chart, min, max) => [(min || 1) / MARGIN, (max || 10) * MARGIN],
      },
      y: scale === "log-log"
        ? {
          distr: 3,
          range: (_chart, min, max) =>
            uPlot.rangeLog(min || 1, Math.max(max || 10, highest), 10, true),
        }
        : { range: (_chart, _min, max) => [0, Math.max(max || 1, highest) * HEADROOM] },
    },
    axes: [
      {
        ...axis,
        label: said(x.label),
        labelSize: 20,
        size: 26,
        ...scale === "linear" ? {} : DECADES,
        values: (_chart, values) => values.map((one) => one === null ? "" : short(one, x.unit)),
      },
      {
        ...axis,
        size: AXIS_PX,
        ...scale === "log-log" ? DECADES : {},
        values: (_chart, values) => values.map((one) => one === null ? "" : short(one, y.unit)),
      },
    ],
    series: [
      {},
      ...lines.map((line, index): uPlot.Series => ({
        stroke: now.tone(toneOf(line, index)),
        width: 1.75,
        spanGaps: true,
        points: { show: true, size: 6, fill: now.tone(toneOf(line, index)) },
        ...(line.dashed === true ? { dash: [6, 4] } : {}),
      })),
    ],
    hooks: {
      draw: [(chart) => drawLimits(chart, { limits, look: now })],
      setCursor: [(chart) => {
        const at = typeof chart.cursor.idx === "number" ? xs[chart.cursor.idx] : undefined;
        const outputs = root.querySelectorAll("ul.legend output");
        lines.forEach((line, index) => {
          const point = line.points.find(([one]) => one === at);
          const output = outputs[index];
          if (output) output.textContent = point === undefined ? "" : figure(point[1], y.unit);
        });
        const head = root.querySelector("output.at");
        if (head !== null) head.textContent = at === undefined ? "" : figure(at, x.unit);
      }],
    },
  };
}
