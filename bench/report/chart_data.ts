/** What a chart shows, as the page carries it and its script reads it. Knows neither file nor browser. */

/** A text in both languages of the pages, or one that is the same in both. */
export type Words = string | { readonly zh: string; readonly en: string };

/** Colours by meaning; `1` to `8` tell lines apart. */
export type Tone = "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "bad" | "quiet";

export interface ChartLine {
  readonly label: Words;
  /** As long as `atS`; null where there is no reading. */
  readonly values: readonly (number | null)[];
  readonly tone?: Tone;
  readonly dashed?: boolean;
}

/** Drawn across the chart. */
export interface ChartLimit {
  readonly value: number;
  readonly label: Words;
}

/** Values over time. All time charts of a page share their cursor and their zoom. */
export interface TimeChart {
  readonly title: Words;
  readonly unit: string;
  /** `stack`: parts of a whole; `bars`: the same for counts per second. */
  readonly kind: "lines" | "stack" | "bars";
  /** s since the start. */
  readonly atS: readonly number[];
  readonly lines: readonly ChartLine[];
  readonly limits?: readonly ChartLimit[];
  readonly marks?: readonly { readonly atS: number; readonly label: Words }[];
  /** A button offers a logarithmic scale; `on`: it begins with it. */
  readonly log?: "offered" | "on";
  /** What a value stands for when many are drawn as one; `mean` without it. */
  readonly thin?: "mean" | "max" | "last";
  /** Below the chart: what one should see. */
  readonly note?: Words;
  /** Over all columns. */
  readonly wide?: boolean;
}

/** y against x, both logarithmic unless said otherwise: growth curves. */
export interface CurveChart {
  readonly title: Words;
  readonly x: { readonly label: Words; readonly unit: string };
  readonly y: { readonly label: Words; readonly unit: string };
  readonly scale?: "log-log" | "log-linear" | "linear";
  readonly lines: readonly {
    readonly label: Words;
    readonly points: readonly (readonly [x: number, y: number | null])[];
    readonly tone?: Tone;
    readonly dashed?: boolean;
  }[];
  readonly limits?: readonly ChartLimit[];
  readonly note?: Words;
  readonly wide?: boolean;
}

/** The block of data inside a chart's `figure`. */
export type ChartData =
  | { readonly chart: "time"; readonly data: TimeChart }
  | { readonly chart: "curve"; readonly data: CurveChart };

const TONES: readonly Tone[] = ["1", "2", "3", "4", "5", "6", "7", "8"];

/** The tone of the line at `index` that has none of its own. */
export function toneOf(line: { readonly tone?: Tone }, index: number): Tone {
  return line.tone ?? TONES[index % TONES.length] ?? "quiet";
}
