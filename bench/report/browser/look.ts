/** Colours, fonts and words of a chart, as the page has them now. */
import type { ChartLimit, Tone, Words } from "../chart_data.ts";
import type uPlot from "uplot";

/** Of all charts, so that their time axes stand one below the other. */
export const AXIS_PX = 58;
const HEIGHT_PX = { narrow: 170, wide: 220, print: 130 };
const NARROW_PX = 700;
const PRINT_PX = { narrow: 330, wide: 680 };

export interface Look {
  readonly ink: string;
  readonly quiet: string;
  readonly line: string;
  readonly raised: string;
  readonly bad: string;
  readonly font: string;
  readonly tone: (tone: Tone) => string;
}

export function look(): Look {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return {
    ink: colour("ink"),
    quiet: colour("quiet"),
    line: colour("line"),
    raised: colour("raised"),
    bad: colour("bad"),
    font: `12px ${getComputedStyle(document.body).fontFamily}`,
    tone: (tone) => colour(tone === "bad" || tone === "quiet" ? tone : `tone-${tone}`),
  };
}

/** How large a chart may be in its place. */
export function sizeOf(place: HTMLElement): { readonly width: number; readonly height: number } {
  const wide = place.closest(".wide") !== null;
  if (document.documentElement.classList.contains("printing")) {
    return { width: wide ? PRINT_PX.wide : PRINT_PX.narrow, height: HEIGHT_PX.print };
  }
  const width = place.clientWidth;
  return { width, height: wide && width > NARROW_PX ? HEIGHT_PX.wide : HEIGHT_PX.narrow };
}

/** Steps of an axis: bytes are counted in powers of two. */
export function increments(unit: string): { readonly incrs?: number[] } {
  return unit === "B" || unit === "bytes"
    ? { incrs: Array.from({ length: 50 }, (_, power) => 2 ** power) }
    : {};
}

/** In the language of the page. */
export function said(words: Words): string {
  if (typeof words === "string") return words;
  return document.documentElement.lang === "en" ? words.en : words.zh;
}

/** A dashed line with its name across the chart. */
export function drawLimits(
  chart: uPlot,
  { limits, look }: { readonly limits: readonly ChartLimit[]; readonly look: Look },
) {
  const { ctx, bbox } = chart;
  for (const { value, label } of limits) {
    const y = chart.valToPos(value, "y", true);
    if (!(y >= bbox.top && y <= bbox.top + bbox.height)) continue;
    onCanvas(chart, look.bad, () => {
      ctx.setLineDash([6 * devicePixelRatio, 4 * devicePixelRatio]);
      ctx.beginPath();
      ctx.moveTo(bbox.left, y);
      ctx.lineTo(bbox.left + bbox.width, y);
      ctx.stroke();
      ctx.textAlign = "right";
      // Below the line where there is no room above.
      const above = y - bbox.top > 16 * devicePixelRatio;
      ctx.textBaseline = above ? "bottom" : "top";
      const at = [bbox.left + bbox.width, y + (above ? -2 : 3) * devicePixelRatio] as const;
      // Lines behind it would make it unreadable.
      ctx.setLineDash([]);
      ctx.strokeStyle = look.raised;
      ctx.lineWidth = 4 * devicePixelRatio;
      ctx.strokeText(said(label), ...at);
      ctx.fillText(said(label), ...at);
    }, look);
  }
}

/** Paints in one colour, in the chart's font, and leaves the canvas as it was. */
export function onCanvas(chart: uPlot, colour: string, paint: () => void, look: Look) {
  const { ctx } = chart;
  ctx.save();
  ctx.strokeStyle = colour;
  ctx.fillStyle = colour;
  ctx.lineWidth = devicePixelRatio;
  ctx.font = look.font.replace(/^\d+px/, `${11 * devicePixelRatio}px`);
  paint();
  ctx.restore();
}
