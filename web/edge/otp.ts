/** One-time codes: hashed, short-lived, few tries, bounded in number. */
import type { Random } from "../../engine/mod.ts";
import { Newest } from "../shared/newest.ts";
import { digest, isSame } from "./digest.ts";

/** How long a code is good for. */
export const OTP_SECONDS = 300;
const TRIES_MAX = 5;
const KEPT_MAX = 100_000;
const DIGITS = 6;

interface Kept {
  readonly hash: string;
  readonly untilMs: number;
  tries: number;
}

/** Codes by phone; neither is kept in clear. */
export class OneTimeCodes {
  readonly #secret: string;
  readonly #random: Random;
  readonly #kept = new Newest<string, Kept>(KEPT_MAX);

  constructor(secret: string, random: Random) {
    this.#secret = secret;
    this.#random = random;
  }

  /** A new code for this phone; the one before is void. */
  issue(phone: string, nowMs: number): string {
    const code = sixDigits(this.#random);
    const name = this.#nameOf(phone);
    this.#kept.set(name, {
      hash: this.#hashOf(phone, code),
      untilMs: nowMs + OTP_SECONDS * 1_000,
      tries: 0,
    });
    return code;
  }

  /** Whether this is the phone's code; a right one is used up, as is one with too many tries. */
  redeem(phone: string, code: string, nowMs: number): boolean {
    const name = this.#nameOf(phone);
    const kept = this.#kept.get(name);
    if (kept === undefined) return false;
    const right = kept.untilMs > nowMs && isSame(kept.hash, this.#hashOf(phone, code));
    if (right || ++kept.tries >= TRIES_MAX || kept.untilMs <= nowMs) this.#kept.delete(name);
    return right;
  }

  #nameOf(phone: string): string {
    return digest(this.#secret, `otp phone\n${phone}`);
  }

  #hashOf(phone: string, code: string): string {
    return digest(this.#secret, `otp code\n${phone}\n${code}`);
  }
}

/** Evenly drawn from the secure source: 2^30 is cut to a multiple of 10^6. */
function sixDigits(random: Random): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const range = 10 ** DIGITS;
  const bound = Math.floor(2 ** 30 / range) * range;
  for (;;) {
    let value = 0;
    for (const character of random.id(5)) value = value * 64 + alphabet.indexOf(character);
    if (value < bound) return String(value % range).padStart(DIGITS, "0");
  }
}
