/** A poster for a phone, 1080 × 1920, as SVG. Pure: the font is measured by `widthOf`. */
import { escapeText } from "../shared/html.ts";
import { qrPath } from "./qr.ts";

export const POSTER_WIDTH = 1080;
export const POSTER_HEIGHT = 1920;

/** What a poster says. */
export interface PosterContent {
  /** The short link behind the code. */
  readonly url: string;
  readonly manager: {
    readonly name: string;
    readonly title: string;
    readonly outlet: string;
    readonly bank: string;
    /** A `data:` address; null: the name's first character. */
    readonly photo: string | null;
  };
  /** Null: of the storefront. */
  readonly sale: {
    readonly title: string;
    readonly product: string;
    readonly price: string;
    /** `11月22日 20:00 开抢`. */
    readonly when: string;
  } | null;
  readonly words: { readonly scan: string; readonly shop: string; readonly slogan: string };
}

export interface PosterFont {
  readonly family: string;
  /** Width in ems; null for a character that the font does not have. */
  widthOf(character: string): number | null;
}

/** Every text of a poster, to find the characters of its font. */
export function textsOf({ manager, sale, words }: PosterContent): readonly string[] {
  const { name, title, outlet, bank } = manager;
  const terms = sale === null ? [] : [sale.title, sale.product, sale.price, sale.when];
  return [name, title, outlet, bank, ...terms, ...Object.values(words), "…"];
}

const INK = "#14211b";
const QUIET = "#5b6a62";
const BRAND = "#0b7a4b";
const ACT = "#c8261b";
const LEFT = 80;
const RIGHT = POSTER_WIDTH - LEFT;

/** The poster. */
export function posterSvg(content: PosterContent, font: PosterFont): string {
  const { manager, sale, words } = content;
  const pen = new Pen(font);
  const parts = [
    field(),
    ...sale === null ? shop(pen, content) : terms(pen, sale),
    panel(),
    portrait(pen, manager),
    pen.line(manager.name, { x: 300, y: 1250, size: 60, weight: "bold", fill: INK, width: 700 }),
    pen.line(manager.title, { x: 300, y: 1320, size: 36, fill: QUIET, width: 700 }),
    pen.line(outletOf(manager), { x: 300, y: 1376, size: 36, fill: QUIET, width: 700 }),
    code(content.url),
    pen.line(words.scan, { x: 500, y: 1590, size: 48, weight: "bold", fill: INK, width: 500 }),
    pen.line(words.slogan, { x: 500, y: 1660, size: 34, fill: QUIET, width: 500 }),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" ` +
    `width="${POSTER_WIDTH}" height="${POSTER_HEIGHT}" ` +
    `viewBox="0 0 ${POSTER_WIDTH} ${POSTER_HEIGHT}">${parts.join("")}</svg>`;
}

function outletOf({ bank, outlet }: PosterContent["manager"]): string {
  return [bank, outlet].filter((name) => name !== "").join(" ");
}

/** Terraced fields, as on every page of the storefront. */
function field(): string {
  return `<defs><linearGradient id="sky" x1="0" y1="0" x2="0.3" y2="1">` +
    `<stop offset="0" stop-color="#0c8451"/><stop offset="1" stop-color="#075b38"/>` +
    `</linearGradient></defs>` +
    `<path fill="url(#sky)" d="M0 0h1080v1920H0z"/>` +
    `<circle cx="860" cy="210" r="130" fill="#f3e3b5" opacity="0.2"/>` +
    `<path fill="#0a6f45" d="M0 760C240 640 420 700 620 780s340 60 460 0v340H0z"/>` +
    `<path fill="#09653e" d="M0 880c220-90 400-30 600 40s360 40 480-30v330H0z"/>` +
    `<path fill="#085a38" d="M0 990c260-70 460 0 640 50s330 20 440-40V1920H0z"/>`;
}

function panel(): string {
  return `<rect x="40" y="1100" width="1000" height="770" rx="36" fill="#ffffff"/>` +
    `<path stroke="#dde5e0" stroke-width="2" d="M${LEFT} 1430H${RIGHT}"/>`;
}

function terms(pen: Pen, sale: NonNullable<PosterContent["sale"]>): string[] {
  const white = { fill: "#ffffff", width: RIGHT - LEFT } as const;
  const title = pen.wrap(sale.title, { ...white, size: 100, weight: "bold", lines: 3 });
  const lines = title.map((line, n) =>
    pen.line(line, { ...white, x: LEFT, y: 270 + n * 130, size: 100, weight: "bold" })
  );
  const below = 270 + title.length * 130;
  return [
    ...lines,
    pen.line(sale.product, { ...white, x: LEFT, y: below, size: 46, fill: "#dcefe4" }),
    pen.line(sale.price, { ...white, x: LEFT, y: below + 190, size: 150, weight: "bold" }),
    pill(pen, sale.when, below + 240),
  ];
}

function pill(pen: Pen, text: string, y: number): string {
  const width = Math.min(RIGHT - LEFT, pen.widthOf(text, 46) + 80);
  return `<rect x="${LEFT}" y="${y}" width="${width}" height="92" rx="46" fill="${ACT}"/>` +
    pen.line(text, {
      x: LEFT + 40,
      y: y + 62,
      size: 46,
      weight: "bold",
      fill: "#ffffff",
      width: width - 80,
    });
}

function shop(pen: Pen, { manager, words }: PosterContent): string[] {
  const white = { fill: "#ffffff", width: RIGHT - LEFT } as const;
  return [
    pen.line(manager.bank, { ...white, x: LEFT, y: 300, size: 56, fill: "#dcefe4" }),
    ...pen.wrap(words.shop, { ...white, size: 110, weight: "bold", lines: 3 }).map((line, n) =>
      pen.line(line, { ...white, x: LEFT, y: 470 + n * 150, size: 110, weight: "bold" })
    ),
  ];
}

function portrait(pen: Pen, { name, photo }: PosterContent["manager"]): string {
  const [cx, cy, r] = [180, 1280, 96];
  const ring = `<circle cx="${cx}" cy="${cy}" r="${r + 6}" fill="${BRAND}"/>`;
  if (photo !== null) {
    return `${ring}<clipPath id="face"><circle cx="${cx}" cy="${cy}" r="${r}"/></clipPath>` +
      `<image x="${cx - r}" y="${cy - r}" width="${2 * r}" height="${2 * r}" ` +
      `preserveAspectRatio="xMidYMid slice" clip-path="url(#face)" ` +
      `xlink:href="${escapeText(photo)}"/>`;
  }
  const first = [...name][0] ?? "";
  const x = cx - pen.widthOf(first, 96) / 2;
  return `${ring}<circle cx="${cx}" cy="${cy}" r="${r}" fill="#f3e3b5"/>` +
    pen.line(first, { x, y: cy + 35, size: 96, weight: "bold", fill: "#075b38", width: 200 });
}

function code(url: string): string {
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
class Pen {
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
