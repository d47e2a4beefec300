/** Reads a PNG as a camera would see it; eight bits of red, green, blue and alpha, as painters write. */

export interface PngPixels {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue, alpha. */
  readonly pixels: Uint8ClampedArray;
}

const BYTES = 4;

/** The pixels; throws on anything but what the painter writes. */
export async function pixelsOfPng(png: Uint8Array<ArrayBuffer>): Promise<PngPixels> {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  if (png[24] !== 8 || png[25] !== 6 || png[28] !== 0) throw new Error("Cannot read this PNG");
  const data: Uint8Array<ArrayBuffer>[] = [];
  for (let at = 8; at < png.length; at += 12 + view.getUint32(at)) {
    const name = String.fromCharCode(...png.subarray(at + 4, at + 8));
    if (name === "IDAT") data.push(png.slice(at + 8, at + 8 + view.getUint32(at)));
  }
  const stream = new Blob(data).stream().pipeThrough(new DecompressionStream("deflate"));
  const rows = await new Response(stream).bytes();
  return { width, height, pixels: unfiltered(rows, { width, height }) };
}

/** PNG, section 9.2: each byte is told from those to its left and above. */
function unfiltered(
  rows: Uint8Array,
  { width, height }: { width: number; height: number },
): Uint8ClampedArray {
  const stride = width * BYTES;
  const pixels = new Uint8ClampedArray(stride * height);
  for (let y = 0; y < height; y++) {
    const filter = rows[y * (stride + 1)];
    for (let x = 0; x < stride; x++) {
      const left = x < BYTES ? 0 : pixels[y * stride + x - BYTES] ?? 0;
      const up = y === 0 ? 0 : pixels[(y - 1) * stride + x] ?? 0;
      const corner = x < BYTES || y === 0 ? 0 : pixels[(y - 1) * stride + x - BYTES] ?? 0;
      const told = rows[y * (stride + 1) + 1 + x] ?? 0;
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter ?? 0] ?? 0;
      pixels[y * stride + x] = (told + guess) & 0xff;
    }
  }
  return pixels;
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [a, b, c] = [left, up, corner].map((one) => Math.abs(guess - one));
  if (a === undefined || b === undefined || c === undefined) return 0;
  return a <= b && a <= c ? left : b <= c ? up : corner;
}
