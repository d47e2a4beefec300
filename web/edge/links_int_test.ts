/** Links through HTTP, on both databases. */
import { assert, assertEquals } from "@std/assert";
import type { StorefrontProtocol } from "../../actors/storefront/protocol.ts";
import { DEFAULT_LIMITS } from "../../engine/mod.ts";
import { Attribution } from "../share/attribution.ts";
import { eachBank } from "./fixtures/bank_rows.ts";
import { problemOf, type Reply, SECRET, STAFF, type TestEdge } from "./fixtures/edge.ts";

const LINKS = "/api/v1/links";
const PHONE = { "user-agent": "Mozilla/5.0 (iPhone) MicroMessenger/8.0.50" };

async function printed(edge: TestEdge): Promise<{ code: string; version: number; url: string }> {
  const listed = await edge.send(LINKS, { as: STAFF.manager });
  assertEquals(listed.status, 200, listed.text);
  return listed.json.items[0];
}

/** Opens a link as a phone would, with the cookies of before. */
async function opens(edge: TestEdge, code: string, cookie?: string): Promise<Reply> {
  const headers = { ...PHONE, ...cookie === undefined ? {} : { cookie } };
  const opened = await edge.send(`/r/${code}`, { headers });
  await edge.world.settle();
  return opened;
}

function cookiesOf(reply: Reply): string {
  return reply.headers.getSetCookie().map((one) => one.slice(0, one.indexOf(";"))).join("; ");
}

/** Openings of links that the manager's storefront has counted today. */
async function counted(edge: TestEdge, manager: string): Promise<number> {
  // Of one storefront a batch a second is counted.
  await edge.world.advance(1_500);
  const ref = edge.engine.ref<StorefrontProtocol>("storefront", manager);
  const reply = await edge.world.until(edge.engine.ask(ref, { kind: "today" }));
  if (reply.kind !== "today") throw new Error(reply.kind);
  return reply.today.rows.filter(({ measure }) => measure === "link")
    .reduce((sum, { n }) => sum + n, 0);
}

eachBank("a manager has one printed code, which can be led elsewhere", async (edge) => {
  const sale = await edge.sale();
  const first = await printed(edge);
  assertEquals((await printed(edge)).code, first.code);
  assertEquals(first.url, `http://yundian.test/r/${first.code}`);
  assertEquals((await opens(edge, first.code)).headers.get("location"), "/s/s-manager?ch=print");
  const target = { kind: "campaign", id: sale };
  const body = { version: first.version, target };
  const changed = await edge.send(`${LINKS}/${first.code}`, {
    method: "PATCH",
    as: STAFF.manager,
    body,
  });
  assertEquals([changed.status, changed.json.target], [200, target]);
  const opened = await opens(edge, first.code.toUpperCase());
  assertEquals([opened.status, opened.headers.get("location")], [
    302,
    `/c/${sale}?m=s-manager&ch=print`,
  ]);
  const late = await edge.send(`${LINKS}/${first.code}`, {
    method: "PATCH",
    as: STAFF.manager,
    body,
  });
  assertEquals(problemOf(late, 409, "stale")["version"], first.version + 1);
});

eachBank(
  "links of each channel are listed after the printed one, page by page",
  async (edge, sql) => {
    await printed(edge);
    for (const channel of ["wechat", "douyin", "phone"]) {
      const made = await edge.post(LINKS, {
        as: STAFF.manager,
        body: { channel, target: { kind: "storefront" }, label: `从${channel}来` },
      });
      assertEquals(made.status, 201, made.text);
      await edge.world.advance(1_000);
    }
    const first = await edge.send(`${LINKS}?limit=2`, { as: STAFF.manager });
    const second = await edge.send(`${LINKS}?limit=2&after=${first.json.next}`, {
      as: STAFF.manager,
    });
    const channels = [...first.json.items, ...second.json.items].map(({ channel }) => channel);
    assertEquals([channels, second.json.next], [["print", "phone", "douyin", "wechat"], null]);
    assert(first.json.unreachable === null);
    const logged = await sql`select action, by from bank.change where subject like 'link/%'`;
    assertEquals(logged.map(({ action, by }) => [action, by]), [
      ["link.made", "s-manager"],
      ["link.made", "s-manager"],
      ["link.made", "s-manager"],
    ]);
  },
);

eachBank("nobody sees or changes links beyond their reach", async (edge) => {
  const { code, version } = await printed(edge);
  const second = { ...STAFF.manager, sub: "s-second" };
  for (const as of [second, STAFF.otherBank]) {
    problemOf(await edge.send(`${LINKS}?manager=s-manager`, { as }), 404, "not-found");
    const body = { version, label: "x" };
    problemOf(await edge.send(`${LINKS}/${code}`, { method: "PATCH", as, body }), 404, "not-found");
    const made = { manager: "s-manager", channel: "wechat", target: { kind: "storefront" } };
    problemOf(await edge.post(LINKS, { as, body: made }), 404, "not-found");
  }
  for (const as of [STAFF.outlet, STAFF.bank, STAFF.province, STAFF.sre]) {
    assertEquals((await edge.send(`${LINKS}?manager=s-manager`, { as })).status, 200);
  }
  const target = { kind: "storefront" };
  const bySre = { manager: "s-manager", channel: "wechat", target };
  problemOf(await edge.post(LINKS, { as: STAFF.sre, body: bySre }), 403, "forbidden");
  problemOf(await edge.send(LINKS), 401, "unauthenticated");
  problemOf(await edge.send(LINKS, { as: "c-customer" }), 403, "forbidden");
});

eachBank("a target that is not there, or not ours, is named", async (edge) => {
  const fields = async (target: unknown) => {
    const made = await edge.post(LINKS, { as: STAFF.manager, body: { channel: "wechat", target } });
    return problemOf(made, 422, "invalid").errors?.map(({ field }) => field);
  };
  assertEquals(await fields({ kind: "campaign", id: "nothing" }), ["target.id"]);
  assertEquals(await fields({ kind: "product", id: "nothing" }), ["target.id"]);
  assertEquals(await fields({ kind: "path", path: "https://evil.example/" }), ["target.path"]);
  const made = await edge.post(LINKS, { as: STAFF.manager, body: { channel: "tv" } });
  assertEquals(problemOf(made, 422, "invalid").errors?.map(({ field }) => field), [
    "channel",
    "target",
  ]);
});

eachBank(
  "a click counts once an hour for each person, and robots never do",
  async (edge, _sql, flow) => {
    const { code } = await printed(edge);
    const first = await opens(edge, code);
    const cookie = cookiesOf(first);
    assertEquals(/yd_via=.*yd_dev=/.test(cookie), true, cookie);
    await opens(edge, code, cookie);
    assertEquals(await counted(edge, "s-manager"), 1);
    await opens(edge, code);
    assertEquals(await counted(edge, "s-manager"), 2);
    for (
      const headers of [
        { "user-agent": "Googlebot/2.1" },
        { "user-agent": "WhatsApp/2.23" },
        { ...PHONE, "sec-purpose": "prefetch" },
      ]
    ) {
      const opened = await edge.send(`/r/${code}`, { headers });
      assertEquals([opened.status, opened.headers.getSetCookie()], [302, []]);
    }
    await edge.send(`/r/${code}`, { method: "HEAD", headers: PHONE });
    assertEquals((await edge.send(`${LINKS}/${code}/qr.svg`, { headers: PHONE })).status, 200);
    await edge.world.settle();
    assertEquals(await counted(edge, "s-manager"), 2);
    await flow.project();
    const [link] = (await edge.send(LINKS, { as: STAFF.manager })).json.items;
    assertEquals([link.code, link.clicks], [code, 2]);
  },
);

eachBank("the cookie of a visit names the link, for the grab that may follow", async (edge) => {
  const { code } = await printed(edge);
  const cookie = cookiesOf(await opens(edge, code));
  const attribution = new Attribution({ secret: SECRET, days: 30 });
  assertEquals(attribution.read(cookie, edge.world.clock.nowMs()), code);
});

eachBank(
  "codes of one who left lead to who follows; without one, storefronts are lost",
  async (edge, sql) => {
    const sale = await edge.sale();
    const { code } = await printed(edge);
    const made = await edge.post(LINKS, {
      as: STAFF.manager,
      body: { channel: "wechat", target: { kind: "campaign", id: sale } },
    });
    const later = 31_000;
    await sql`update bank.staff set left_ms = 1, successor = 's-second' where id = 's-manager'`;
    await edge.world.advance(later);
    assertEquals((await opens(edge, code)).headers.get("location"), "/s/s-second?ch=print");
    assertEquals([await counted(edge, "s-manager"), await counted(edge, "s-second")], [0, 1]);
    const heir = { ...STAFF.manager, sub: "s-second" };
    const patched = await edge.send(`${LINKS}/${code}`, {
      method: "PATCH",
      as: heir,
      body: { version: 1, label: "接手" },
    });
    assertEquals(patched.status, 200, patched.text);
    await sql`update bank.staff set successor = null where id = 's-manager'`;
    await edge.world.advance(later);
    problemOf(await opens(edge, code), 404, "not-found");
    const opened = await opens(edge, made.json.code);
    assertEquals(opened.headers.get("location"), `/c/${sale}?ch=wechat`);
  },
);

eachBank(
  "links that were opened before open while the database is away",
  async (edge, _sql, flow) => {
    const { code } = await printed(edge);
    await opens(edge, code);
    flow.stop();
    await edge.world.advance(60_000);
    assertEquals((await opens(edge, code)).status, 302);
    const other = await opens(edge, "abcdefgh2");
    problemOf(other, 503, "database-unavailable");
    problemOf(await edge.send(LINKS, { as: STAFF.manager }), 503, "database-unavailable");
    problemOf(await opens(edge, "no-code"), 404, "not-found");
  },
);

eachBank("a manager has a bounded number of links", async (edge, sql) => {
  const body = { channel: "wechat", target: { kind: "storefront" } };
  assertEquals((await edge.post(LINKS, { as: STAFF.manager, body })).status, 201);
  await sql`
    insert into bank.link (code, manager, channel, target, created_ms, created_by)
    select 'abcd' || translate(lpad(n::text, 5, '0'), '0123456789', 'mnpqrstuvw'),
      's-manager', 'wechat', '{"kind": "storefront"}', 0, 'system'
    from generate_series(1, ${DEFAULT_LIMITS.linksPerManagerMax - 1}) n`;
  problemOf(await edge.post(LINKS, { as: STAFF.manager, body }), 409, "full");
  const second = { ...STAFF.manager, sub: "s-second" };
  assertEquals((await edge.post(LINKS, { as: second, body })).status, 201);
});
