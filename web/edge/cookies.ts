/** Cookies that the edge reads and sets. */

/** Name of the cookie that keeps a customer signed in. */
export const CUSTOMER_COOKIE = "yd_customer";
/** Name of the cookie that keeps staff signed in. */
export const STAFF_COOKIE = "yd_staff";

/** The value of a cookie; null when absent. Values of ours need no decoding. */
export function readCookie(header: string | null, name: string): string | null {
  if (header === null) return null;
  const sought = `${name}=`;
  for (let from = 0;;) {
    const at = header.indexOf(sought, from);
    if (at === -1) return null;
    if (at === 0 || header[at - 1] === " " || header[at - 1] === ";") {
      const end = header.indexOf(";", at);
      const value = header.slice(at + sought.length, end === -1 ? undefined : end).trim();
      return value === "" ? null : value;
    }
    from = at + 1;
  }
}

/** A `Set-Cookie` value; `maxAgeSeconds` 0 clears it. Scripts cannot read it. */
export function setCookie(
  name: string,
  value: string,
  options: { maxAgeSeconds: number; secure: boolean; path?: string },
): string {
  return `${name}=${value}; Path=${options.path ?? "/"}; HttpOnly; SameSite=Lax` +
    `; Max-Age=${options.maxAgeSeconds}${options.secure ? "; Secure" : ""}`;
}
