/** A device, by a signed first-party cookie: nobody can make up many. API clients have none. */
import type { Random } from "../../engine/mod.ts";
import { readCookie, setCookie } from "./cookies.ts";
import { digest } from "./digest.ts";
import { Signer } from "./signer.ts";

/** Name of the cookie. */
export const DEVICE_COOKIE = "yd_dev";

const YEAR_SECONDS = 31_536_000;
const ID_CHARACTERS = 21;
const SIGNATURE_CHARACTERS = 16;

/** The device's id; null without a cookie of ours. */
export function deviceOf(request: Request, secret: string): string | null {
  const value = readCookie(request.headers.get("cookie"), DEVICE_COOKIE);
  if (value === null || value.length !== ID_CHARACTERS + 1 + SIGNATURE_CHARACTERS) return null;
  const id = value.slice(0, ID_CHARACTERS);
  return value === sign(id, secret) ? id : null;
}

/** A device that was not known, and the cookie that makes it known. */
export function newDevice(
  options: { readonly random: Random; readonly secret: string; readonly secure: boolean },
): { readonly id: string; readonly cookie: string } {
  const id = options.random.id(ID_CHARACTERS);
  const cookie = setCookie(DEVICE_COOKIE, sign(id, options.secret), {
    maxAgeSeconds: YEAR_SECONDS,
    secure: options.secure,
  });
  return { id, cookie };
}

/** The same at the rate of a crowd. */
export class Devices {
  readonly #signer: Signer;
  readonly #random: Random;

  constructor(options: { readonly secret: string; readonly random: Random }) {
    this.#signer = new Signer(options.secret);
    this.#random = options.random;
  }

  /** The id that a `Cookie` header has; null without a cookie of ours. */
  read(header: string | null): string | null {
    const value = readCookie(header, DEVICE_COOKIE);
    if (value === null || value.length !== ID_CHARACTERS + 1 + SIGNATURE_CHARACTERS) return null;
    const id = value.slice(0, ID_CHARACTERS);
    return value === this.#sign(id) ? id : null;
  }

  /** A device that was not known, and the cookie that makes it known. */
  make(options: { readonly secure: boolean }): { readonly id: string; readonly cookie: string } {
    const id = this.#random.id(ID_CHARACTERS);
    const { secure } = options;
    const cookie = setCookie(DEVICE_COOKIE, this.#sign(id), {
      maxAgeSeconds: YEAR_SECONDS,
      secure,
    });
    return { id, cookie };
  }

  #sign(id: string): string {
    return `${id}.${this.#signer.sign(`device\n${id}`)}`;
  }
}

function sign(id: string, secret: string): string {
  return `${id}.${digest(secret, `device\n${id}`).slice(0, SIGNATURE_CHARACTERS)}`;
}
