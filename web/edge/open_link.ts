/**
 * `GET /r/:code`, the busiest route: it goes around the router, and answers from memory. Managers' codes are rows that
 * are kept, participants' codes say themselves whose they are. Robots, previews and pictures' fetches get the redirect
 * and nothing else; people get cookies, and their click is counted once an hour; tools get the cookies without a count.
 */
import { channelOf } from "../share/channels.ts";
import { isCode } from "../share/codes.ts";
import type { Invitation } from "../share/invitations.ts";
import type { Bearing } from "../share/link_source.ts";
import { pathOf } from "../share/targets.ts";
import type { ProblemCode } from "../shared/api.ts";
import { addressOf, isSecure } from "./address.ts";
import { STAFF_COOKIE } from "./cookies.ts";
import { Devices } from "./device.ts";
import { callerOf } from "./identity.ts";
import { lostPage } from "./lost.ts";
import { problem, type ProblemFacts } from "./problem.ts";
import { Robots } from "./robots.ts";
import type { Services } from "./services.ts";
import { languageOf } from "./words.ts";

const PATH = "/r/";
/** Longer than any code of ours. */
const CODE_CHARACTERS_MAX = 64;
const RETRY_MS = 5_000;
const NO_STORE = "no-store";
const CHANNEL_CHARACTERS_MAX = 16;

type Answered = Response | Promise<Response>;
export type OpenLink = (request: Request, info: Deno.ServeHandlerInfo, code: string) => Answered;

/** The code where a request opens a link, else null. */
export function openedCode(method: string, url: string): string | null {
  if (method !== "GET") return null;
  const path = url.indexOf("/", 8);
  if (!url.startsWith(PATH, path)) return null;
  const from = path + PATH.length;
  const query = url.indexOf("?", from);
  const code = url.slice(from, query === -1 ? undefined : query);
  return code.length > CODE_CHARACTERS_MAX || code.includes("/") ? null : code;
}

/** One request, as far as it is understood. */
interface Opening {
  readonly request: Request;
  /** As it is kept: in small letters. */
  readonly code: string;
  readonly address: string;
  readonly nowMs: number;
}

/** Makes the handler of short links. */
export function createOpenLink(services: Services): OpenLink {
  const { admission, engine, log, referralCounts, share, trustProxy, verifier } = services;
  const { attribution, bearings, clicks, invitations, touches } = share;
  const devices = new Devices({ secret: services.authSecret, random: services.world.random });
  const robots = new Robots();

  function open(request: Request, info: Deno.ServeHandlerInfo, code: string): Answered {
    // Whoever is redirected is counted, and what is counted from now on may not be stored any more.
    if (admission.closed) return away(request, "draining");
    const address = addressOf(request, info, trustProxy);
    const nowMs = engine.nowMs();
    if (!admission.address(address, nowMs)) {
      return refused(request, "too-many-requests", { retryAfterMs: admission.retryAfterMs() });
    }
    const invitation = invitations.placeOf(code);
    // On paper and over the telephone capitals are made of it.
    const opening = { request, code: code.toLowerCase(), address, nowMs };
    if (invitation) return invited(opening, invitation);
    if (invitation === undefined) return findInvitation(opening);
    if (!isCode(opening.code)) return lost(request);
    const bearing = bearings.fresh(opening.code);
    return bearing === undefined ? findBearing(opening) : led(opening, bearing);
  }

  async function findInvitation(opening: Opening): Promise<Response> {
    try {
      const invitation = await invitations.find(opening.code);
      if (admission.closed) return away(opening.request, "draining");
      return invitation === null ? lost(opening.request) : invited(opening, invitation);
    } catch (error) {
      return unreadable(opening, error);
    }
  }

  async function findBearing(opening: Opening): Promise<Response> {
    try {
      const bearing = await bearings.find(opening.code);
      return admission.closed ? away(opening.request, "draining") : led(opening, bearing);
    } catch (error) {
      return unreadable(opening, error);
    }
  }

  function unreadable({ request, code }: Opening, error: unknown): Answered {
    log.warn("a link cannot be read", { code, error: String(error) });
    return away(request, "database-unavailable");
  }

  /** A participant's link. A new visitor's device is in the cookie of the invitation. */
  function invited(
    { request, code, address, nowMs }: Opening,
    invitation: Invitation,
  ): Response {
    const channel = channelOf(channelSaid(request.url));
    const location = `/c/${invitation.campaign}?code=${code}&ch=${channel}`;
    const opener = robots.openerOf(request);
    if (opener === "robot") return redirect(location);
    const header = request.headers.get("cookie");
    const known = header === null ? null : devices.read(header);
    if (isByStaff(request, header)) return redirect(location);
    const kept = touches.kept(header);
    const counts = opener === "person";
    if (counts && clicks.isFirst({ code, device: known, address, nowMs })) {
      referralCounts.clicked(invitation, channel);
    }
    let device = kept.device;
    if (known === null) {
      device = devices.newId();
      if (counts) clicks.note(code, device);
    }
    const cookie = touches.cookie(
      { device, touches: kept.touches },
      { invitation, channel },
      { nowMs, secure: isSecure(request, trustProxy) },
    );
    return redirect(location, cookie);
  }

  /** A manager's link; null: there is no such code. */
  function led(opening: Opening, bearing: Bearing | null): Answered {
    const { request, code, address, nowMs } = opening;
    const path = bearing === null ? null : pathOf(bearing.target, bearing);
    if (bearing === null || path === null) return lost(request);
    const opener = robots.openerOf(request);
    if (opener === "robot") return redirect(path);
    const header = request.headers.get("cookie");
    const known = devices.read(header);
    const secure = isSecure(request, trustProxy);
    const device = known ?? devices.newId();
    const cookies = known === null ? [devices.cookie(device, { secure })] : [];
    const { manager, channel } = bearing;
    if (manager === null || isByStaff(request, header)) return redirect(path, ...cookies);
    if (opener === "person") {
      if (clicks.isFirst({ code, device: known, address, nowMs })) {
        referralCounts.led(manager, { code, channel });
      }
      if (known === null) clicks.note(code, device);
    }
    return redirect(path, attribution.cookie(code, { nowMs, secure }), ...cookies);
  }

  /** Staff who try their own links are no customers. Only a browser opens links, and it has a cookie. */
  function isByStaff(request: Request, cookie: string | null): boolean {
    if (cookie === null || !cookie.includes(STAFF_COOKIE)) return false;
    const caller = callerOf(request, "staff", verifier);
    return caller.kind === "known" && caller.claims.role !== "customer";
  }

  function lost(request: Request): Answered {
    return services.assets === null
      ? refused(request, "not-found")
      : lostPage(services, request, { what: "link" });
  }

  function away(request: Request, code: "draining" | "database-unavailable"): Answered {
    return services.assets === null
      ? refused(request, code, { retryAfterMs: RETRY_MS })
      : lostPage(services, request, { what: "away" });
  }

  return open;
}

function refused(request: Request, code: ProblemCode, facts?: ProblemFacts): Response {
  return problem(code, languageOf(request.headers.get("accept-language")), facts);
}

/** What the address says of the channel; null for nothing. */
function channelSaid(url: string): string | null {
  const query = url.indexOf("?");
  if (query === -1) return null;
  const said = new URLSearchParams(url.slice(query)).get("ch");
  return said === null || said.length > CHANNEL_CHARACTERS_MAX ? null : said;
}

/** Each header costs a tenth of the whole answer: there are no others. */
function redirect(location: string, cookie?: string, other?: string): Response {
  if (cookie === undefined) {
    return new Response(null, { status: 302, headers: { location, "cache-control": NO_STORE } });
  }
  const headers = { location, "cache-control": NO_STORE, "set-cookie": cookie };
  const response = new Response(null, { status: 302, headers });
  if (other !== undefined) response.headers.append("set-cookie", other);
  return response;
}
