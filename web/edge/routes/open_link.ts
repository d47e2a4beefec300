/** `GET /r/:code`: opens a short link. Rows are needed for links that nobody has opened lately, for no other. */
import { isCode } from "../../share/codes.ts";
import { pathOf } from "../../share/targets.ts";
import type { Bearing } from "../../share/link_source.ts";
import { renderLostPage } from "../../h5/lost_page.tsx";
import { type Answer, refused } from "../answer.ts";
import { readCookie } from "../cookies.ts";
import { deviceOf, newDevice } from "../device.ts";
import { type Call, type EdgeApp, forAnyone } from "../endpoint.ts";
import { isRobot } from "../robots.ts";
import type { Services } from "../services.ts";

const RETRY_SECONDS = 5;

export function mountOpenLink(app: EdgeApp, services: Services): void {
  forAnyone(app, services, {
    method: "get",
    path: "/r/{code}",
    tag: "links",
    summary:
      "Opens a short link: to its page, with the cookie that remembers who brought the visitor",
    answers: { 302: { description: "To the page" } },
    refusals: ["not-found", "database-unavailable"],
    handle: (call) => open(services, call),
  });
}

async function open(services: Services, call: Call<unknown>): Promise<Answer> {
  const { share } = services;
  // On paper and over the telephone capitals are made of it.
  const code = call.param("code").toLowerCase();
  let bearing: Bearing | null;
  try {
    bearing = isCode(code) ? await share.bearings.find(code) : null;
  } catch (error) {
    services.log.warn("a link cannot be read", { code, error: String(error) });
    return away(services, call);
  }
  const path = bearing === null ? null : pathOf(bearing.target, bearing);
  if (bearing === null || path === null) return lost(services, call);
  const headers = new Headers({ location: path, "cache-control": "no-store" });
  if (!isRobot(call.request)) {
    for (const cookie of noted(services, call, { code, bearing })) {
      headers.append("set-cookie", cookie);
    }
  }
  return { kind: "response", response: new Response(null, { status: 302, headers }) };
}

/** Counts the click, once an hour for each person; gives the cookies to set. */
function noted(
  services: Services,
  call: Call<unknown>,
  link: { readonly code: string; readonly bearing: Bearing },
): readonly string[] {
  const { share, authSecret: secret, world, visits } = services;
  const { code, bearing: { manager, channel } } = link;
  const { nowMs, secure, address } = call;
  const cookies = [];
  const device = deviceOf(call.request, secret);
  // Staff who try their own links are no customers.
  const isStaff = call.caller("staff").kind === "known";
  if (manager !== null && !isStaff) {
    cookies.push(share.attribution.cookie(code, { nowMs, secure }));
    if (share.clicks.isFirst({ code, device, address, nowMs })) {
      // Nobody waits for it: the visitor is on the way.
      visits.count(manager, [{ channel, measure: "link", item: code }]).catch((error) => {
        services.log.warn("a click was not counted", { code, error: String(error) });
      });
    }
  }
  if (device === null) {
    const made = newDevice({ random: world.random, secret, secure });
    share.clicks.note(code, made.id);
    cookies.push(made.cookie);
  }
  return cookies;
}

function lost(services: Services, call: Call<unknown>): Answer {
  return services.assets === null
    ? refused("not-found")
    : page(services, call, { what: "link", status: 404 });
}

function away(services: Services, call: Call<unknown>): Answer {
  return services.assets === null
    ? refused("database-unavailable", { retryAfterMs: RETRY_SECONDS * 1_000 })
    : page(services, call, { what: "away", status: 503 });
}

function page(
  services: Services,
  call: Call<unknown>,
  said: { readonly what: "link" | "away"; readonly status: number },
): Answer {
  const cookies = call.request.headers.get("cookie");
  const html = renderLostPage({
    what: said.what,
    locale: readCookie(cookies, "yd_lang") === "en" ? "en" : "zh",
    elder: readCookie(cookies, "yd_elder") === "1",
    style: services.assets?.h5.style ?? "",
  });
  const headers = {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-store",
    ...said.status === 503 ? { "retry-after": String(RETRY_SECONDS) } : {},
  };
  return { kind: "response", response: new Response(html, { status: said.status, headers }) };
}
