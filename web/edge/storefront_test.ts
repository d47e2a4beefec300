import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { DEFAULT_CONTENT } from "../../actors/storefront/protocol.ts";
import type { StorefrontJson, StorefrontTodayJson } from "../shared/api_storefront.ts";
import { DEVICE_COOKIE } from "./device.ts";
import { breakable } from "./fixtures/breakable_journal.ts";
import {
  type OpenOptions,
  problemOf,
  type SendOptions,
  STAFF,
  type TestEdge,
  withEdge,
} from "./fixtures/edge.ts";
import { openReferral } from "./fixtures/referral.ts";
import { createTestWorld } from "./fixtures/world.ts";
import { type AccountSeed, createMemoryAccounts } from "./ports/memory_accounts.ts";

const ANN = { sub: "ann", role: "manager", unit: "jx.a.1" } as const;
const BOB = { sub: "bob", role: "manager", unit: "jx.a.1" } as const;
const PATH = "/api/v1/storefronts/ann";
const BROWSER = { "user-agent": "Mozilla/5.0 (iPhone) AppleWebKit/605.1.15 MicroMessenger/8.0.49" };

/** Two managers of one outlet. */
const SEEDS = ["ann", "bob"].map((id): AccountSeed => ({
  id,
  username: id,
  name: `经理${id}`,
  role: "manager",
  unit: "jx.a.1",
  unitName: "一支行",
  password: "right",
}));

const ACCOUNTS = createMemoryAccounts(SEEDS, createTestWorld().random);

async function withStorefronts(
  run: (edge: TestEdge) => Promise<void>,
  options: OpenOptions = {},
): Promise<void> {
  const assets = {
    files: new Map(),
    h5: ASSETS,
    referral: ASSETS,
    me: ASSETS,
    console: ASSETS,
    storefront: ASSETS,
    detail: ASSETS,
  };
  await withEdge(run, { ...options, edge: { accounts: await ACCOUNTS, assets } });
}
const ASSETS = { script: "/assets/s.js", style: "/assets/s.css" };

const pitch = (text: string) => ({
  ...DEFAULT_CONTENT,
  blocks: DEFAULT_CONTENT.blocks.map((block) =>
    block.kind === "pitch" ? { ...block, hidden: false, text } : block
  ),
});

/** Saves and publishes as Ann. */
async function publish(edge: TestEdge, content: unknown): Promise<void> {
  const draft = await edge.send(`${PATH}/draft`, { as: ANN });
  const { version } = draft.json;
  const saved = await edge.send(`${PATH}/draft`, {
    method: "PUT",
    as: ANN,
    body: { version, content },
  });
  assertEquals(saved.status, 200, saved.text);
  const done = await edge.post(`${PATH}/publish`, { as: ANN, body: { version: version + 1 } });
  assertEquals(done.status, 200, done.text);
}

/** What a page's script sends. */
function tell(
  edge: TestEdge,
  kinds: readonly string[],
  options: SendOptions & { channel?: string } = {},
) {
  const { channel, headers, ...send } = options;
  return edge.post(`${PATH}/events`, {
    body: {
      ...(channel === undefined ? {} : { channel }),
      events: kinds.map((kind) => ({ kind, ...(kind === "click" ? { item: "p1" } : {}) })),
    },
    headers: { ...BROWSER, ...headers },
    ...send,
  });
}

async function today(edge: TestEdge): Promise<StorefrontTodayJson> {
  return (await edge.send(`${PATH}/today`, { as: ANN })).json;
}

Deno.test("an untouched storefront is there, and nobody's is 404", () =>
  withStorefronts(async (edge) => {
    const answer: StorefrontJson = (await edge.send(PATH)).json;
    assertEquals(answer.card.name, "经理ann");
    assertEquals(answer.blocks.map(({ kind }) => kind), ["card", "products"]);
    problemOf(await edge.send("/api/v1/storefronts/nobody"), 404, "not-found");
    problemOf(await edge.send("/api/v1/storefronts/a.b"), 404, "not-found");
    assertEquals((await edge.send("/s/nobody")).status, 404);
  }));

Deno.test("what is published is on the page at once, a draft is not", () =>
  withStorefronts(async (edge) => {
    assertEquals((await edge.send("/s/ann")).text.includes("贷款找我"), false);
    const body = { version: 0, content: pitch("贷款找我") };
    assertEquals((await edge.send(`${PATH}/draft`, { method: "PUT", as: ANN, body })).status, 200);
    assertEquals((await edge.send("/s/ann")).text.includes("贷款找我"), false);
    await edge.post(`${PATH}/publish`, { as: ANN, body: { version: 1 } });
    assertStringIncludes((await edge.send("/s/ann")).text, "贷款找我");
  }));

Deno.test("of two editors the later one is told the present version", () =>
  withStorefronts(async (edge) => {
    const put = (text: string) =>
      edge.send(`${PATH}/draft`, {
        method: "PUT",
        as: ANN,
        body: { version: 0, content: pitch(text) },
      });
    assertEquals((await put("a")).status, 200);
    assertEquals(problemOf(await put("b"), 409, "stale").version, 1);
    const draft = (await edge.send(`${PATH}/draft`, { as: ANN })).json;
    assertStringIncludes(JSON.stringify(draft.content), '"a"');
    problemOf(await edge.post(`${PATH}/publish`, { as: ANN, body: { version: 0 } }), 409, "stale");
  }));

Deno.test("going back publishes an old version again, and versions are listed", () =>
  withStorefronts(async (edge) => {
    await publish(edge, pitch("one"));
    await publish(edge, pitch("two"));
    problemOf(
      await edge.post(`${PATH}/publish`, { as: ANN, body: { version: 4 } }),
      409,
      "no-draft",
    );
    const back = await edge.post(`${PATH}/rollback`, { as: ANN, body: { to: 1, version: 4 } });
    assertEquals([back.status, back.json.published.version], [200, 3]);
    assertStringIncludes((await edge.send("/s/ann")).text, "one");
    const { items } = (await edge.send(`${PATH}/versions`, { as: ANN })).json;
    assertEquals(
      items.map((one: { version: number; from: number | null }) => [one.version, one.from]),
      [
        [3, 1],
        [2, null],
        [1, null],
      ],
    );
    const unknown = await edge.post(`${PATH}/rollback`, { as: ANN, body: { to: 9, version: 5 } });
    problemOf(unknown, 404, "not-found");
  }));

Deno.test("only the manager edits; others see what is in their scope, and 404 beyond", () =>
  withStorefronts(async (edge) => {
    const body = { version: 0, content: DEFAULT_CONTENT };
    const put = (as: SendOptions["as"]) =>
      edge.send(`${PATH}/draft`, { method: "PUT", body, ...(as === undefined ? {} : { as }) });
    problemOf(await put(BOB), 404, "not-found");
    problemOf(await put(STAFF.outlet), 403, "forbidden");
    problemOf(await put(STAFF.bank), 403, "forbidden");
    problemOf(await put("customer-1"), 403, "forbidden");
    problemOf(await put(undefined), 401, "unauthenticated");
    for (const view of ["draft", "versions", "preview", "today"]) {
      const read = async (as: SendOptions["as"]) =>
        (await edge.send(`${PATH}/${view}`, as === undefined ? {} : { as })).status;
      assertEquals(await read(ANN), 200, view);
      assertEquals(await read(STAFF.outlet), 200, view);
      assertEquals(await read(STAFF.bank), 200, view);
      assertEquals(await read(STAFF.sre), 200, view);
      assertEquals(await read(BOB), 404, view);
      assertEquals(await read(STAFF.otherBank), 404, view);
      assertEquals(await read(undefined), 401, view);
    }
  }));

Deno.test("wrong content is refused with the field and the fix", () =>
  withStorefronts(async (edge) => {
    const content = {
      ...DEFAULT_CONTENT,
      blocks: [...DEFAULT_CONTENT.blocks, DEFAULT_CONTENT.blocks[0]],
      card: { ...DEFAULT_CONTENT.card, wechatId: "中文" },
      products: ["a", "a"],
      rules: [{ effect: "hide", of: "block", id: "news", when: {} }],
    };
    const reply = await edge.send(`${PATH}/draft`, {
      method: "PUT",
      as: ANN,
      body: { version: 0, content },
      headers: { "accept-language": "en" },
    });
    const { errors = [] } = problemOf(reply, 422, "invalid");
    assertEquals(errors.map(({ field }) => field).toSorted(), [
      "content.blocks",
      "content.card.wechatId",
      "content.products",
      "content.rules.0.when",
    ]);
    assertStringIncludes(errors[0]?.message ?? "", "once");
  }));

Deno.test("a preview shows the draft as any customer would see it", () =>
  withStorefronts(async (edge) => {
    const content = {
      ...pitch("贵宾专享"),
      rules: [{ effect: "show", of: "block", id: "pitch", when: { tags: ["vip"] } }],
    };
    await edge.send(`${PATH}/draft`, { method: "PUT", as: ANN, body: { version: 0, content } });
    const blocks = async (query: string) => {
      const { json } = await edge.send(`${PATH}/preview?${query}`, { as: ANN });
      return json.blocks.map(({ kind }: { kind: string }) => kind);
    };
    assertEquals((await blocks("draft=1&tags=vip")).includes("pitch"), true);
    assertEquals((await blocks("draft=1&tags=farmer")).includes("pitch"), false);
    assertEquals((await blocks("tags=vip")).includes("pitch"), false);
    const page = await edge.send("/s/ann?preview=1&draft=1&tags=vip", { as: ANN });
    assertStringIncludes(page.text, "贵宾专享");
    assertEquals((await edge.send("/s/ann?preview=1&draft=1&tags=vip")).status, 404);
  }));

Deno.test("a customer sees what the bank knows the page to be for", () =>
  withStorefronts(async (edge) => {
    await publish(edge, {
      ...pitch("贵宾专享"),
      rules: [{ effect: "show", of: "block", id: "pitch", when: { tags: ["vip"] } }],
    });
    const facts = { tags: ["vip"], isNew: false, orgUnitIds: [] };
    await edge.send("/api/v1/customers/rich/facts", { method: "PUT", as: STAFF.bank, body: facts });
    const sees = async (as: string) =>
      (await edge.send(PATH, { as })).json.blocks.some((one: { kind: string }) =>
        one.kind === "pitch"
      );
    assertEquals([await sees("rich"), await sees("poor")], [true, false]);
  }));

Deno.test("visits, visitors and clicks are counted by channel, a person once a day", () =>
  withStorefronts(async (edge) => {
    const first = await tell(edge, ["visit", "click"], { channel: "wechat" });
    assertEquals([first.status, first.json.counted], [202, true]);
    const cookie = first.headers.get("set-cookie")?.split(";")[0] ?? "";
    assert(cookie.startsWith(`${DEVICE_COOKIE}=`));
    const again = await tell(edge, ["visit", "share"], { headers: { cookie } });
    assertEquals(again.headers.get("set-cookie"), null);
    await tell(edge, ["visit"]);
    const { present, visits, visitors, newVisitors, clicks, shares, rows } = await today(edge);
    assertEquals({ present, visits, visitors, newVisitors, clicks, shares }, {
      present: 2,
      visits: 3,
      visitors: 2,
      newVisitors: 2,
      clicks: 1,
      shares: 1,
    });
    const click = rows.find(({ measure }) => measure === "click");
    assertEquals(click, { channel: "wechat", measure: "click", item: "p1", n: 1 });
  }));

Deno.test("robots, previews, pages loaded ahead and staff are not counted", () =>
  withStorefronts(async (edge) => {
    for (
      const headers of [
        { "user-agent": "Mozilla/5.0 (compatible; Baiduspider/2.0)" },
        { "user-agent": "FeishuLinkPreview/1.0" },
        { "user-agent": "" },
        { "sec-purpose": "prefetch;prerender" },
      ]
    ) assertEquals((await tell(edge, ["visit"], { headers })).json.counted, false);
    assertEquals((await tell(edge, ["visit"], { as: ANN })).json.counted, false);
    assertEquals((await tell(edge, ["visit"], { as: STAFF.bank })).json.counted, false);
    // A page that is fetched is no visit either: only its script tells of one.
    await edge.send("/s/ann", { headers: BROWSER });
    assertEquals((await today(edge)).visits, 0);
  }));

Deno.test("a cookie that was made up is no device", () =>
  withStorefronts(async (edge) => {
    const cookie = `${DEVICE_COOKIE}=${"a".repeat(21)}.${"b".repeat(16)}`;
    const reply = await tell(edge, ["visit"], { headers: { cookie } });
    assert(reply.headers.get("set-cookie")?.startsWith(DEVICE_COOKIE));
  }));

Deno.test("a storm of visits is counted to the last one, in a turn a second", () =>
  withStorefronts(async (edge) => {
    let batches = 0;
    edge.engine.watch(edge.engine.ref("storefront", "ann"), () => batches++);
    const storm = Array.from({ length: 60 }, () => tell(edge, ["visit"], { channel: "print" }));
    const answers = await edge.world.until(Promise.all(storm));
    assertEquals(answers.filter(({ status }) => status === 202).length, 60);
    assertEquals((await today(edge)).visits, 60);
    assertEquals(batches, 2);
  }));

Deno.test("what cannot be stored is not acknowledged, and counting goes on once it can", async () => {
  const journal = breakable();
  await withStorefronts(async (edge) => {
    assertEquals((await edge.send("/s/ann")).status, 200);
    assertEquals((await tell(edge, ["visit"])).status, 202);
    journal.lost = true;
    await edge.world.advance(1_100);
    const lost = await tell(edge, ["visit"]);
    assertEquals(lost.status, 503, lost.text);
    assert(lost.json.code.startsWith("journal-"), lost.text);
    // The last page goes on being shown.
    assertEquals((await edge.send("/s/ann")).status, 200);
    journal.lost = false;
    await edge.world.advance(10_000);
    assertEquals((await tell(edge, ["visit"])).status, 202);
    assertEquals((await today(edge)).visits, 2);
  }, { journal: journal.wrap });
});

Deno.test("counts that would be too many are refused with a time to come back, and not counted", () =>
  withStorefronts(async (edge) => {
    const reply = await tell(edge, ["visit", "click"]);
    assert((problemOf(reply, 503, "overloaded").retryAfterMs ?? 0) > 0);
    assertEquals((await tell(edge, ["visit"])).status, 202);
    assertEquals((await today(edge)).visits, 1);
  }, { limits: { visitsWaitingMax: 1 } }));

Deno.test("a page has no number to harvest; a tap gets it, and counts as a call", () =>
  withStorefronts(async (edge) => {
    // Without a database nobody has a number.
    const reply = await edge.post(`${PATH}/phone`, { headers: BROWSER });
    problemOf(reply, 404, "not-found");
    const robot = await edge.post(`${PATH}/phone`, { headers: { "user-agent": "curl/8" } });
    problemOf(robot, 403, "forbidden");
  }));

Deno.test("an unchanged page is answered by 304, a changed one is sent", () =>
  withStorefronts(async (edge) => {
    const first = await edge.respond("/s/ann", { headers: { "accept-encoding": "gzip" } });
    const etag = first.headers.get("etag") ?? "";
    assertEquals(first.headers.get("content-encoding"), "gzip");
    await first.body?.cancel();
    const same = await edge.send("/s/ann?ch=wechat", { headers: { "if-none-match": etag } });
    assertEquals([same.status, same.text], [304, ""]);
    const english = await edge.send("/s/ann", {
      headers: { cookie: "yd_lang=en", "if-none-match": etag },
    });
    assertEquals(english.status, 200);
    assertStringIncludes(english.text, '<html lang="en">');
    await publish(edge, pitch("new"));
    assertEquals((await edge.send("/s/ann", { headers: { "if-none-match": etag } })).status, 200);
  }));

Deno.test("a request that makes up names of ours is answered under a name that we know", () =>
  withStorefronts(async (edge) => {
    const url = async (host: string) => {
      const request = new Request(`http://${host}/s/ann`, { headers: BROWSER });
      const info = {
        remoteAddr: { transport: "tcp", hostname: "10.0.0.1", port: 1 },
        completed: Promise.resolve(),
      } as const;
      const answer = await edge.world.until(Promise.resolve(edge.edge.handler(request, info)));
      return /og:url" content="([^"]+)"/.exec(await answer.text())?.[1];
    };
    for (let i = 0; i < 16; i++) assertEquals(await url(`h${i}.test`), `http://h${i}.test/s/ann`);
    assertEquals(await url("another.test"), "http://h0.test/s/ann");
  }));

Deno.test("a crowd that comes at once gets one page, made once", () =>
  withStorefronts(async (edge) => {
    const asked = Array.from({ length: 30 }, () => edge.send("/s/ann"));
    const answers = await edge.world.until(Promise.all(asked));
    assertEquals(new Set(answers.map(({ status }) => status)), new Set([200]));
    assertEquals(new Set(answers.map(({ headers }) => headers.get("etag"))).size, 1);
  }));

Deno.test("while the node is overloaded no page is made, and the visitor is told when to come back", () =>
  withStorefronts(async (edge) => {
    const reply = await edge.send("/s/ann");
    assertEquals([reply.status, reply.headers.get("retry-after")], [503, "2"]);
    assertStringIncludes(reply.text, "云店暂时打不开");
  }, { limits: { admittedParkedMax: -1 } }));

Deno.test("a sale shows on the storefronts of its unit with the manager's code, and goes when it ends", () =>
  withStorefronts(async (edge) => {
    const id = await edge.sale({ title: "开门红" });
    await edge.world.advance(2_000);
    await edge.send("/s/ann");
    await edge.world.settle();
    assertStringIncludes((await edge.send("/s/ann")).text, `/c/${id}?m=ann`);
    await edge.post(`/api/v1/campaigns/${id}/end`, { as: STAFF.bank });
    await edge.world.advance(2_000);
    await edge.send("/s/ann");
    await edge.world.advance(1_100);
    assertEquals((await edge.send("/s/ann")).text.includes(`/c/${id}`), false);
  }));

Deno.test("a referral shows beside the sales with what an invitation brings, and says when it is paused", () =>
  withStorefronts(async (edge) => {
    const sale = await edge.sale({ title: "开门红" });
    const rewards = {
      perInvitee: { kind: "points", ref: "points", amount: 100 },
      perInvitedSelf: { kind: "points", ref: "points", amount: 50 },
    } as const;
    const referral = await openReferral(edge, { rewards });
    await edge.world.advance(2_000);
    await edge.send("/s/ann");
    await edge.world.settle();
    const { text } = await edge.send("/s/ann");
    assertStringIncludes(text, `/c/${sale}?m=ann`);
    assertStringIncludes(text, `/c/${referral.id}?m=ann`);
    assertStringIncludes(text, "每成功邀请 1 位好友，得 100 积分");
    assertStringIncludes(text, "受邀好友得 50 积分");
    const shown = async () => {
      const { blocks }: StorefrontJson = (await edge.send(PATH)).json;
      const items = blocks.flatMap((one) => one.kind === "campaigns" ? one.items : []);
      return items.map(({ kind, id, state }) => [kind, id, state]);
    };
    assertEquals((await shown()).toSorted(), [
      ["flash-sale", sale, "open"],
      ["referral", referral.id, "open"],
    ]);
    await edge.post(`${referral.path}/pause`, { as: STAFF.bank });
    await edge.world.advance(6_000);
    assertEquals((await shown()).find(([kind]) => kind === "referral")?.[2], "paused");
  }));

Deno.test("the page says what a link preview needs, and keeps to the security policy", () =>
  withStorefronts(async (edge) => {
    await publish(edge, pitch(`存款"贷款<script>`));
    const { text, headers } = await edge.send("/s/ann");
    assertStringIncludes(text, '<meta property="og:title" content="经理ann的云店 · 一支行">');
    assertStringIncludes(text, 'property="og:description" content="存款&#34;贷款&#60;script&#62;"');
    assertStringIncludes(text, 'property="og:url" content="http://yundian.test/s/ann"');
    assertEquals(/<script>|<[^>]+ on[a-z]+=| style=/.test(text), false);
    assertStringIncludes(headers.get("content-security-policy") ?? "", "script-src 'self'");
    assertEquals(headers.get("x-frame-options"), "DENY");
    assertStringIncludes(text, 'property="og:image" content="http://yundian.test/share.png"');
    const picture = await edge.respond("/share.png");
    const bytes = await picture.bytes();
    assertEquals(picture.headers.get("content-type"), "image/png");
    assertEquals([...bytes.subarray(1, 4)], [..."PNG"].map((sign) => sign.charCodeAt(0)));
    const head = await edge.send("/s/ann", { method: "HEAD" });
    assertEquals([head.status, head.text], [200, ""]);
  }));
