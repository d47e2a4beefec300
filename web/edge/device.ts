/** A device, by a signed first-party cookie: nobody can make up many. API clients have none. */
import type { Random } from "../../engine/mod.ts";
import { readCookie, setCookie } from "./cookies.ts";
import { digest, isSame } from "./digest.ts";
import { deviceIn, invitationBody } from "./invitation_cookie.ts";
import { SIGNATURE_CHARACTERS, Signer } from "./signer.ts";

/** Name of the cookie. Who came by an invitation first has the device in that cookie instead. */
export const DEVICE_COOKIE = "yd_dev";

const YEAR_SECONDS = 31_536_000;
const ID_CHARACTERS = 21;

/** The device's id; null without a cookie of ours. */
export function deviceOf(request: Request, secret: string): string | null {
  const header = request.headers.get("cookie");
  if (header === null) return null;
  return read(header, (text) => digest(secret, text).slice(0, SIGNATURE_CHARACTERS));
}

/** A device that was not known, and the cookie that makes it known. */
export function newDevice(
  options: { readonly random: Random; readonly secret: string; readonly secure: boolean },
): { readonly id: string; readonly cookie: string } {
  const { secure, secret } = options;
  const id = options.random.id(ID_CHARACTERS);
  const signature = digest(secret, textOf(id)).slice(0, SIGNATURE_CHARACTERS);
  return { id, cookie: cookieOf(id, { signature, secure }) };
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
    return header === null ? null : read(header, (text) => this.#signer.sign(text));
  }

  /** An id that nobody has. */
  newId(): string {
    return this.#random.id(ID_CHARACTERS);
  }

  /** The cookie that makes a device known. */
  cookie(id: string, { secure }: { readonly secure: boolean }): string {
    return cookieOf(id, { signature: this.#signer.sign(textOf(id)), secure });
  }
}

function read(header: string, sign: (text: string) => string): string | null {
  const value = readCookie(header, DEVICE_COOKIE);
  if (value !== null && value.length === ID_CHARACTERS + 1 + SIGNATURE_CHARACTERS) {
    const id = value.slice(0, ID_CHARACTERS);
    if (value === `${id}.${sign(textOf(id))}`) return id;
  }
  return deviceIn(invitationBody(header, (text, signature) => isSame(sign(text), signature)));
}

function cookieOf(
  id: string,
  { signature, secure }: { readonly signature: string; readonly secure: boolean },
): string {
  const options = { maxAgeSeconds: YEAR_SECONDS, secure };
  return setCookie(DEVICE_COOKIE, `${id}.${signature}`, options);
}

function textOf(id: string): string {
  return `device\n${id}`;
}
