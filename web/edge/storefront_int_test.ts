/** Storefronts with their people, templates and rows, on both databases. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import type postgres from "postgres";
import { DEFAULT_CONTENT } from "../../actors/storefront/protocol.ts";
import type { Database } from "../store/database.ts";
import { eachDatabase } from "../store/testing/databases.ts";
import { PLAIN_PNG } from "../store/articles/fixtures/pictures.ts";
import { problemOf, STAFF, type TestEdge, tokenOf, withEdge } from "./fixtures/edge.ts";
import { eachFollowedEdge } from "./fixtures/followed_edge.ts";
import { START_MS } from "./fixtures/world.ts";

const ANN = { sub: "ann", role: "manager", unit: "jx.a.1" } as const;
const PATH = "/api/v1/storefronts/ann";
const BROWSER = { "user-agent": "Mozilla/5.0 (iPhone) AppleWebKit/605.1.15 MicroMessenger/8.0.49" };
const ASSETS = { script: "/assets/s.js", style: "/assets/s.css" };
const PAGES = {
  files: new Map(),
  h5: ASSETS,
  referral: ASSETS,
  me: ASSETS,
  console: ASSETS,
  storefront: ASSETS,
  detail: ASSETS,
};

async function plant(sql: postgres.Sql): Promise<void> {
  await sql`
    insert into bank.unit (id, parent, kind, name, address, city, opened_ms) values
      ('jx', null, 'province', '省联社', '', '', 0),
      ('jx.a', 'jx', 'bank', '甲农商银行', '', '', 0),
      ('jx.b', 'jx', 'bank', '乙农商银行', '', '', 0),
      ('jx.a.1', 'jx.a', 'outlet', '一支行', '滨江大道 20 号', '南昌市', 0),
      ('jx.a.2', 'jx.a', 'outlet', '二支行', '', '', 0)`;
  await sql`
    insert into bank.staff (id, name, role, unit, title, phone, joined_ms, left_ms, successor)
    values
      ('ann', '安经理', 'manager', 'jx.a.1', '客户经理', '13800000001', 0, null, null),
      ('bob', '包经理', 'manager', 'jx.a.1', '', '13800000002', 0, null, null),
      ('boss', '行长', 'bank', 'jx.a', '', '13800000003', 0, null, null)`;
  await sql`
    insert into bank.staff (id, name, role, unit, joined_ms, left_ms, successor) values
      ('gone', '老经理', 'manager', 'jx.a.1', 0, 1, 'ann'),
      ('away', '走经理', 'manager', 'jx.a.1', 0, 1, null)`;
  await sql`
    insert into bank.assignment (staff_id, unit, from_ms, to_ms) values
      ('ann', 'jx.a.1', 0, ${START_MS + 60_000}), ('ann', 'jx.a.2', ${START_MS + 60_000}, null)`;
}

/** Up as long as the test says so. */
function held(database: Database, up: { now: boolean }): Database {
  const { sql, kind, url } = database;
  return {
    sql,
    kind,
    url,
    available: () => up.now,
    downSinceMs: () => up.now ? null : START_MS,
    ready: () => Promise.resolve(up.now),
    close: () => Promise.resolve(),
  };
}

function eachEdge(
  name: string,
  run: (edge: TestEdge, more: { sql: postgres.Sql; up: { now: boolean } }) => Promise<void>,
): void {
  eachDatabase(name, async (sql, database) => {
    await plant(sql);
    const up = { now: true };
    await withEdge((edge) => run(edge, { sql, up }), {
      edge: { database: held(database, up), assets: PAGES },
    });
  });
}

const banner = (title: string, locked: boolean) => ({
  kind: "banner",
  id: "banner",
  hidden: false,
  title,
  text: "",
  image: null,
  locked,
});

const put = (edge: TestEdge, unit: string, body: unknown, as: typeof STAFF[keyof typeof STAFF]) =>
  edge.send(`/api/v1/units/${unit}/storefront-template`, { method: "PUT", as, body });

eachEdge(
  "a card shows the manager, the outlet and a masked number; a tap gets it",
  async (edge) => {
    const { card } = (await edge.send(PATH)).json;
    assertEquals([card.name, card.outletName, card.bankName, card.address, card.phoneMasked], [
      "安经理",
      "一支行",
      "甲农商银行",
      "滨江大道 20 号",
      "138****0001",
    ]);
    assertEquals((await edge.send("/s/ann")).text.includes("13800000001"), false);
    const tapped = await edge.post(`${PATH}/phone`, { headers: BROWSER });
    assertEquals(tapped.json, { phone: "13800000001" });
    await edge.world.settle();
    const { leads } = (await edge.send(`${PATH}/today`, { as: ANN })).json;
    assertEquals(leads, 1);
    problemOf(await edge.send("/api/v1/storefronts/boss"), 404, "not-found");
  },
);

eachEdge(
  "the storefront of one who left leads to the successor's, printed links too",
  async (edge) => {
    const page = await edge.respond("/s/gone?ch=print");
    assertEquals([page.status, page.headers.get("location")], [302, "/s/ann?ch=print"]);
    const answer = await edge.respond("/api/v1/storefronts/gone");
    assertEquals([answer.status, answer.headers.get("location")], [302, PATH]);
    assertEquals((await edge.send("/s/away")).status, 404);
  },
);

eachEdge(
  "what a bank locks stands on every storefront below, and no manager hides it",
  async (edge) => {
    const content = { blocks: [banner("开门红", true)], hours: "8:30–17:00" };
    const set = await put(edge, "jx.a", { version: 0, content }, STAFF.bank);
    assertEquals([set.status, set.json.version], [200, 1], set.text);
    assertStringIncludes((await edge.send("/s/ann")).text, "开门红");
    const draft = (await edge.send(`${PATH}/draft`, { as: ANN })).json;
    assertEquals(
      draft.locked.map((one: { block: { id: string }; unitName: string }) => [
        one.block.id,
        one.unitName,
      ]),
      [["banner", "甲农商银行"]],
    );
    const { locked: _, ...own } = banner("我的", false);
    const blocks = [{ ...own, hidden: true }, { kind: "card", id: "card", hidden: false }];
    const hide = await edge.send(`${PATH}/draft`, {
      method: "PUT",
      as: ANN,
      body: { version: 0, content: { ...DEFAULT_CONTENT, blocks } },
    });
    const { errors = [] } = problemOf(hide, 422, "invalid");
    assertEquals(errors.map(({ field }) => field), ["content.blocks.0.hidden"]);
    assertStringIncludes(errors[0]?.message ?? "", "甲农商银行");
  },
);

eachEdge(
  "an outlet's template stands below its bank's, and two editors are told",
  async (edge, { sql }) => {
    const bank = { blocks: [banner("全行", true)], hours: "" };
    assertEquals((await put(edge, "jx.a", { version: 0, content: bank }, STAFF.bank)).status, 200);
    const outlet = {
      blocks: [
        banner("本店", true),
        {
          kind: "text",
          id: "text-1",
          hidden: false,
          title: "停车",
          text: "门口可停车",
          locked: true,
        },
      ],
      hours: "",
    };
    const set = await put(edge, "jx.a.1", { version: 0, content: outlet }, STAFF.outlet);
    assertEquals(set.status, 200, set.text);
    const { text } = await edge.send("/s/ann");
    assertEquals([text.includes("全行"), text.includes("本店"), text.includes("停车")], [
      true,
      false,
      true,
    ]);
    const late = await put(edge, "jx.a.1", { version: 0, content: outlet }, STAFF.outlet);
    assertEquals(problemOf(late, 409, "stale").version, 1);
    problemOf(await put(edge, "jx.b", { version: 0, content: bank }, STAFF.bank), 404, "not-found");
    problemOf(await put(edge, "jx", { version: 0, content: bank }, STAFF.bank), 404, "not-found");
    problemOf(
      await put(edge, "jx.a.1", { version: 1, content: bank }, STAFF.manager),
      403,
      "forbidden",
    );
    const [logged] = await sql`
    select by, unit from bank.change where subject = 'unit/jx.a.1'
    and action = 'storefront-template.changed'`;
    assertEquals([logged?.by, logged?.unit], ["s-outlet", "jx.a.1"]);
  },
);

eachEdge(
  "a product that its bank switches off goes from storefronts that chose it, and comes back",
  async (edge, { sql }) => {
    const facts = { features: [], eligibility: [], documents: [], steps: [], fees: [], rates: [] };
    const action = { kind: "contact", target: "manager", label: "咨询", labelEn: "Ask" };
    const content = { ...facts, action, pricedOn: null, notice: "" };
    await sql`
    insert into bank.product (id, category, name, name_en, summary, summary_en, content, status,
      position, version, updated_at_ms, updated_by)
    select id, 'loans', name, '', '', '', ${sql.json(content)}, 'published', 1, 1, 0, 'test'
    from (values ('p1', '惠农贷'), ('p2', '创业贷')) as row (id, name)`;
    const chosen = { ...DEFAULT_CONTENT, products: ["p2", "p1"] };
    const body = { version: 0, content: chosen };
    await edge.send(`${PATH}/draft`, { method: "PUT", as: ANN, body });
    await edge.post(`${PATH}/publish`, { as: ANN, body: { version: 1 } });
    const products = async () => {
      const { text } = await edge.send("/s/ann");
      return [...text.matchAll(/href="\/p\/([^?"]+)\?m=ann"/g)].map(([, id]) => id);
    };
    assertEquals(await products(), ["p2", "p1"]);
    const turn = (on: boolean) =>
      edge.send("/api/v1/units/jx.a/products/p2", { method: "PUT", as: STAFF.bank, body: { on } });
    assertEquals((await turn(false)).status, 200);
    await edge.world.advance(1_001);
    assertEquals(await products(), ["p1"]);
    await turn(true);
    await edge.world.advance(1_001);
    assertEquals(await products(), ["p2", "p1"]);
  },
);

eachEdge(
  "a picture that nobody uploaded is refused, one that was uploaded is shown",
  async (edge) => {
    const save = (photo: string) =>
      edge.send(`${PATH}/draft`, {
        method: "PUT",
        as: ANN,
        body: {
          version: 0,
          content: { ...DEFAULT_CONTENT, card: { ...DEFAULT_CONTENT.card, photo } },
        },
      });
    const { errors = [] } = problemOf(await save("0".repeat(32)), 422, "invalid");
    assertEquals(errors.map(({ field }) => field), ["content.card.photo"]);
    const uploaded = await edge.edge.handler(
      new Request("http://yundian.test/api/v1/media", {
        method: "POST",
        headers: { authorization: `Bearer ${tokenOf(ANN)}`, "content-type": "image/png" },
        body: PLAIN_PNG,
      }),
      {
        remoteAddr: { transport: "tcp", hostname: "10.0.0.1", port: 1 },
        completed: Promise.resolve(),
      },
    );
    const { id, url } = await uploaded.json();
    assertEquals((await save(id)).status, 200);
    await edge.post(`${PATH}/publish`, { as: ANN, body: { version: 1 } });
    assertEquals((await edge.send(PATH)).json.card.photo, url);
    const html = (await edge.send("/s/ann")).text;
    assertStringIncludes(html, `property="og:image" content="http://yundian.test${url}"`);
  },
);

eachEdge(
  "while the database is down the last card is shown, and staff see since when",
  async (edge, { up }) => {
    await edge.send("/s/ann");
    up.now = false;
    await edge.world.advance(10_000);
    const shown = await edge.send("/s/ann");
    assertEquals(shown.status, 200);
    assertStringIncludes(shown.text, "安经理");
    assertEquals(shown.text.includes("数据库暂不可用"), false);
    assertEquals("staleSince" in (await edge.send(PATH)).json, false);
    const staff = (await edge.send(PATH, { as: STAFF.bank })).json;
    assertEquals(staff.staleSince, new Date(START_MS).toISOString());
    // What was never read cannot be shown, and says so.
    const never = await edge.send("/s/bob");
    assertEquals([never.status, never.headers.get("retry-after")], [503, "2"]);
    problemOf(await edge.send("/api/v1/storefronts/bob"), 503, "database-unavailable");
    const counted = await edge.post(`${PATH}/events`, {
      headers: BROWSER,
      body: { events: [{ kind: "visit" }] },
    });
    assertEquals(counted.json.counted, true);
    up.now = true;
    await edge.world.advance(10_000);
    assertEquals((await edge.send("/s/bob")).status, 200);
  },
);

eachFollowedEdge(
  "rows say what is on storefronts and what visitors did, where and when",
  async ({ edge, sql, follow }) => {
    await plant(sql);
    const tell = (kind: string, item?: string) =>
      edge.post(`${PATH}/events`, {
        headers: BROWSER,
        body: { channel: "wechat", events: [{ kind, ...(item === undefined ? {} : { item }) }] },
      });
    const save = async (products: readonly string[] | null) => {
      const { version } = (await edge.send(`${PATH}/draft`, { as: ANN })).json;
      const content = { ...DEFAULT_CONTENT, products };
      await edge.send(`${PATH}/draft`, { method: "PUT", as: ANN, body: { version, content } });
      await edge.post(`${PATH}/publish`, { as: ANN, body: { version: version + 1 } });
    };
    await save(["p1", "p2"]);
    await tell("visit");
    await tell("click", "p1");
    await follow();
    // From here on Ann works at another outlet.
    await edge.world.advance(70_000);
    await tell("click", "p1");
    await tell("click", "p1");
    await save(["p2"]);
    await follow();
    const visits = await sql`
    select outlet, measure, item, n::int from projected.visit where manager = 'ann'
    order by outlet, measure, item`;
    assertEquals(visits.map((row) => [row.outlet, row.measure, row.item, row.n]), [
      ["jx.a.1", "click", "p1", 1],
      ["jx.a.1", "new-visitor", "", 1],
      ["jx.a.1", "visit", "", 1],
      ["jx.a.1", "visitor", "", 1],
      ["jx.a.2", "click", "p1", 2],
    ]);
    const items = await sql`select product from projected.storefront_item where manager = 'ann'`;
    assertEquals(items.map(({ product }) => product), ["p2"]);
    const [shown] = await sql`select version, chosen from projected.storefront`;
    assertEquals([shown?.version, shown?.chosen], [2, true]);
  },
);
