import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { Hono } from "hono";
import { Fault } from "../../../engine/mod.ts";
import { buildAssets } from "../../build.ts";
import type { CampaignJson } from "../../shared/api.ts";
import { coupon, wallet } from "../../h5/me/fixtures.ts";
import { referral } from "../../h5/referral/fixtures.ts";
import { mountPages, type PagesDeps } from "./pages.ts";

const ASSETS = await buildAssets();

const SALE: CampaignJson = {
  id: "c1",
  kind: "flash-sale",
  title: "赣南脐橙",
  product: "5 斤装",
  phase: "open",
  startsAt: "2026-11-22T11:00:00.000Z",
  endsAt: "2026-11-22T13:00:00.000Z",
  serverTime: "2026-11-22T12:00:00.000Z",
  priceFen: 990,
  perCustomerMax: 1,
  perOrderMax: 1,
  holdSeconds: 300,
  soldOut: "no",
  units: { total: 10, available: 6, held: 1, confirmed: 3, withdrawn: 0, unreleased: 0 },
  waiting: 0,
  releases: [],
  eligibility: null,
  version: 5,
};

function get(
  path: string,
  options: { cookie?: string; encoding?: string; deps?: Partial<PagesDeps> } = {},
) {
  const app = new Hono();
  mountPages(app, {
    assets: ASSETS,
    campaign: (id) => Promise.resolve(id === "c1" ? SALE : null),
    away: () => Promise.resolve(new Response("later", { status: 503 })),
    customer: () => null,
    me: () => Promise.resolve(null),
    participant: () => Promise.resolve(null),
    inviter: () => Promise.resolve(null),
    brought: () => Promise.resolve({ manager: null, via: null, cookie: null }),
    device: () => null,
    wallet: () => Promise.resolve(null),
    nowMs: () => Date.parse(SALE.serverTime),
    demo: false,
    ...options.deps,
  });
  const headers = { "Cookie": options.cookie ?? "", "Accept-Encoding": options.encoding ?? "" };
  return app.request(path, { headers });
}

Deno.test("a sale's page is rendered, links its files and is never stored", async () => {
  const response = await get("/c/c1");
  const html = await response.text();
  assertEquals([response.status, response.headers.get("Cache-Control")], [200, "no-store"]);
  assertStringIncludes(html, "赣南脐橙");
  assertStringIncludes(html, ASSETS.h5.script);
  assertStringIncludes(html, ASSETS.h5.style);
});

Deno.test("a campaign that cannot be read is away, not broken; a bug stays one", async () => {
  const failing = (error: Error): Partial<PagesDeps> => ({ campaign: () => Promise.reject(error) });
  const fault = new Fault("journal-unavailable", "Cannot read: no journal", { retry: "later" });
  assertEquals((await get("/c/c1", { deps: failing(fault) })).status, 503);
  assertEquals((await get("/c/c1", { deps: failing(new Error("a bug")) })).status, 500);
});

Deno.test("a referral's page names the inviter whose code the address has", async () => {
  const deps: Partial<PagesDeps> = {
    campaign: () => Promise.resolve(referral()),
    inviter: ({ id }, { code }) => Promise.resolve(`${id}-${code}` === "r1-abc" ? "王*" : null),
  };
  const html = await (await get("/c/r1?code=abc", { deps })).text();
  assertStringIncludes(html, "王* 邀请您参加");
  assertStringIncludes(html, '"invitation":{"code":"abc","name":"王*"}');
  assertStringIncludes(html, ASSETS.referral.script);
  const bad = await (await get("/c/r1?code=%22%3E", { deps })).text();
  assertStringIncludes(bad, '"invitation":null');
});

Deno.test("an invitation that was opened before is named without a code", async () => {
  const deps: Partial<PagesDeps> = {
    campaign: () => Promise.resolve(referral()),
    inviter: (_, { code }) => Promise.resolve(code === null ? "王*" : null),
  };
  const html = await (await get("/c/r1", { deps })).text();
  assertStringIncludes(html, '"invitation":{"code":null,"name":"王*"}');
});

Deno.test("a referral's page comes though neither inviter nor progress can be read", async () => {
  const response = await get("/c/r1?code=abc", {
    deps: {
      campaign: () => Promise.resolve(referral()),
      customer: () => "u1",
      participant: () => Promise.reject(new Error("journal")),
      inviter: () => Promise.reject(new Error("journal")),
    },
  });
  assertEquals(response.status, 200);
  assertStringIncludes(await response.text(), '"invitation":{"code":"abc","name":null}');
});

Deno.test("a referral's page makes a new device known, beside who brought it", async () => {
  const response = await get("/c/r1", {
    deps: {
      campaign: () => Promise.resolve(referral()),
      brought: () => Promise.resolve({ manager: null, via: "m1", cookie: "yd_from=1" }),
      device: () => "yd_dev=2",
    },
  });
  assertEquals(response.headers.getSetCookie(), ["yd_from=1", "yd_dev=2"]);
});

Deno.test("language and size follow the visitor's cookies", async () => {
  const html = await (await get("/c/c1", { cookie: "yd_lang=en; yd_elder=1" })).text();
  assertStringIncludes(html, '<html lang="en" class="elder">');
  assertStringIncludes(html, "6 left");
});

Deno.test("the customer's own page asks to sign in, and is never stored", async () => {
  const response = await get("/me");
  const html = await response.text();
  assertEquals([response.status, response.headers.get("Cache-Control")], [200, "no-store"]);
  assertStringIncludes(html, "登录后查看您的优惠券");
});

Deno.test("the customer's own page comes with the wallet, and without it when it cannot be read", async () => {
  const customer = () => "u1";
  const wallets: readonly PagesDeps["wallet"][] = [
    () => Promise.resolve(wallet({ coupons: [coupon()] })),
    () => Promise.reject(new Error("journal")),
  ];
  const [full = "", empty = ""] = await Promise.all(
    wallets.map(async (wallet) => await (await get("/me", { deps: { customer, wallet } })).text()),
  );
  assertStringIncludes(full, "商超满减券");
  for (const page of [full, empty]) {
    assertStringIncludes(page, 'role="tablist"');
    assert(!page.includes("登录后查看"));
  }
});

Deno.test("an unknown sale is a page with status 404", async () => {
  const response = await get("/c/other");
  assertEquals(response.status, 404);
  assertMatch(response.headers.get("Content-Type") ?? "", /^text\/html/);
});

Deno.test("the page comes without the customer's own state when that cannot be read", async () => {
  const response = await get("/c/c1", {
    deps: {
      customer: () => "u1",
      me: () => Promise.reject(new Error("journal")),
    },
  });
  assertEquals(response.status, 200);
  assertStringIncludes(await response.text(), '"signedIn":true');
});

Deno.test("files are kept for a year and come compressed to those who take it", async () => {
  const plain = await get(ASSETS.h5.script);
  const zipped = await get(ASSETS.h5.script, { encoding: "gzip, br" });
  assertEquals(plain.headers.get("Content-Encoding"), null);
  assertEquals(zipped.headers.get("Content-Encoding"), "gzip");
  assertMatch(zipped.headers.get("Cache-Control") ?? "", /max-age=31536000, immutable/);
  const [large, small] = [await plain.bytes(), await zipped.bytes()];
  assert(small.length < large.length / 2);
});

Deno.test("a file of another build is not found", async () => {
  assertEquals((await get("/assets/h5.0000000000000000.js")).status, 404);
});

Deno.test("the bare address leads to the console", async () => {
  const response = await get("/");
  assertEquals([response.status, response.headers.get("Location")], [302, "/console"]);
});
