/** Short signatures of cookies at the rate of a crowd: the first 96 bits of what `digest` gives, in a tenth of the time. */
import { HmacSha256 } from "./hmac_sha256.ts";

export const SIGNATURE_CHARACTERS = 16;
const TEXT_BYTES_MAX = 1_024;
const PADDING_BYTES = 72;
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
/** Two characters for every 12 bits. */
const PAIRS = Array.from(
  { length: 4_096 },
  (_, bits) => (ALPHABET[bits >>> 6] ?? "") + (ALPHABET[bits & 63] ?? ""),
);

export class Signer {
  readonly #hmac: HmacSha256;
  readonly #encoder = new TextEncoder();
  readonly #bytes = new Uint8Array(TEXT_BYTES_MAX + PADDING_BYTES);
  readonly #view = new DataView(this.#bytes.buffer);
  readonly #room = this.#bytes.subarray(0, TEXT_BYTES_MAX);

  constructor(secret: string) {
    this.#hmac = new HmacSha256(new TextEncoder().encode(secret));
  }

  /** 16 URL-safe characters; throws for texts beyond 1,024 bytes. */
  sign(text: string): string {
    const { read, written } = this.#encoder.encodeInto(text, this.#room);
    if (read !== text.length) throw new RangeError(`Cannot sign ${text.length} characters`);
    const words = this.#hmac.digest(this.#view, 0, written);
    const a = words[0] ?? 0;
    const b = words[1] ?? 0;
    const c = words[2] ?? 0;
    return pair(a >>> 20) + pair(a >>> 8) + pair(a << 4 | b >>> 28) + pair(b >>> 16) +
      pair(b >>> 4) + pair(b << 8 | c >>> 24) + pair(c >>> 12) + pair(c);
  }

  /** Whether this is the text's signature. */
  isSigned(text: string, signature: string): boolean {
    if (text.length > TEXT_BYTES_MAX / 3 || signature.length !== SIGNATURE_CHARACTERS) return false;
    const right = this.sign(text);
    let difference = 0;
    for (let i = 0; i < SIGNATURE_CHARACTERS; i++) {
      difference |= right.charCodeAt(i) ^ signature.charCodeAt(i);
    }
    return difference === 0;
  }
}

function pair(bits: number): string {
  return PAIRS[bits & 0xfff] ?? "";
}
