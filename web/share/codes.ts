/** Codes of links: short, not to be guessed, and read right from paper and over the telephone. */
import type { Random } from "../../engine/mod.ts";

/** Without 0, o, 1, l and i, which look alike, and in one case. */
const ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz";
/** 31^9 is 2.6 × 10^13: with a million links, one guess in 26 million meets one. */
const CHARACTERS = 9;
const SHAPE = new RegExp(`^[${ALPHABET}]{${CHARACTERS}}$`);
const DRAWN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** A new code, evenly drawn. */
export function newCode(random: Random): string {
  let code = "";
  while (code.length < CHARACTERS) {
    for (const character of random.id(CHARACTERS)) {
      const n = DRAWN.indexOf(character);
      // Of 64 equally likely values 62 are kept, twice the alphabet.
      if (n < 2 * ALPHABET.length && code.length < CHARACTERS) {
        code += ALPHABET[n % ALPHABET.length];
      }
    }
  }
  return code;
}

/** Whether a text may be a code. */
export function isCode(text: string): boolean {
  return SHAPE.test(text);
}
