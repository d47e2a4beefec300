/** Signing in within WeChat, without typing: its documented web authorisation with `snsapi_base`. */
import { z } from "@hono/zod-openapi";
import { addressOf, isSecure, originOf } from "../address.ts";
import { readCookie, setCookie } from "../cookies.ts";
import { customerId, openSession } from "../customer_session.ts";
import { digest, isSame } from "../digest.ts";
import type { EdgeApp } from "../endpoint.ts";
import { describe } from "../openapi.ts";
import { problem } from "../problem.ts";
import type { Services } from "../services.ts";
import { languageOf } from "../words.ts";

const STATE_COOKIE = "yd_wechat";
const STATE_SECONDS = 600;
const PATH = "/auth/wechat";

export function mountWechat(app: EdgeApp, services: Services): void {
  const { wechat, world, engine, authSecret, trustProxy, admission, log } = services;

  const redirects = { method: "get", tag: "signing in" } as const;
  describe(app, {
    ...redirects,
    path: `${PATH}/start`,
    summary: "Signs in within WeChat and comes back to `to`, a path of this site",
    query: z.object({ to: z.string().optional() }),
    answers: { 302: { description: "To WeChat" } },
  }, { who: "anyone" });
  describe(app, {
    ...redirects,
    path: `${PATH}/callback`,
    summary: "Where WeChat sends the customer back; sets the cookie `yd_customer`",
    query: z.object({ code: z.string().optional(), state: z.string() }),
    answers: {
      302: { description: "Back to the page; with `wechat=failed` when nobody is signed in" },
    },
    refusals: ["forbidden"],
  }, { who: "anyone" });
  app.get(`${PATH}/start`, (context) => {
    const request = context.req.raw;
    const language = languageOf(request.headers.get("accept-language"));
    const address = addressOf(request, context.env.info, trustProxy);
    if (!admission.address(address, engine.nowMs())) return problem("too-many-requests", language);
    const to = ownPath(context.req.query("to") ?? "/");
    if (to === null) {
      const message = language === "zh" ? "应为本站的路径" : "Must be a path of this site";
      return problem("invalid", language, { errors: [{ field: "to", message }] });
    }
    // WeChat allows a-zA-Z0-9 in a state.
    const state = world.random.id(32).replaceAll(/[-_]/g, "0");
    const value = `${state}.${encodeURIComponent(to).replaceAll(".", "%2E")}`;
    const cookie = setCookie(STATE_COOKIE, `${value}.${sign(authSecret, value)}`, {
      maxAgeSeconds: STATE_SECONDS,
      secure: isSecure(request, trustProxy),
      path: PATH,
    });
    const redirectUri = `${originOf(request, services)}${PATH}/callback`;
    return redirect(wechat.authorizeUrl({ redirectUri, state }), [cookie]);
  });

  app.get(`${PATH}/callback`, async (context) => {
    const request = context.req.raw;
    const language = languageOf(request.headers.get("accept-language"));
    const secure = isSecure(request, trustProxy);
    const kept = readState(authSecret, readCookie(request.headers.get("cookie"), STATE_COOKIE));
    const state = context.req.query("state");
    if (kept === null || state === undefined || !isSame(kept.state, state)) {
      return problem("forbidden", language);
    }
    const clear = setCookie(STATE_COOKIE, "", { maxAgeSeconds: 0, secure, path: PATH });
    const code = context.req.query("code");
    let openId: string | null = null;
    try {
      if (code !== undefined && code !== "") openId = await wechat.openId(code);
    } catch (error) {
      log.warn("wechat is out of reach", { error: String(error) });
    }
    // The page offers the phone's code instead, and does not send the customer around again.
    if (openId === null) return redirect(withQuery(kept.to, "wechat=failed"), [clear]);
    const customer = customerId(authSecret, "wechat", openId);
    const nowMs = engine.nowMs();
    const { cookie } = openSession(customer, { secret: authSecret, nowMs, secure });
    return redirect(kept.to, [clear, cookie]);
  });

  const { sandbox } = wechat;
  if (sandbox !== undefined) {
    app.get(
      `${PATH}/sandbox/*`,
      (context) => sandbox.handle(context.req.raw) ?? context.notFound(),
    );
  }
}

/** A path of this site; null for anything that would lead elsewhere. */
export function ownPath(to: string): string | null {
  if (!/^\/(?![/\\])[\x21-\x7e]*$/.test(to) || to.includes("\\")) return null;
  const url = URL.parse(to, "http://own.invalid");
  return url?.origin === "http://own.invalid" ? url.pathname + url.search + url.hash : null;
}

function readState(secret: string, cookie: string | null): { state: string; to: string } | null {
  const [state, path, signature, ...rest] = cookie?.split(".") ?? [];
  if (state === undefined || path === undefined || signature === undefined || rest.length > 0) {
    return null;
  }
  if (!isSame(signature, sign(secret, `${state}.${path}`))) return null;
  return { state, to: decodeURIComponent(path) };
}

function sign(secret: string, value: string): string {
  return digest(secret, `wechat state\n${value}`);
}

function withQuery(path: string, query: string): string {
  const [before = "", hash] = path.split("#");
  const joined = before + (before.includes("?") ? "&" : "?") + query;
  return hash === undefined ? joined : `${joined}#${hash}`;
}

function redirect(location: string, cookies: readonly string[]): Response {
  const headers = new Headers({ location, "cache-control": "no-store" });
  for (const cookie of cookies) headers.append("set-cookie", cookie);
  return new Response(null, { status: 302, headers });
}
