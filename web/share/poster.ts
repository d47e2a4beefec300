/** A poster for a phone, 1080 × 1920, as SVG. Pure: the font is measured by `widthOf`. */
import { escapeText } from "../shared/html.ts";
import {
  ACT,
  BRAND,
  codeOf,
  documentOf,
  fieldOf,
  INK,
  LEFT,
  panel,
  Pen,
  type PosterFont,
  QUIET,
  RIGHT,
} from "./poster_pen.ts";

export type { PosterFont } from "./poster_pen.ts";

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

/** Every text of a poster, to find the characters of its font. */
export function textsOf({ manager, sale, words }: PosterContent): readonly string[] {
  const { name, title, outlet, bank } = manager;
  const terms = sale === null ? [] : [sale.title, sale.product, sale.price, sale.when];
  return [name, title, outlet, bank, ...terms, ...Object.values(words), "…"];
}

/** The poster. */
export function posterSvg(content: PosterContent, font: PosterFont): string {
  const { manager, sale, words } = content;
  const pen = new Pen(font);
  const parts = [
    fieldOf("field"),
    ...sale === null ? shop(pen, content) : terms(pen, sale),
    panel(),
    portrait(pen, manager),
    pen.line(manager.name, { x: 300, y: 1250, size: 60, weight: "bold", fill: INK, width: 700 }),
    pen.line(manager.title, { x: 300, y: 1320, size: 36, fill: QUIET, width: 700 }),
    pen.line(outletOf(manager), { x: 300, y: 1376, size: 36, fill: QUIET, width: 700 }),
    codeOf(content.url),
    pen.line(words.scan, { x: 500, y: 1590, size: 48, weight: "bold", fill: INK, width: 500 }),
    pen.line(words.slogan, { x: 500, y: 1660, size: 34, fill: QUIET, width: 500 }),
  ];
  return documentOf(parts);
}

function outletOf({ bank, outlet }: PosterContent["manager"]): string {
  return [bank, outlet].filter((name) => name !== "").join(" ");
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
