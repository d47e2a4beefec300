/** Who sends a request: a bearer token, or the cookie of a page of ours. */
import { CUSTOMER_COOKIE, readCookie, STAFF_COOKIE } from "./cookies.ts";
import type { Claims, TokenVerifier } from "./token.ts";

export type Caller =
  | { readonly kind: "known"; readonly claims: Claims }
  /** Neither token nor cookie. */
  | { readonly kind: "unknown" }
  /** A token that is forged, expired or unreadable. */
  | { readonly kind: "forged" }
  /** A cookie on a request that another site caused. */
  | { readonly kind: "cross-site" };

const UNKNOWN: Caller = { kind: "unknown" };
const FORGED: Caller = { kind: "forged" };
const CROSS_SITE: Caller = { kind: "cross-site" };

export type CookieOf = "customer" | "staff";

/** A header outdoes a cookie: whoever sends one means it. */
export function callerOf(request: Request, of: CookieOf, verifier: TokenVerifier): Caller {
  const { headers } = request;
  const authorization = headers.get("authorization");
  if (authorization !== null) {
    const claims = verifier.verify(authorization);
    return claims === null ? FORGED : { kind: "known", claims };
  }
  const name = of === "customer" ? CUSTOMER_COOKIE : STAFF_COOKIE;
  const token = readCookie(headers.get("cookie"), name);
  if (token === null) return UNKNOWN;
  if (sameOrigin(request) !== "yes") return CROSS_SITE;
  const claims = verifier.verify(`Bearer ${token}`);
  // An expired session is signed out, not an attack.
  return claims === null ? UNKNOWN : { kind: "known", claims };
}

/** Whether a page of this origin caused a request that may change something, as far as the browser says. */
export function sameOrigin(request: Request): "yes" | "no" | "unsaid" {
  const { method, headers } = request;
  if (method === "GET" || method === "HEAD") return "yes";
  const site = headers.get("sec-fetch-site");
  if (site !== null) return site === "same-origin" || site === "none" ? "yes" : "no";
  const origin = headers.get("origin");
  if (origin === null) return "unsaid";
  const host = URL.parse(origin)?.host;
  if (host === undefined) return "no";
  return host === (headers.get("host") ?? URL.parse(request.url)?.host) ? "yes" : "no";
}
