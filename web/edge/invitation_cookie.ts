/**
 * The cookie of invitations from outside: `[<device>!]<touches><signature>`. One who comes by an invitation first gets
 * the device in the same cookie, since every header more costs the busiest route a tenth of its time.
 */
import { readCookie } from "./cookies.ts";
import { SIGNATURE_CHARACTERS } from "./signer.ts";

/** Name of the cookie. */
export const INVITATION_COOKIE = "yd_inv";
export const BODY_CHARACTERS_MAX = 320;

const DEVICE_CHARACTERS = 21;
const DEVICE_END = "!";

/** What of it is signed. */
export function signedText(body: string): string {
  return `touches\n${body}`;
}

/** The body of the cookie in a `Cookie` header where `isSigned` says that it is ours; else null. */
export function invitationBody(
  header: string | null,
  isSigned: (text: string, signature: string) => boolean,
): string | null {
  const value = readCookie(header, INVITATION_COOKIE);
  if (value === null || value.length > BODY_CHARACTERS_MAX + SIGNATURE_CHARACTERS) return null;
  const body = value.slice(0, -SIGNATURE_CHARACTERS);
  return isSigned(signedText(body), value.slice(-SIGNATURE_CHARACTERS)) ? body : null;
}

/** The device in a body; null where it has none. */
export function deviceIn(body: string | null): string | null {
  return body?.[DEVICE_CHARACTERS] === DEVICE_END ? body.slice(0, DEVICE_CHARACTERS) : null;
}

/** The touches in a body. */
export function touchesIn(body: string): string {
  return deviceIn(body) === null ? body : body.slice(DEVICE_CHARACTERS + 1);
}

/** A body with a device, or without one where null. */
export function bodyWith(device: string | null, touches: string): string {
  return device === null ? touches : device + DEVICE_END + touches;
}
