/**
 * The poster's font: Noto Sans SC in a hundred slices, of which those are unpacked that a text needs. It is a variable
 * font and the painter draws its thinnest weight, so heavier text gets a stroke.
 */
import unicode from "@fontsource-variable/noto-sans-sc/unicode.json" with { type: "json" };
import { decompress } from "wawoff2";

/** Family name inside every slice. */
export const FAMILY = "Noto Sans SC Thin";

interface Slice {
  readonly name: string;
  readonly ranges: readonly (readonly [from: number, to: number])[];
}

/** One unpacked slice: its bytes, and how wide each of its characters is. */
interface Unpacked {
  readonly bytes: Uint8Array;
  /** In ems, by code point. */
  readonly widths: ReadonlyMap<number, number>;
}

const SLICES: readonly Slice[] = Object.entries(unicode).map(([name, ranges]) => ({
  name: name.replaceAll(/[[\]]/g, ""),
  ranges: ranges.split(",").map((range) => {
    const [from = "", to = from] = range.slice(2).split("-");
    return [parseInt(from, 16), parseInt(to, 16)] as const;
  }),
}));

/** What a painter needs of the font for some texts. */
export interface Typeface {
  readonly files: readonly Uint8Array[];
  /** Width in ems; null for a character that the font does not have. */
  widthOf(character: string): number | null;
}

const unpacked = new Map<string, Promise<Unpacked>>();

/** The slices that hold these texts. */
export async function typefaceFor(texts: readonly string[]): Promise<Typeface> {
  const points = new Set(
    texts.flatMap((text) => [...text]).map((character) => character.codePointAt(0) ?? 0),
  );
  const slices = SLICES.filter(({ ranges }) =>
    ranges.some(([from, to]) => [...points].some((point) => point >= from && point <= to))
  );
  const fonts = await Promise.all(slices.map(({ name }) => unpack(name)));
  return {
    files: fonts.map(({ bytes }) => bytes),
    widthOf(character) {
      const point = character.codePointAt(0) ?? 0;
      for (const { widths } of fonts) {
        const width = widths.get(point);
        if (width !== undefined) return width;
      }
      return null;
    },
  };
}

function unpack(name: string): Promise<Unpacked> {
  let slice = unpacked.get(name);
  if (slice === undefined) {
    slice = read(name);
    unpacked.set(name, slice);
  }
  return slice;
}

async function read(name: string): Promise<Unpacked> {
  const file = await import(
    `@fontsource-variable/noto-sans-sc/files/noto-sans-sc-${name}-wght-normal.woff2`,
    { with: { type: "bytes" } }
  );
  const bytes = new Uint8Array(await decompress(file.default));
  return { bytes, widths: widthsOf(bytes) };
}

/** Widths of an OpenType font's characters: `cmap` names their glyphs, `hmtx` says how far each advances. */
function widthsOf(font: Uint8Array): Map<number, number> {
  const view = new DataView(font.buffer, font.byteOffset, font.byteLength);
  const tables = new Map<string, number>();
  for (let n = 0; n < view.getUint16(4); n++) {
    const at = 12 + 16 * n;
    tables.set(String.fromCharCode(...font.subarray(at, at + 4)), view.getUint32(at + 8));
  }
  const table = (name: string) => {
    const at = tables.get(name);
    if (at === undefined) throw new Error(`Cannot read the font: no table "${name}"`);
    return at;
  };
  const em = view.getUint16(table("head") + 18);
  const metrics = view.getUint16(table("hhea") + 34);
  const hmtx = table("hmtx");
  const widths = new Map<number, number>();
  for (const [point, glyph] of glyphsOf(view, table("cmap"))) {
    widths.set(point, view.getUint16(hmtx + 4 * Math.min(glyph, metrics - 1)) / em);
  }
  return widths;
}

/** Glyphs by code point, of the subtables that fonts of today have: formats 4 and 12. */
function* glyphsOf(view: DataView, cmap: number): Generator<[point: number, glyph: number]> {
  for (let n = 0; n < view.getUint16(cmap + 2); n++) {
    const at = cmap + view.getUint32(cmap + 8 + 8 * n);
    const format = view.getUint16(at);
    if (format === 12) yield* groupsOf(view, at);
    else if (format === 4) yield* segmentsOf(view, at);
  }
}

function* groupsOf(view: DataView, at: number): Generator<[number, number]> {
  for (let n = 0; n < view.getUint32(at + 12); n++) {
    const group = at + 16 + 12 * n;
    const [from, to] = [view.getUint32(group), view.getUint32(group + 4)];
    const first = view.getUint32(group + 8);
    for (let point = from; point <= to; point++) yield [point, first + point - from];
  }
}

function* segmentsOf(view: DataView, at: number): Generator<[number, number]> {
  const size = view.getUint16(at + 6);
  for (let n = 0; n < size; n += 2) {
    const to = view.getUint16(at + 14 + n);
    const from = view.getUint16(at + 16 + size + n);
    const delta = view.getUint16(at + 16 + 2 * size + n);
    const offsetAt = at + 16 + 3 * size + n;
    const offset = view.getUint16(offsetAt);
    for (let point = from; point <= to && point < 0xffff; point++) {
      const listed = offset === 0 ? point : view.getUint16(offsetAt + offset + 2 * (point - from));
      const glyph = listed === 0 ? 0 : (listed + delta) & 0xffff;
      if (glyph !== 0) yield [point, glyph];
    }
  }
}
