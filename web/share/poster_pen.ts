/** What posters are drawn with: ground, panel, code, and text that is set character by character. Pure. */
import { escapeText } from "../shared/html.ts";
import { qrPath } from "./qr.ts";

export const POSTER_WIDTH = 1080;
export const POSTER_HEIGHT = 1920;

export interface PosterFont {
  readonly family: string;
  /** Width in ems; null for a character that the font does not have. */
  widthOf(character: string): number | null;
}

export const INK = "#14211b";
export const QUIET = "#5b6a62";
export const BRAND = "#0b7a4b";
export const ACT = "#c8261b";
export const LEFT = 80;
export const RIGHT = POSTER_WIDTH - LEFT;

/** Sky and three terraces, far to near. */
const GROUNDS = {
  field: ["#0c8451", "#075b38", "#0a6f45", "#09653e", "#085a38"],
  seal: ["#c8261b", "#7d120b", "#a81c13", "#97180f", "#86140c"],
  harvest: ["#b3700b", "#6f4100", "#955b04", "#864f02", "#774600"],
} as const;

export type Ground = keyof typeof GROUNDS;

/** A whole picture. */
export function documentOf(parts: readonly string[]): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" ` +
    `width="${POSTER_WIDTH}" height="${POSTER_HEIGHT}" ` +
    `viewBox="0 0 ${POSTER_WIDTH} ${POSTER_HEIGHT}">${parts.join("")}</svg>`;
}

/** Terraced fields, as on every page of the storefront. */
export function fieldOf(ground: Ground): string {
  const [top, bottom, far, middle, near] = GROUNDS[ground];
  return `<defs><linearGradient id="sky" x1="0" y1="0" x2="0.3" y2="1">` +
    `<stop offset="0" stop-color="${top}"/><stop offset="1" stop-color="${bottom}"/>` +
    `</linearGradient></defs>` +
    `<path fill="url(#sky)" d="M0 0h1080v1920H0z"/>` +
    `<circle cx="860" cy="210" r="130" fill="#f3e3b5" opacity="0.2"/>` +
    `<path fill="${far}" d="M0 760C240 640 420 700 620 780s340 60 460 0v340H0z"/>` +
    `<path fill="${middle}" d="M0 880c220-90 400-30 600 40s360 40 480-30v330H0z"/>` +
    `<path fill="${near}" d="M0 990c260-70 460 0 640 50s330 20 440-40V1920H0z"/>`;
}

/** The paper that the lower half stands on. */
export function panel(): string {
  return `<rect x="40" y="1100" width="1000" height="770" rx="36" fill="#ffffff"/>` +
    `<path stroke="#dde5e0" stroke-width="2" d="M${LEFT} 1430H${RIGHT}"/>`;
}

/** The code of an address on white. */
export function codeOf(url: string): string {
  const { modules, path } = qrPath(url);
  const scale = 370 / modules;
  return `<g transform="translate(80 1465) scale(${scale})" shape-rendering="crispEdges">` +
    `<path fill="#ffffff" d="M0 0h${modules}v${modules}h-${modules}z"/><path d="${path}"/></g>`;
}

interface TextStyle {
  readonly size: number;
  readonly fill: string;
  /** Text is cut to it. */
  readonly width: number;
  readonly weight?: "bold";
}

/** Sets text character by character: slices of a font know no ligatures or kerning across each other. */
export class Pen {
  readonly #font: PosterFont;

  constructor(font: PosterFont) {
    this.#font = font;
  }

  widthOf(text: string, size: number): number {
    return [...text].reduce((sum, one) => sum + (this.#font.widthOf(one) ?? 0) * size, 0);
  }

  line(text: string, style: TextStyle & { readonly x: number; readonly y: number }): string {
    const { size, fill, weight } = style;
    const [line = ""] = this.wrap(text, { ...style, lines: 1 });
    let x = style.x;
    const places: number[] = [];
    for (const character of line) {
      places.push(Math.round(x * 10) / 10);
      x += (this.#font.widthOf(character) ?? 0) * size;
    }
    const stroke = size * (weight === "bold" ? 0.055 : 0.034);
    return `<text x="${places.join(" ")}" y="${style.y}" font-family="${this.#font.family}" ` +
      `font-size="${size}" fill="${fill}" stroke="${fill}" stroke-width="${stroke.toFixed(2)}" ` +
      `stroke-linejoin="round" xml:space="preserve">${escapeText(line)}</text>`;
  }

  /** Lines of at most the width; the last one ends in an ellipsis where more would follow. */
  wrap(text: string, style: TextStyle & { readonly lines: number }): string[] {
    // Characters that the font does not have, such as emoji, are left out.
    const rest = [...text].filter((one) => this.#font.widthOf(one) !== null);
    const lines: string[] = [];
    while (rest.length > 0 && lines.length < style.lines) {
      let line = "";
      while (rest[0] !== undefined && this.widthOf(line + rest[0], style.size) <= style.width) {
        line += rest.shift();
      }
      // Narrower than one character: it stands out rather than hangs.
      if (line === "") line = rest.shift() ?? "";
      lines.push(line.trim());
    }
    const last = lines.at(-1);
    if (rest.length > 0 && last !== undefined) {
      let cut = [...last];
      while (cut.length > 1 && this.widthOf(cut.join("") + "…", style.size) > style.width) {
        cut = cut.slice(0, -1);
      }
      lines[lines.length - 1] = `${cut.join("")}…`;
    }
    return lines;
  }
}
