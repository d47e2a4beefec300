/** Draws the covers of the seed's articles: rice fields under a sky, and one thing in front of them. */
import type { Pixels } from "./png.ts";

/** What stands in front of the fields. */
export type Motif = "card" | "phone" | "shield" | "orange" | "notes" | "house" | "heart" | "grain";

type Colour = readonly [red: number, green: number, blue: number];
interface Shape {
  /** Signed, from a point to the edge in pixels; negative inside. */
  distance(x: number, y: number): number;
  /** Outside there is nothing of it: left, top, right, bottom. */
  readonly within: Four;
}
type Point = readonly [x: number, y: number];
/** Left, top, width, height; or from where to where. */
type Four = readonly [number, number, number, number];
interface Layer {
  readonly shape: Shape;
  readonly colour: Colour;
}

export const ART_WIDTH = 640;
export const ART_HEIGHT = 360;
const PIXELS = ART_WIDTH * ART_HEIGHT;

const SKIES: Readonly<Record<Motif, readonly [top: Colour, bottom: Colour]>> = {
  card: [[196, 226, 214], [243, 227, 181]],
  phone: [[188, 221, 230], [236, 243, 222]],
  shield: [[190, 205, 222], [228, 236, 232]],
  orange: [[250, 214, 165], [255, 243, 214]],
  notes: [[206, 229, 208], [247, 240, 205]],
  house: [[199, 224, 240], [250, 236, 210]],
  heart: [[244, 214, 208], [252, 241, 226]],
  grain: [[182, 216, 190], [249, 234, 188]],
};
const SUN: Colour = [243, 206, 122];
const FIELDS: readonly Colour[] = [[96, 170, 122], [58, 146, 98], [28, 124, 78], [11, 104, 64]];
const WHITE: Colour = [255, 255, 255];
const GREEN: Colour = [11, 122, 75];
const DEEP: Colour = [7, 91, 56];
const RED: Colour = [200, 38, 27];
const GOLD: Colour = [214, 162, 58];
const PALE: Colour = [228, 242, 234];

/** The picture of a motif: the same pixels every time. */
export function drawCover(motif: Motif): Pixels {
  const picture = { width: ART_WIDTH, height: ART_HEIGHT, rgb: new Uint8Array(PIXELS * 3) };
  paintSky(picture, SKIES[motif]);
  paint(picture, { shape: circle([520, 96], 44), colour: SUN });
  FIELDS.forEach((colour, at) => paintHill(picture, { at, colour }));
  for (const layer of MOTIFS[motif]) paint(picture, layer);
  return picture;
}

function paintSky({ rgb }: Pixels, [top, bottom]: readonly [Colour, Colour]): void {
  for (let y = 0; y < ART_HEIGHT; y++) {
    const row = new Uint8Array(ART_WIDTH * 3);
    const share = y / ART_HEIGHT;
    const colour = top.map((one, part) => one + ((bottom[part] ?? 0) - one) * share);
    for (let at = 0; at < row.length; at++) row[at] = colour[at % 3] ?? 0;
    rgb.set(row, y * row.length);
  }
}

/** Terraces, each nearer than the one before. */
function paintHill({ rgb }: Pixels, hill: { readonly at: number; readonly colour: Colour }): void {
  const { at, colour } = hill;
  for (let x = 0; x < ART_WIDTH; x++) {
    const top = 190 + at * 40 + Math.sin(x / (110 + at * 25) + at * 1.9) * (22 - at * 3) +
      Math.sin(x / 47 + at) * 4;
    for (let y = Math.floor(top); y < ART_HEIGHT; y++) {
      blend(rgb, { at: (y * ART_WIDTH + x) * 3, colour, share: y + 0.5 - top });
    }
  }
}

function paint({ rgb }: Pixels, { shape, colour }: Layer): void {
  const [left, top, right, bottom] = shape.within;
  for (let y = Math.max(0, Math.floor(top)); y < Math.min(ART_HEIGHT, bottom); y++) {
    for (let x = Math.max(0, Math.floor(left)); x < Math.min(ART_WIDTH, right); x++) {
      // Half a pixel to either side of an edge is mixed: no steps.
      const share = 0.5 - shape.distance(x, y);
      if (share > 0) blend(rgb, { at: (y * ART_WIDTH + x) * 3, colour, share });
    }
  }
}

function blend(
  rgb: Uint8Array,
  { at, colour, share }: { at: number; colour: Colour; share: number },
): void {
  const part = Math.min(1, Math.max(0, share));
  for (let i = 0; i < 3; i++) {
    const old = rgb[at + i] ?? 0;
    rgb[at + i] = old + ((colour[i] ?? 0) - old) * part;
  }
}

const MOTIFS: Readonly<Record<Motif, readonly Layer[]>> = {
  card: [
    { shape: box([180, 120, 250, 156], 16), colour: DEEP },
    { shape: box([176, 112, 250, 156], 16), colour: GREEN },
    { shape: box([200, 150, 44, 32], 6), colour: GOLD },
    { shape: box([200, 212, 200, 10], 5), colour: PALE },
    { shape: box([200, 234, 120, 10], 5), colour: PALE },
    { shape: circle([388, 150], 18), colour: SUN },
  ],
  phone: [
    { shape: box([252, 66, 136, 248], 22), colour: DEEP },
    { shape: box([260, 82, 120, 214], 10), colour: WHITE },
    { shape: box([272, 96, 96, 54], 8), colour: GREEN },
    { shape: box([272, 162, 42, 42], 8), colour: PALE },
    { shape: box([326, 162, 42, 42], 8), colour: PALE },
    { shape: box([272, 214, 96, 12], 6), colour: PALE },
    { shape: box([284, 248, 72, 26], 13), colour: RED },
  ],
  shield: [
    { shape: shield([320, 178], 92), colour: DEEP },
    { shape: shield([320, 178], 78), colour: GREEN },
    { shape: stroke([282, 176, 310, 206], 8), colour: WHITE },
    { shape: stroke([310, 206, 362, 146], 8), colour: WHITE },
  ],
  orange: [
    { shape: circle([258, 208], 64), colour: [236, 130, 28] },
    { shape: circle([372, 214], 56), colour: [244, 150, 40] },
    { shape: circle([316, 240], 60), colour: [250, 166, 52] },
    { shape: stroke([258, 148, 268, 128], 4), colour: DEEP },
    { shape: leaf([290, 126], 30), colour: GREEN },
    { shape: circle([240, 190], 12), colour: [250, 176, 92] },
    { shape: circle([296, 220], 10), colour: [255, 206, 130] },
  ],
  notes: [
    { shape: box([204, 150, 220, 110], 8), colour: [168, 60, 60] },
    { shape: box([214, 136, 220, 110], 8), colour: [190, 76, 70] },
    { shape: box([224, 122, 220, 110], 8), colour: [206, 92, 82] },
    { shape: circle([334, 177], 34), colour: [240, 214, 198] },
    { shape: box([240, 138, 36, 10], 5), colour: [240, 214, 198] },
    { shape: box([392, 206, 36, 10], 5), colour: [240, 214, 198] },
  ],
  house: [
    { shape: box([232, 168, 176, 126], 6), colour: WHITE },
    { shape: roof([320, 104], 120), colour: RED },
    { shape: box([302, 224, 36, 70], 4), colour: DEEP },
    { shape: box([250, 196, 36, 34], 4), colour: [150, 200, 226] },
    { shape: box([354, 196, 36, 34], 4), colour: [150, 200, 226] },
  ],
  heart: [
    { shape: heart([320, 176], 74), colour: RED },
    { shape: box([306, 142, 28, 84], 6), colour: WHITE },
    { shape: box([278, 170, 84, 28], 6), colour: WHITE },
  ],
  grain: [
    { shape: stroke([320, 96, 320, 310], 4), colour: GOLD },
    ...[0, 1, 2, 3, 4].flatMap((at) => [
      { shape: leaf([296, 120 + at * 34], 24), colour: GOLD },
      { shape: leaf([344, 120 + at * 34], -24), colour: SUN },
    ]),
  ],
};

function circle([cx, cy]: Point, radius: number): Shape {
  return around({ centre: [cx, cy], reach: radius }, (x, y) => Math.hypot(x - cx, y - cy) - radius);
}

/** From its left top corner. */
function box([left, top, width, height]: Four, radius: number): Shape {
  const centre: Point = [left + width / 2, top + height / 2];
  return around({ centre, reach: Math.max(width, height) / 2 }, (x, y) => {
    const dx = Math.abs(x - centre[0]) - width / 2 + radius;
    const dy = Math.abs(y - centre[1]) - height / 2 + radius;
    const outside = Math.hypot(Math.max(dx, 0), Math.max(dy, 0));
    return outside + Math.min(Math.max(dx, dy), 0) - radius;
  });
}

/** A line with round ends. */
function stroke([x1, y1, x2, y2]: Four, half: number): Shape {
  const length = (x2 - x1) ** 2 + (y2 - y1) ** 2;
  const centre: Point = [(x1 + x2) / 2, (y1 + y2) / 2];
  return around({ centre, reach: Math.sqrt(length) / 2 + half }, (x, y) => {
    const along = ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / length;
    const t = Math.min(1, Math.max(0, along));
    return Math.hypot(x - x1 - t * (x2 - x1), y - y1 - t * (y2 - y1)) - half;
  });
}

/** The lens in which two circles meet, leaning to one side, to the other with a negative size. */
function leaf([cx, cy]: Point, size: number): Shape {
  const lean = Math.sign(size);
  const radius = Math.abs(size);
  const reach = radius * 0.75;
  return around({ centre: [cx, cy], reach: radius }, (x, y) => {
    const u = ((x - cx) * lean + (y - cy)) * Math.SQRT1_2;
    const v = ((y - cy) - (x - cx) * lean) * Math.SQRT1_2;
    return Math.hypot(u, Math.abs(v) + reach) - Math.hypot(radius, reach);
  });
}

function roof([cx, top]: Point, half: number): Shape {
  return around({ centre: [cx, top], reach: half }, (x, y) => {
    const slope = (Math.abs(x - cx) - (y - top) * (half / 70)) * 0.5;
    return Math.max(slope, y - top - 70);
  });
}

function shield([cx, cy]: Point, size: number): Shape {
  return around({ centre: [cx, cy], reach: size * 1.2 }, (x, y) => {
    const dx = Math.abs(x - cx);
    const dy = y - cy;
    const side = dy < 0 ? dx - size * 0.82 : Math.hypot(dx + size * 0.3, dy) - size * 1.12;
    return Math.max(side, -dy - size);
  });
}

function heart([cx, cy]: Point, size: number): Shape {
  return around({ centre: [cx, cy], reach: size * 1.2 }, (x, y) => {
    const dx = Math.abs(x - cx);
    const dy = y - cy;
    const lobe = Math.hypot(dx - size * 0.5, dy + size * 0.35) - size * 0.6;
    // The line that touches both round parts at 45 degrees, and the square between them.
    const slope = (dx + dy - size) * Math.SQRT1_2;
    const tip = Math.max(slope, dx - size * 0.92, -dy - size * 0.35);
    return Math.min(lobe, tip);
  });
}

function around(
  { centre: [cx, cy], reach }: { readonly centre: Point; readonly reach: number },
  distance: Shape["distance"],
): Shape {
  return { distance, within: [cx - reach - 1, cy - reach - 1, cx + reach + 2, cy + reach + 2] };
}
