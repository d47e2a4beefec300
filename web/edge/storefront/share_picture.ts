/** The picture that chats show beside a link to a storefront without a photo: a grain of rice over terraces. */
import { encodePng } from "../../store/articles/png.ts";

type Colour = readonly [red: number, green: number, blue: number];

const SIDE = 300;
/** Between pauses: a ms or two. */
const ROWS_AT_ONCE = 8;
/** Samples per pixel and direction: edges without steps. */
const SAMPLES = 2;

const SKY: readonly [Colour, Colour] = [[18, 140, 86], [7, 91, 56]];
const TERRACES: readonly { readonly at: number; readonly colour: Colour }[] = [
  { at: 0.72, colour: [10, 111, 69] },
  { at: 0.8, colour: [8, 90, 56] },
  { at: 0.89, colour: [6, 76, 47] },
];
const GRAIN: Colour = [243, 227, 181];
const VEIN: Colour = [11, 94, 59];

/** The file. Made once, in small pieces: whoever has work meanwhile goes first in each `pause`. */
export async function sharePicture(
  pause: () => Promise<void>,
): Promise<Uint8Array<ArrayBuffer>> {
  const rgb = new Uint8Array(SIDE * SIDE * 3);
  for (let y = 0; y < SIDE; y++) {
    if (y % ROWS_AT_ONCE === 0) await pause();
    for (let x = 0; x < SIDE; x++) rgb.set(pixel(x, y), (y * SIDE + x) * 3);
  }
  return await encodePng({ width: SIDE, height: SIDE, rgb });
}

function pixel(x: number, y: number): Colour {
  let [red, green, blue] = [0, 0, 0];
  for (let i = 0; i < SAMPLES * SAMPLES; i++) {
    const dx = (i % SAMPLES + 0.5) / SAMPLES;
    const dy = (Math.floor(i / SAMPLES) + 0.5) / SAMPLES;
    const [r, g, b] = colourAt((x + dx) / SIDE, (y + dy) / SIDE);
    red += r;
    green += g;
    blue += b;
  }
  const n = SAMPLES * SAMPLES;
  return [red / n, green / n, blue / n];
}

/** Colour at a point of the unit square. */
function colourAt(x: number, y: number): Colour {
  const upright = y - 0.42;
  // The grain is where two circles meet.
  const isGrain = Math.hypot(x - 0.5 + 0.2, upright) < 0.34 &&
    Math.hypot(x - 0.5 - 0.2, upright) < 0.34;
  if (isGrain) return Math.abs(x - 0.5) < 0.008 && Math.abs(upright) < 0.17 ? VEIN : GRAIN;
  const terrace = TERRACES.findLast(({ at }) => y > at + 0.035 * Math.sin(x * 5 + at * 20));
  if (terrace !== undefined) return terrace.colour;
  const [top, bottom] = SKY;
  return [mix(top[0], bottom[0], y), mix(top[1], bottom[1], y), mix(top[2], bottom[2], y)];
}

function mix(from: number, to: number, share: number): number {
  return from + (to - from) * share;
}
