/** Draws values over time; all charts of a page share cursor and zoom. */
import uPlot from "uplot";
import { type ChartLine, type TimeChart, toneOf } from "../chart_data.ts";
import { clock, figure, short } from "../figures.ts";
import type { Drawing } from "./entry.ts";
import {
  AXIS_PX,
  drawLimits,
  increments,
  type Look,
  look,
  onCanvas,
  said,
  sizeOf,
} from "./look.ts";

const SYNC = "time";
/** A limit far above all that happened would press the lines to the ground. */
const LIMIT_TIMES_MAX = 3;
const HEADROOM = 1.1;

export function timeDrawing(figure: HTMLElement, data: TimeChart): Drawing {
  const place = figure.querySelector<HTMLElement>(".plot");
  const button = figure.querySelector<HTMLButtonElement>("[data-log]");
  let log = data.log === "on";
  let chart: uPlot | null = null;
  const draw = () => {
    if (place === null || place.clientWidth === 0) return;
    const zoom = chart === null ? null : [chart.scales["x"]?.min, chart.scales["x"]?.max];
    chart?.destroy();
    chart = new uPlot(optionsOf(data, { place, figure, log }), columnsOf(data, log), place);
    const [min, max] = zoom ?? [];
    if (typeof min === "number" && typeof max === "number") chart.setScale("x", { min, max });
  };
  if (button !== null) {
    button.hidden = false;
    button.addEventListener("click", () => {
      log = !log;
      button.setAttribute("aria-pressed", String(log));
      draw();
    });
  }
  return { draw };
}

/** Stacked charts are drawn from the whole down to the first part, each over the one before. */
function columnsOf(data: TimeChart, log: boolean): uPlot.AlignedData {
  const atS = [...data.atS];
  if (data.kind === "lines") {
    // A logarithm of nothing has no place.
    const shown = (value: number | null) => log && value !== null && value <= 0 ? null : value;
    return [atS, ...data.lines.map((line) => line.values.map(shown))];
  }
  return [atS, ...stacked(data.lines).toReversed()];
}

function stacked(lines: readonly ChartLine[]): (number | null)[][] {
  const sums: (number | null)[][] = [];
  for (const line of lines) {
    const below = sums.at(-1);
    sums.push(line.values.map((value, index) => {
      const sum = below?.[index] ?? null;
      return value === null ? sum : (sum ?? 0) + value;
    }));
  }
  return sums;
}

interface Place {
  readonly place: HTMLElement;
  readonly figure: HTMLElement;
  readonly log: boolean;
}

function optionsOf(data: TimeChart, { place, figure, log }: Place): uPlot.Options {
  const now = look();
  const axis = { stroke: now.quiet, font: now.font, ticks: { show: false } };
  const grid = { stroke: now.line, width: 1 };
  return {
    ...sizeOf(place),
    padding: [8, 20, 0, 0],
    legend: { show: false },
    cursor: { y: false, sync: { key: SYNC }, points: { size: 6 }, drag: { x: true, y: false } },
    scales: {
      x: { time: false },
      y: log
        ? { distr: 3, range: (_chart, min, max) => logRange(data, { min, max }) }
        : { range: (_chart, _min, max) => [0, topOf(data, max)] },
    },
    axes: [
      {
        ...axis,
        grid: { show: false },
        size: 26,
        space: 64,
        incrs: [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600],
        values: (_chart, seconds) => seconds.map(clock),
      },
      {
        ...axis,
        grid,
        size: AXIS_PX,
        space: 34,
        ...increments(data.unit),
        values: (_chart, values) =>
          values.map((value) => value === null ? "" : short(value, data.unit)),
      },
    ],
    series: [{}, ...seriesOf(data, now)],
    hooks: {
      draw: [(chart) => drawOver(chart, data, now)],
      setCursor: [(chart) => tell(chart, { data, figure })],
    },
  };
}

function seriesOf(data: TimeChart, now: Look): uPlot.Series[] {
  const series = data.lines.map((line, index): uPlot.Series => {
    const colour = now.tone(toneOf(line, index));
    const dash = line.dashed === true ? { dash: [6, 4] } : {};
    const points = { show: true, size: 5, fill: colour, filter: lonely };
    if (data.kind === "lines") return { stroke: colour, width: 1.75, points, ...dash };
    const paths = data.kind === "bars" ? uPlot.paths.bars?.({ size: [0.85, 24] }) : undefined;
    return {
      stroke: colour,
      fill: colour,
      width: 0,
      points: { ...points, show: data.kind === "stack" },
      ...(paths === undefined ? {} : { paths }),
    };
  });
  return data.kind === "lines" ? series : series.toReversed();
}

/** A reading between two seconds without any is no line. */
function lonely(chart: uPlot, index: number, show: boolean): number[] | null {
  const values = chart.data[index];
  if (!show || values === undefined) return null;
  const read = (at: number) => values[at] !== null && values[at] !== undefined;
  return Array.from(values, (_, at) => at)
    .filter((at) => read(at) && !read(at - 1) && !read(at + 1));
}

/** From a power of ten to another, with every limit between them. */
function logRange(
  { limits = [] }: TimeChart,
  { min, max }: { readonly min: number | null; readonly max: number | null },
): uPlot.Range.MinMax {
  const values = [min ?? 1, max ?? 10, ...limits.map((one) => one.value)].filter((one) => one > 0);
  return uPlot.rangeLog(Math.min(...values), Math.max(...values), 10, true);
}

/** Counts begin at zero; a limit within reach is in the picture. */
function topOf(data: TimeChart, max: number | null): number {
  const highest = max !== null && max > 0 ? max : 1;
  const limits = (data.limits ?? []).map((one) => one.value);
  const near = limits.filter((value) => value <= highest * LIMIT_TIMES_MAX);
  return Math.max(highest, ...near) * HEADROOM;
}

function drawOver(chart: uPlot, data: TimeChart, now: Look) {
  drawLimits(chart, { limits: data.limits ?? [], look: now });
  const { ctx, bbox } = chart;
  for (const { atS, label } of data.marks ?? []) {
    const x = chart.valToPos(atS, "x", true);
    if (!(x >= bbox.left && x <= bbox.left + bbox.width)) continue;
    onCanvas(chart, now.quiet, () => {
      ctx.setLineDash([2 * devicePixelRatio, 3 * devicePixelRatio]);
      ctx.beginPath();
      ctx.moveTo(x, bbox.top);
      ctx.lineTo(x, bbox.top + bbox.height);
      ctx.stroke();
      // To the left of its line where there is no room to the right.
      const text = said(label);
      const room = bbox.left + bbox.width - x > ctx.measureText(text).width + 8;
      ctx.textAlign = room ? "left" : "right";
      ctx.textBaseline = "top";
      ctx.fillText(text, x + (room ? 4 : -4) * devicePixelRatio, bbox.top);
    }, now);
  }
}

/** The values under the cursor stand in the legend. */
function tell(chart: uPlot, { data, figure: root }: { data: TimeChart; figure: HTMLElement }) {
  const index = chart.cursor.idx;
  const at = typeof index === "number" ? data.atS[index] : undefined;
  const outputs = root.querySelectorAll("ul.legend output");
  data.lines.forEach((line, n) => {
    const output = outputs[n];
    const value = typeof index === "number" ? line.values[index] ?? null : null;
    if (output) output.textContent = at === undefined ? "" : figure(value, data.unit);
  });
  const head = root.querySelector("output.at");
  if (head !== null) head.textContent = at === undefined ? "" : clock(at);
}
