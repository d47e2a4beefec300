/** How a page is asked for: whatever makes one visitor's page another than the next one's. */
import type { Locale } from "../../shared/format.ts";
import { originOf } from "../address.ts";
import { CUSTOMER_COOKIE, readCookie, STAFF_COOKIE } from "../cookies.ts";
import { staffOf } from "../endpoint.ts";
import { callerOf } from "../identity.ts";
import type { Services } from "../services.ts";

export interface Look {
  readonly locale: Locale;
  readonly elder: boolean;
  readonly origin: string;
  readonly customer: string | null;
  /** Staff are told that what they see may be out of date. */
  readonly staleSinceMs: number | null;
}

/** Whether nothing but the address, the language and the size decides. */
export function isStranger(look: Look): boolean {
  return look.customer === null && look.staleSinceMs === null;
}

/** Name of all looks of strangers that have one page. */
export function nameOf(id: string, { locale, elder, origin }: Look): string {
  return `${id} ${locale}${elder ? "+" : ""} ${origin}`;
}

/** The language that a browser remembers. */
export function localeOf(request: Request): Locale {
  return readCookie(request.headers.get("cookie"), "yd_lang") === "en" ? "en" : "zh";
}

/** Names under which a node is known, told apart in pages: a request may say any name. */
const ORIGINS_MAX = 16;

/** Reads looks from requests. */
export function createLooks(
  services: Pick<Services, "sources" | "publicUrl" | "trustProxy" | "verifier">,
): (request: Request) => Look {
  const { sources, verifier } = services;
  const told = services.publicUrl?.replace(/\/+$/, "") ?? null;

  const origins = new Set<string>();

  function originFor(request: Request): string {
    const origin = originOf(request, services);
    if (origins.has(origin)) return origin;
    if (origins.size < ORIGINS_MAX) origins.add(origin);
    else for (const first of origins) return first;
    return origin;
  }

  function customerOf(request: Request, cookie: string | null): string | null {
    if (cookie === null || readCookie(cookie, CUSTOMER_COOKIE) === null) return null;
    const caller = callerOf(request, "customer", verifier);
    if (caller.kind !== "known" || caller.claims.role !== "customer") return null;
    return caller.claims.sub;
  }

  function isStaff(request: Request, cookie: string | null): boolean {
    if (cookie === null || readCookie(cookie, STAFF_COOKIE) === null) return false;
    const caller = callerOf(request, "staff", verifier);
    return caller.kind === "known" && staffOf(caller.claims) !== null;
  }

  return (request) => {
    const cookie = request.headers.get("cookie");
    const staleSinceMs = sources.staleSinceMs();
    return {
      locale: readCookie(cookie, "yd_lang") === "en" ? "en" : "zh",
      elder: readCookie(cookie, "yd_elder") === "1",
      origin: told ?? originFor(request),
      customer: customerOf(request, cookie),
      staleSinceMs: staleSinceMs !== null && isStaff(request, cookie) ? staleSinceMs : null,
    };
  };
}
