/** Headers that keep pages from doing what they should not. */
import type { MiddlewareHandler } from "hono";
import { isSecure } from "./address.ts";
import type { EdgeEnv } from "./endpoint.ts";

/** Staff scan coupons with the camera; no other page of ours opens it. */
const SCANS = "/console";

/** The console shows a storefront's preview in a frame; nobody else frames anything of ours. */
const PREVIEWS = "/s/";

const CSP = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "frame-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join("; ");

const POLICY = "camera=(), microphone=(), geolocation=(), payment=()";

/** Headers of every page. */
export const PAGE_HEADERS: readonly (readonly [string, string])[] = [
  ["content-security-policy", CSP],
  ["referrer-policy", "same-origin"],
  ["permissions-policy", POLICY],
  ["cross-origin-opener-policy", "same-origin"],
  ["x-frame-options", "DENY"],
];
/** Of every answer that came by TLS. */
export const HSTS = "max-age=31536000; includeSubDomains";

/** Pages get a strict policy: scripts and styles of our own files only. */
export function securityHeaders(options: { trustProxy: boolean }): MiddlewareHandler<EdgeEnv> {
  return async (context, next) => {
    await next();
    const { headers } = context.res;
    headers.set("x-content-type-options", "nosniff");
    if (isSecure(context.req.raw, options.trustProxy)) {
      headers.set("strict-transport-security", HSTS);
    }
    if (!headers.get("content-type")?.startsWith("text/html")) return;
    for (const [name, value] of PAGE_HEADERS) headers.set(name, value);
    if (context.req.path.startsWith(SCANS)) {
      headers.set("permissions-policy", POLICY.replace("camera=()", "camera=(self)"));
    }
    if (!context.req.path.startsWith(PREVIEWS) || !context.req.query("preview")) return;
    headers.set(
      "content-security-policy",
      CSP.replace("frame-ancestors 'none'", "frame-ancestors 'self'"),
    );
    headers.set("x-frame-options", "SAMEORIGIN");
  };
}
