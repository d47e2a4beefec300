/** base64url without padding (RFC 4648, 5), on bytes. */

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const VALUES = new Int8Array(256).fill(-1);
for (let i = 0; i < ALPHABET.length; i++) VALUES[ALPHABET.charCodeAt(i)] = i;

/**
 * Decodes `source[start, end)` to the beginning of `target`, which must have room for it. Returns the number of
 * bytes, or -1 where this is not the one encoding of any bytes (foreign characters, bits left over).
 */
export function decodeBase64Url(
  source: Uint8Array,
  range: { start: number; end: number },
  target: Uint8Array,
): number {
  const { start, end } = range;
  const whole = end - ((end - start) & 3);
  let seen = 0;
  let at = 0;
  for (let i = start; i < whole; i += 4) {
    const bits = valueAt(source, i) << 18 | valueAt(source, i + 1) << 12 |
      valueAt(source, i + 2) << 6 | valueAt(source, i + 3);
    seen |= bits;
    target[at++] = bits >> 16;
    target[at++] = bits >> 8;
    target[at++] = bits;
  }
  const rest = end - whole;
  if (rest === 1) return -1;
  if (rest > 1) {
    const bits = valueAt(source, whole) << 12 | valueAt(source, whole + 1) << 6 |
      (rest === 3 ? valueAt(source, whole + 2) : 0);
    if ((bits & (rest === 3 ? 0b11 : 0b1111_111111)) !== 0) return -1;
    seen |= bits;
    target[at++] = bits >> 10;
    if (rest === 3) target[at++] = bits >> 2;
  }
  return seen < 0 ? -1 : at;
}

function valueAt(source: Uint8Array, index: number): number {
  return VALUES[source[index] ?? 0] ?? -1;
}
