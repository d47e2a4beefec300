/**
 * Charts for a page: `timeChart` (lines, stacks or bars over one shared time axis) and `curveChart` (growth, log-log).
 * Each is a figure with a legend, a place where the page's script draws, and a table that says the same. `bars` of page.ts
 * compares a few quantities without any script.
 */
import {
  type ChartData,
  type CurveChart,
  type TimeChart,
  type Tone,
  toneOf,
  type Words,
} from "./chart_data.ts";
import { clock, figure, number } from "./figures.ts";
import { dataBlock, words } from "./html_text.ts";
import { folded, type Html, table } from "./page.ts";
import { thinned } from "./thin.ts";

export type { ChartLimit, ChartLine, CurveChart, TimeChart, Tone } from "./chart_data.ts";

/** More points than a wide screen has pixels only cost. */
const POINTS_MAX = 2_400;
const TABLE_ROWS_MAX = 60;
const DIGITS = 5;

const TABLE = { zh: "数据表", en: "Table" };
const STANDS_FOR = {
  mean: { zh: "每行是这段时间的平均值", en: "each row is the mean of its time" },
  max: { zh: "每行是这段时间的最大值", en: "each row is the maximum of its time" },
  last: { zh: "每行是这段时间末的值", en: "each row is the value at the end of its time" },
};

/** Values over time. All of a page move their cursors together. */
export function timeChart(chart: TimeChart): Html {
  const { atS, lines } = thinned(chart, POINTS_MAX);
  const readings = chart.lines.some((line) => line.values.some((value) => value !== null));
  return figureOf(chart, {
    keys: chart.lines,
    data: {
      chart: "time",
      data: {
        ...chart,
        atS,
        lines: lines.map((line) => ({ ...line, values: line.values.map(round) })),
      },
    },
    empty: !readings,
    table: timeTable(chart),
  });
}

/** y against x. */
export function curveChart(chart: CurveChart): Html {
  const readings = chart.lines.some((line) => line.points.some(([, y]) => y !== null));
  return figureOf({ ...chart, unit: chart.y.unit }, {
    keys: chart.lines,
    data: { chart: "curve", data: chart },
    empty: !readings,
    table: curveTable(chart),
  });
}

interface Drawn {
  readonly keys: readonly {
    readonly label: Words;
    readonly tone?: Tone;
    readonly dashed?: boolean;
  }[];
  readonly data: ChartData;
  readonly empty: boolean;
  readonly table: Html;
}

function figureOf(
  chart: Pick<TimeChart, "title" | "unit" | "log" | "note" | "wide" | "limits">,
  { keys, data, empty, table }: Drawn,
): Html {
  const { title, unit, log, note, limits = [], wide = false } = chart;
  const legend = keys.map((one, index) =>
    `<li><i class="tone-${toneOf(one, index)}${one.dashed === true ? " dashed" : ""}"></i>${
      words(one.label)
    }<output></output></li>`
  );
  const bounds = limits.map(({ label }) =>
    `<li><i class="tone-bad dashed"></i>${words(label)}</li>`
  );
  const switches = log === undefined || empty
    ? ""
    : `<button type="button" class="plain" data-log aria-pressed="${log === "on"}" hidden>${
      words({ zh: "对数", en: "log" })
    }</button>`;
  const nothing = words({ zh: "没有读数", en: "No readings" });
  return {
    html: `<figure class="chart${wide ? " wide" : ""}">
<figcaption><h3>${words(title)}${
      unit === "" ? "" : ` <small>${words(shownUnit(unit))}</small>`
    }</h3><output class="at"></output>${switches}</figcaption>
<ul class="legend">${legend.join("")}${bounds.join("")}</ul>
${
      empty
        ? `<p class="nothing">${nothing}</p>`
        : `<div class="plot" aria-hidden="true"></div>${dataBlock(data)}`
    }
${note === undefined ? "" : `<p class="note">${words(note)}</p>`}
${empty ? "" : folded(TABLE, [table]).html}</figure>`,
  };
}

function timeTable(chart: TimeChart): Html {
  const { atS, lines } = thinned(chart, TABLE_ROWS_MAX);
  const { title, unit, thin = "mean" } = chart;
  const fewer = atS.length < chart.atS.length;
  const marked = marksOf(chart, atS);
  return table({
    caption: fewer ? inBoth(title, STANDS_FOR[thin]) : title,
    shown: fewer,
    columns: [
      { head: { zh: "时间", en: "Time" }, right: true },
      ...lines.map((line) => ({ head: line.label, right: true })),
      ...marked === null ? [] : [{ head: { zh: "事件", en: "Event" } }],
    ],
    rows: atS.map((second, index) => [
      clock(second),
      ...lines.map((line) => figure(line.values[index] ?? null, bare(unit))),
      ...marked === null ? [] : [marked.get(index) ?? ""],
    ]),
  });
}

/** By row: the first that is not before the mark. */
function marksOf(chart: TimeChart, atS: readonly number[]): ReadonlyMap<number, Words> | null {
  if (chart.marks === undefined || chart.marks.length === 0) return null;
  const found = new Map<number, Words>();
  for (const mark of chart.marks) {
    const row = atS.findIndex((second) => second >= mark.atS);
    const index = row < 0 ? atS.length - 1 : row;
    const before = found.get(index);
    found.set(index, before === undefined ? mark.label : inBoth(before, mark.label));
  }
  return found;
}

function curveTable({ title, x, y, lines }: CurveChart): Html {
  const xs = [...new Set(lines.flatMap((line) => line.points.map(([at]) => at)))]
    .toSorted((one, other) => one - other);
  const values = lines.map((line) => new Map(line.points));
  return table({
    caption: title,
    columns: [
      { head: x.label, right: true },
      ...lines.map((line) => ({ head: line.label, right: true })),
    ],
    rows: xs.map((at) => [
      x.unit === "" ? number(at) : figure(at, x.unit),
      ...values.map((line) => figure(line.get(at) ?? null, y.unit)),
    ]),
  });
}

/** Said once above a table, a unit need not stand in its cells; bytes are another unit in each. */
function bare(unit: string): string {
  return unit === "B" || unit === "bytes" ? unit : "";
}

function shownUnit(unit: string): Words {
  if (unit === "bytes") return "B";
  if (unit === "cores") return { zh: "核", en: "cores" };
  if (unit === "units") return { zh: "件", en: "units" };
  return unit === "/s" ? { zh: "每秒", en: "per second" } : unit;
}

function inBoth(one: Words, other: Words): Words {
  const text = (words: Words, language: "zh" | "en") =>
    typeof words === "string" ? words : words[language];
  return {
    zh: `${text(one, "zh")}；${text(other, "zh")}`,
    en: `${text(one, "en")}; ${text(other, "en")}`,
  };
}

/** A page is not made larger by digits that no pixel shows. */
function round(value: number | null): number | null {
  return value === null || !Number.isFinite(value) ? null : Number(value.toPrecision(DIGITS));
}
