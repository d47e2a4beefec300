/** A participant's poster for a phone, 1080 × 1920, as SVG. Pure: the font is measured by `widthOf`. */
import {
  ACT,
  BRAND,
  codeOf,
  documentOf,
  fieldOf,
  type Ground,
  INK,
  LEFT,
  panel,
  Pen,
  type PosterFont,
  QUIET,
  RIGHT,
} from "./poster_pen.ts";

/** What an invitation's poster says. */
export interface InvitationContent {
  /** The participant's own link, which the code stands for. */
  readonly url: string;
  readonly title: string;
  /** What there is to win, one line each, at most three. */
  readonly prizes: readonly string[];
  /** `11月30日 20:00 结束`. */
  readonly when: string;
  /** Masked; null for one without a name. */
  readonly inviter: string | null;
  readonly ground: Ground;
  readonly words: {
    readonly brand: string;
    /** `邀请您一起参加`. */
    readonly invites: string;
    readonly someone: string;
    readonly scan: string;
    readonly rules: string;
  };
}

/** Every text of a poster, to find the characters of its font. */
export function textsOfInvitation(content: InvitationContent): readonly string[] {
  const { title, prizes, when, inviter, words } = content;
  return [title, ...prizes, when, inviter ?? "", ...Object.values(words), "…"];
}

const LIGHT = "#f6ead0";
const TITLE_LINES = 3;
const PRIZES_MAX = 3;

/** The poster. */
export function invitationSvg(content: InvitationContent, font: PosterFont): string {
  const { title, prizes, when, ground, words } = content;
  const pen = new Pen(font);
  const wide = { fill: "#ffffff", width: RIGHT - LEFT } as const;
  const big = { ...wide, size: 108, weight: "bold" } as const;
  const lines = pen.wrap(title, { ...big, lines: TITLE_LINES });
  const below = 330 + lines.length * 140;
  return documentOf([
    fieldOf(ground),
    pen.line(words.brand, { ...wide, x: LEFT, y: 170, size: 44, fill: LIGHT }),
    ...lines.map((line, n) => pen.line(line, { ...big, x: LEFT, y: 330 + n * 140 })),
    ...prizes.slice(0, PRIZES_MAX).map((prize, n) =>
      pen.line(prize, { ...wide, x: LEFT, y: below + n * 76, size: 52, fill: LIGHT })
    ),
    pill(pen, when, below + Math.min(prizes.length, PRIZES_MAX) * 76 - 20),
    panel(),
    ...inviterOf(pen, content),
    codeOf(content.url),
    pen.line(words.scan, { x: 500, y: 1610, size: 48, weight: "bold", fill: INK, width: 500 }),
    pen.line(words.rules, { x: 500, y: 1680, size: 34, fill: QUIET, width: 500 }),
  ]);
}

function inviterOf(pen: Pen, { inviter, words }: InvitationContent): readonly string[] {
  const name = inviter ?? words.someone;
  const first = [...name].find((one) => /\p{L}|\p{N}/u.test(one)) ?? "";
  const [cx, cy, r] = [180, 1270, 96];
  const x = cx - pen.widthOf(first, 96) / 2;
  const style = { x: 310, width: 690 } as const;
  return [
    `<circle cx="${cx}" cy="${cy}" r="${r + 6}" fill="${BRAND}"/>` +
    `<circle cx="${cx}" cy="${cy}" r="${r}" fill="#f3e3b5"/>`,
    pen.line(first, { x, y: cy + 35, size: 96, weight: "bold", fill: "#075b38", width: 200 }),
    pen.line(name, { ...style, y: 1260, size: 60, weight: "bold", fill: INK }),
    pen.line(words.invites, { ...style, y: 1336, size: 42, fill: QUIET }),
  ];
}

function pill(pen: Pen, text: string, y: number): string {
  const width = Math.min(RIGHT - LEFT, pen.widthOf(text, 44) + 80);
  return `<rect x="${LEFT}" y="${y}" width="${width}" height="88" rx="44" fill="#ffffff"/>` +
    pen.line(text, {
      x: LEFT + 40,
      y: y + 60,
      size: 44,
      weight: "bold",
      fill: ACT,
      width: width - 80,
    });
}
