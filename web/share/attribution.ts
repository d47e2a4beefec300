/** The signed cookie that remembers who brought a visitor: a code or a manager, and until when. */
import { readCookie, setCookie } from "../edge/cookies.ts";
import { Signer } from "../edge/signer.ts";

/** Name of the cookie. */
export const VIA_COOKIE = "yd_via";

const DAY_SECONDS = 86_400;
const DAY_MS = DAY_SECONDS * 1_000;
const KEPT_MAX = 4_096;
const SHAPE = /^([A-Za-z0-9_-]{1,64})\.(\d{1,6})\.([A-Za-z0-9_-]{16})$/;

/**
 * Reads and writes the cookie. A value says nothing of its visitor, so those who came by one link on one day have
 * the same, and its signature is checked once.
 */
export class Attribution {
  readonly #signer: Signer;
  readonly #days: number;
  readonly #checked = new Map<string, { readonly name: string; readonly endMs: number } | null>();

  constructor(options: { readonly secret: string; readonly days: number }) {
    this.#signer = new Signer(options.secret);
    this.#days = options.days;
  }

  /** A `Set-Cookie` value that remembers the bearer for the days of the limit. */
  cookie(name: string, options: { readonly nowMs: number; readonly secure: boolean }): string {
    const endDay = Math.floor(options.nowMs / DAY_MS) + this.#days;
    return setCookie(VIA_COOKIE, `${name}.${endDay}.${this.#signer.sign(textOf(name, endDay))}`, {
      maxAgeSeconds: this.#days * DAY_SECONDS,
      secure: options.secure,
    });
  }

  /** The code or manager of a `Cookie` header; null for none, a forged one, or one whose days are over. */
  read(header: string | null, nowMs: number): string | null {
    const value = readCookie(header, VIA_COOKIE);
    if (value === null) return null;
    let checked = this.#checked.get(value);
    if (checked === undefined) {
      checked = this.#check(value);
      if (this.#checked.size >= KEPT_MAX) this.#checked.clear();
      this.#checked.set(value, checked);
    }
    return checked === null || checked.endMs <= nowMs ? null : checked.name;
  }

  #check(value: string): { name: string; endMs: number } | null {
    const [, name, day, signature] = SHAPE.exec(value) ?? [];
    if (name === undefined || signature === undefined) return null;
    const endDay = Number(day);
    const isOurs = this.#signer.isSigned(textOf(name, endDay), signature);
    return isOurs ? { name, endMs: endDay * DAY_MS } : null;
  }
}

function textOf(name: string, endDay: number): string {
  return `attribution\n${name}\n${endDay}`;
}
