/** Writes a picture as PNG: eight bits of red, green and blue, no transparency. */

/** Pixels from left to right, top to bottom, three bytes each. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8Array;
}

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
/** Each byte less the one above it: fields and skies change slowly. */
const FILTER_UP = 2;
const TRUE_COLOUR = 2;

/** The file. */
export async function encodePng({ width, height, rgb }: Pixels): Promise<Uint8Array<ArrayBuffer>> {
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([8, TRUE_COLOUR, 0, 0, 0], 8);
  const parts = [
    SIGNATURE,
    chunk("IHDR", header),
    chunk("IDAT", await deflate(filtered({ width, height, rgb }))),
    chunk("IEND", new Uint8Array(0)),
  ];
  return await new Blob(parts).bytes();
}

function filtered({ width, height, rgb }: Pixels): Uint8Array<ArrayBuffer> {
  const row = width * 3;
  const bytes = new Uint8Array(height * (row + 1));
  for (let y = 0; y < height; y++) {
    bytes[y * (row + 1)] = FILTER_UP;
    for (let x = 0; x < row; x++) {
      const above = y === 0 ? 0 : rgb[(y - 1) * row + x] ?? 0;
      bytes[y * (row + 1) + 1 + x] = (rgb[y * row + x] ?? 0) - above;
    }
  }
  return bytes;
}

async function deflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const packed = new Blob([bytes]).stream().pipeThrough(new CompressionStream("deflate"));
  return await new Response(packed).bytes();
}

function chunk(name: string, data: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(data.length + 12);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  bytes.set(new TextEncoder().encode(name), 4);
  bytes.set(data, 8);
  view.setUint32(data.length + 8, crc32(bytes.subarray(4, data.length + 8)));
  return bytes;
}

/** CRC-32 of ISO 3309, as PNG asks for. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}
