/**
 * Codes of participants' links. A code says itself whose it is (number of the campaign, cell, number in the cell) and
 * carries a keyed check, so that a million of them need no row and no look-up, and forged or misread ones are found.
 */
import { digest } from "../edge/digest.ts";
import { HmacSha256 } from "../edge/hmac_sha256.ts";

/** What a code stands for. */
export interface CodedPlace {
  /** The campaign's number. */
  readonly no: number;
  readonly cell: number;
  readonly n: number;
}

/** The same as of managers' codes, which are shorter: see `codes.ts`. */
const ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz";
const BASE = ALPHABET.length;
const CHARACTERS = 14;
const HALF = CHARACTERS / 2;
/** Exclusive bounds: 16, 10 and 22 bits. */
export const CODED_BOUNDS = { no: 65_536, cell: 1_024, n: 4_194_304 } as const;
/**
 * Each half is 24 bits of the place and one of 1,639 checks, which fills 31^7: of forged codes one in 2.7 million is
 * taken for real.
 */
const CHECKS = 1_639;
const HALF_PLACES = 2 ** 24;
const HALF_BITS = 24;
const CELL_LOW_BITS = 2;
const N_BITS = 22;
const MESSAGE_BYTES = 6;
const PADDING_BYTES = 72;
const NO_CHARACTER = 255;

/** Value of each character by its code, capitals as small letters. */
const VALUES = new Uint8Array(128).fill(NO_CHARACTER);
for (let value = 0; value < BASE; value++) {
  const character = ALPHABET[value] ?? "";
  VALUES[character.charCodeAt(0)] = value;
  VALUES[character.toUpperCase().charCodeAt(0)] = value;
}

/** Makes and reads codes under one secret: about 2 us each. */
export class ReferralCodes {
  readonly #hmac: HmacSha256;
  readonly #view = new DataView(new ArrayBuffer(MESSAGE_BYTES + PADDING_BYTES));

  constructor(secret: string) {
    this.#hmac = new HmacSha256(new TextEncoder().encode(digest(secret, "referral-codes")));
  }

  /** The code of a place within `CODED_BOUNDS`; throws a RangeError beyond. */
  encode({ no, cell, n }: CodedPlace): string {
    if (!isBelow(no, CODED_BOUNDS.no) || !isBelow(cell, CODED_BOUNDS.cell)) throw beyond(no, cell);
    if (!isBelow(n, CODED_BOUNDS.n)) throw beyond(n);
    const high = no * 2 ** (HALF_BITS - 16) + (cell >>> CELL_LOW_BITS);
    const low = (cell & 3) * 2 ** N_BITS + n;
    const checks = this.#checks(high, low);
    return written(high * CHECKS + checks.high) + written(low * CHECKS + checks.low);
  }

  /** What a text stands for, in whatever case; null for anything that is no code of ours. */
  decode(code: string): CodedPlace | null {
    if (code.length !== CHARACTERS) return null;
    const first = read(code, 0);
    const second = read(code, HALF);
    const high = Math.floor(first / CHECKS);
    const low = Math.floor(second / CHECKS);
    if (first < 0 || second < 0 || high >= HALF_PLACES || low >= HALF_PLACES) return null;
    const checks = this.#checks(high, low);
    if (first - high * CHECKS !== checks.high || second - low * CHECKS !== checks.low) return null;
    return {
      no: high >>> (HALF_BITS - 16),
      cell: (high & 0xff) << CELL_LOW_BITS | low >>> N_BITS,
      n: low & (2 ** N_BITS - 1),
    };
  }

  #checks(high: number, low: number): { readonly high: number; readonly low: number } {
    const view = this.#view;
    view.setUint32(0, high * 2 ** 8 + (low >>> 16));
    view.setUint16(4, low & 0xffff);
    const words = this.#hmac.digest(view, 0, MESSAGE_BYTES);
    return { high: ((words[0] ?? 0) >>> 0) % CHECKS, low: ((words[1] ?? 0) >>> 0) % CHECKS };
  }
}

/** Whether a text has the shape of a participant's code; only `decode` knows whether it is one. */
export function isReferralCode(text: string): boolean {
  return text.length === CHARACTERS && read(text, 0) >= 0 && read(text, HALF) >= 0;
}

function written(value: number): string {
  let text = "";
  for (let rest = value, i = 0; i < HALF; i++, rest = Math.floor(rest / BASE)) {
    text = (ALPHABET[rest % BASE] ?? "") + text;
  }
  return text;
}

/** The value of half a code; negative where a character is none of ours. */
function read(code: string, from: number): number {
  let value = 0;
  for (let i = from; i < from + HALF; i++) {
    const one = VALUES[code.charCodeAt(i)] ?? NO_CHARACTER;
    if (one === NO_CHARACTER) return -1;
    value = value * BASE + one;
  }
  return value;
}

function isBelow(value: number, bound: number): boolean {
  return Number.isInteger(value) && value >= 0 && value < bound;
}

function beyond(...values: number[]): RangeError {
  return new RangeError(`Cannot write a code: ${values.join("/")} is out of bounds`);
}
