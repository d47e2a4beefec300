/** A stand-in for WeChat that behaves like the documented endpoints, for development. */
import type { Clock, Random } from "../../../engine/mod.ts";
import { Newest } from "../../shared/newest.ts";
import { createWechat, type Wechat } from "./wechat.ts";

const APP_ID = "wx0000000000sandbox";
const CODE_MS = 300_000;
const CODES_MAX = 10_000;
const BASE = "/auth/wechat/sandbox";
const PERSON = "wx_sandbox_person";

/** Its person is kept in a cookie, as the real one is kept by the app. */
export function createSandboxWechat(world: { clock: Clock; random: Random }): Wechat {
  const { clock, random } = world;
  const appSecret = random.id(21);
  const codes = new Newest<string, { openId: string; untilMs: number }>(CODES_MAX);

  function authorize(request: Request, url: URL): Response {
    const redirect = URL.parse(url.searchParams.get("redirect_uri") ?? "");
    const known = url.searchParams.get("appid") === APP_ID &&
      url.searchParams.get("response_type") === "code" &&
      url.searchParams.get("scope") === "snsapi_base";
    // The real one compares with the domain that is registered for the account: here our own.
    if (!known || redirect === null || redirect.host !== url.host) {
      return new Response("redirect_uri 参数错误", {
        status: 400,
        headers: { "content-type": "text/plain; charset=utf-8" },
      });
    }
    const cookie = request.headers.get("cookie") ?? "";
    const openId = new RegExp(`(?:^|; *)${PERSON}=(o[A-Za-z0-9_-]{27})`).exec(cookie)?.[1] ??
      `o${random.id(27)}`;
    const code = random.id(32);
    codes.set(code, { openId, untilMs: clock.nowMs() + CODE_MS });
    redirect.searchParams.set("code", code);
    redirect.searchParams.set("state", url.searchParams.get("state") ?? "");
    return new Response(null, {
      status: 302,
      headers: {
        "location": redirect.href,
        "set-cookie": `${PERSON}=${openId}; Path=${BASE}; HttpOnly; SameSite=Lax; Max-Age=31536000`,
      },
    });
  }

  function accessToken(url: URL): Response {
    const query = url.searchParams;
    if (query.get("appid") !== APP_ID || query.get("secret") !== appSecret) {
      return Response.json({ errcode: 40125, errmsg: "invalid appsecret" });
    }
    const code = query.get("code") ?? "";
    const found = codes.get(code);
    codes.delete(code);
    if (found === undefined || found.untilMs < clock.nowMs()) {
      return Response.json({ errcode: 40029, errmsg: "invalid code" });
    }
    return Response.json({
      access_token: random.id(32),
      expires_in: 7_200,
      refresh_token: random.id(32),
      openid: found.openId,
      scope: "snsapi_base",
    });
  }

  const client = createWechat({
    appId: APP_ID,
    appSecret,
    openBase: BASE,
    apiBase: "http://sandbox.invalid",
    fetch: (address) => Promise.resolve(accessToken(new URL(address))),
  });
  return {
    ...client,
    sandbox: {
      handle(request) {
        const url = new URL(request.url);
        return url.pathname === `${BASE}/connect/oauth2/authorize` ? authorize(request, url) : null;
      },
    },
  };
}
