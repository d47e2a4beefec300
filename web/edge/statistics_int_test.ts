/** Statistics through HTTP in the middle of a sale, on both databases. */
import { assert, assertEquals } from "@std/assert";
import { MEASURES } from "../projection/statistics/measures.ts";
import type {
  LeaderboardJson,
  MeasureJson,
  StatisticsJson,
  StatisticsLineJson,
  StatisticsQueryJson,
  VisitsJson,
} from "../shared/api_statistics.ts";
import { dumpSchema } from "../store/testing/dump.ts";
import { problemOf, STAFF, type TestEdge } from "./fixtures/edge.ts";
import { eachFollowedEdge } from "./fixtures/followed_edge.ts";
import { ANN, move, plant, type Reader, visit, WITH_LINKS } from "./fixtures/statistics.ts";

const by = (edge: TestEdge, path: string, as: Reader) =>
  edge.send(`/api/v1/statistics?${path}`, { as });

async function tableOf(edge: TestEdge, path: string): Promise<StatisticsJson> {
  const shown = await by(edge, path, STAFF.province);
  assertEquals(shown.status, 200, shown.text);
  return shown.json;
}

/** Every line is what the log says, and lines add up. */
async function prove(edge: TestEdge): Promise<Record<string, number>> {
  const sums: Record<string, string> = {};
  const proven = new Set<string>();
  for (const query of ["by=day&limit=1", "by=bank", "by=outlet", "by=manager&limit=2"]) {
    const path = `from=2026-11-21&${query}`;
    const items: StatisticsLineJson[] = [];
    let page = await tableOf(edge, path);
    items.push(...page.items);
    while (page.next !== null) {
      page = await tableOf(edge, `${path}&after=${page.next}`);
      items.push(...page.items);
    }
    sums[path] = JSON.stringify(MEASURES.map((name) => sum(items, name)));
    assertEquals(sums[path], JSON.stringify(MEASURES.map((name) => page.total.figures[name])));
    const busy = items.filter(({ figures }) => MEASURES.some((name) => figures[name] !== 0));
    for (const line of [page.total, page.credited, ...busy]) {
      if (!proven.has(line.href)) await recount(edge, line);
      proven.add(line.href);
    }
  }
  assertEquals(new Set(Object.values(sums)).size, 1, JSON.stringify(sums));
  const { total } = await tableOf(edge, "by=day");
  return total.figures;
}

async function recount(edge: TestEdge, line: StatisticsLineJson): Promise<void> {
  const asked = await edge.send(`${line.href}&measure=fen`, { as: STAFF.province });
  assertEquals(asked.status, 200, asked.text);
  const answer: StatisticsQueryJson = asked.json;
  assertEquals(answer.differing, [], JSON.stringify({ line, answer }));
  assertEquals(answer.unchecked, []);
  assertEquals(answer.recomputed, line.figures, line.href);
  assertEquals(answer.measure, { name: "fen", value: line.figures.fen });
}

function sum(lines: readonly StatisticsLineJson[], name: MeasureJson): number {
  return lines.reduce((all, { figures }) => all + figures[name], 0);
}

eachFollowedEdge(
  "in the middle of a sale every figure is what the log says, at every level",
  async ({ edge, sql, follow, rebuild }) => {
    await plant(sql);
    const id = await edge.sale({ units: 30, perCustomerMax: 3, holdSeconds: 3_600 });
    const codes = ["anncodexy", "bobcodexy", null];
    const held: string[] = [];
    for (let n = 0; n < 9; n++) {
      const code = codes[n % 3] ?? null;
      const body = { units: 1 + n % 2, ...code === null ? {} : { via: code } };
      held.push((await edge.hold(id, `c${n % 5}`, body)).id);
    }
    await visit(edge, "ann");
    await follow();
    const begun = await prove(edge);
    assertEquals([begun["grabs"], begun["newCustomers"], begun["leads"]], [9, 5, 1]);

    const pay = (n: number) =>
      edge.post(`/api/v1/reservations/${held[n]}/confirm`, { as: `c${n % 5}`, body: {} });
    for (const n of [0, 1, 2]) assertEquals((await pay(n)).status, 200);
    await move(edge, { sql, unit: "jx.b.1" });
    for (const n of [3, 4, 5]) assertEquals((await pay(n)).status, 200);
    await edge.post(`/api/v1/reservations/${held[6]}/cancel`, { as: "c1", body: {} });
    await edge.post(`/api/v1/reservations/${held[3]}/return`, {
      as: STAFF.bank,
      body: { reason: "退货" },
    });
    await visit(edge, "ann");
    await follow();
    const midway = await prove(edge);
    assertEquals(
      [midway["orders"], midway["units"], midway["fen"], midway["returns"], midway["lapsed"]],
      [6, 9, 9 * 990, 1, 1],
    );
    const banks = await tableOf(edge, "by=bank");
    assertEquals(banks.items.map(({ key, figures }) => [key, figures.orders, figures.visits]), [
      ["jx.a", 1, 1],
      ["jx.b", 3, 1],
      [null, 2, 0],
    ]);

    await edge.world.leap(3_700_000);
    await edge.world.advance(2_000);
    await follow();
    const over = await prove(edge);
    assertEquals([over["grabs"], over["lapsed"], over["orders"]], [9, 3, 6]);
    assertEquals((await tableOf(edge, "by=day&limit=400")).items.length, 30);

    const rows = await dumpSchema(sql, "projected");
    await rebuild();
    assertEquals(await dumpSchema(sql, "projected"), rows);
  },
  WITH_LINKS,
);

eachFollowedEdge(
  "what staff of a bank or the province bring themselves has lines of its own",
  async ({ edge, sql, follow }) => {
    await plant(sql);
    await sql`
      insert into bank.staff (id, name, role, unit, joined_ms) values
        ('boss', '行长', 'bank', 'jx.a', 0), ('head', '省联', 'province', 'jx', 0)`;
    await sql`
      insert into bank.assignment (staff_id, unit, from_ms) values
        ('boss', 'jx.a', 0), ('head', 'jx', 0)`;
    const id = await edge.sale({ units: 30, holdSeconds: 3_600 });
    for (const [n, via] of ["anncodexy", "bosscodex", "headcodex"].entries()) {
      await edge.hold(id, `c${n}`, { via });
    }
    await follow();
    assertEquals((await prove(edge))["grabs"], 3);
    const keysOf = async (path: string) => {
      const { items } = await tableOf(edge, path);
      return items.filter(({ figures }) => figures.grabs > 0).map(({ key }) => key);
    };
    assertEquals(await keysOf("by=bank"), ["jx", "jx.a"]);
    assertEquals(await keysOf("by=outlet"), ["jx", "jx.a", "jx.a.1"]);
    assertEquals(await keysOf("unit=jx.a&by=outlet"), ["jx.a", "jx.a.1"]);
    assertEquals(await keysOf("by=manager"), ["ann", "boss", "head"]);
  },
  WITH_LINKS,
);

eachFollowedEdge("everyone sees the own scope and nothing else", async ({ edge, sql, follow }) => {
  await plant(sql);
  const id = await edge.sale({ units: 30, perCustomerMax: 3, holdSeconds: 3_600 });
  await edge.hold(id, "c1", { via: "anncodexy" });
  await edge.hold(id, "c2", { via: "bobcodexy" });
  await edge.hold(id, "c3");
  await follow();
  const figures = async (
    path: string,
    as: Reader,
  ): Promise<unknown> => {
    const shown = await by(edge, path, as);
    if (shown.status !== 200) return shown.status;
    const { total, unattributed, items }: StatisticsJson = shown.json;
    return [
      total.figures.grabs,
      unattributed?.figures.grabs ?? null,
      items.filter((line) => line.figures.grabs > 0).map(({ key }) => key),
    ];
  };
  const { bank, otherBank, outlet, province } = STAFF;
  assertEquals(await figures("by=unit", province), [3, 1, ["jx.a", "jx.b", null]]);
  assertEquals(await figures("by=unit", bank), [2, 1, ["jx.a.1", null]]);
  assertEquals(await figures("by=unit", otherBank), [1, 0, ["jx.b.1"]]);
  assertEquals(await figures("by=unit", outlet), [1, 0, ["ann"]]);
  assertEquals(await figures("unit=jx.a&by=manager", province), [2, 1, ["ann", null]]);
  assertEquals(await figures("manager=ann&by=manager", bank), [1, null, ["ann"]]);
  assertEquals(await figures("by=manager", ANN), [1, null, ["ann"]]);
  for (
    const [path, as] of [
      ["unit=jx.b", bank],
      ["unit=jx", bank],
      ["unit=jx.a.2", outlet],
      ["unit=jx.a", ANN],
      ["manager=bob", ANN],
      ["manager=bob", bank],
      ["unit=jx.x", province],
      ["manager=nobody", province],
    ] as const
  ) {
    assertEquals(await figures(path, as), 404, path);
    const recounted = await edge.send(`/api/v1/statistics/query?${path}`, { as });
    assertEquals(recounted.status, 404, path);
  }
  const board = await edge.send("/api/v1/leaderboard?unit=jx.a", { as: ANN });
  assertEquals(board.status, 404);
  for (
    const path of [
      "from=2026-13-01",
      "from=2026-11-22&to=2026-11-21",
      "from=2020-01-01&to=2026-01-01",
      "unit=jx.a.1&by=outlet",
      "limit=0",
      "by=week",
    ]
  ) problemOf(await by(edge, path, STAFF.province), 422, "invalid");
  const customer = await edge.send("/api/v1/statistics", { as: "c1" });
  problemOf(customer, 403, "forbidden");
}, WITH_LINKS);

eachFollowedEdge(
  "of two equals who reached it earlier is before",
  async ({ edge, sql, follow }) => {
    await plant(sql);
    const id = await edge.sale({ units: 30, perCustomerMax: 3, holdSeconds: 3_600, priceFen: 0 });
    const buy = async (customer: string, via: string) => {
      await edge.world.advance(10);
      const { id: reservation } = await edge.hold(id, customer, { via });
      const paid = await edge.post(`/api/v1/reservations/${reservation}/confirm`, { as: customer });
      assertEquals(paid.status, 200, paid.text);
    };
    await buy("c1", "bobcodexy");
    await buy("c2", "anncodexy");
    await follow();
    const ranked = async (path: string, as: Reader) => {
      const shown = await edge.send(`/api/v1/leaderboard?${path}`, { as });
      assertEquals(shown.status, 200, shown.text);
      const board: LeaderboardJson = shown.json;
      assert(board.tieBreak.length > 0);
      const items = board.items.map(({ rank, manager, value }) => [rank, manager, value]);
      return { items, next: board.next, mine: board.mine };
    };
    const both = await ranked("measure=orders", STAFF.province);
    assertEquals(both, { items: [[1, "bob", 1], [2, "ann", 1]], next: null, mine: null });
    await buy("c3", "anncodexy");
    await follow();
    const first = await ranked("measure=orders&limit=1", STAFF.province);
    assertEquals(first, { items: [[1, "ann", 2]], next: "1", mine: null });
    const second = await ranked("measure=orders&limit=1&after=1", STAFF.province);
    assertEquals(second, { items: [[2, "bob", 1]], next: null, mine: null });
    const own = await ranked("measure=orders", ANN);
    assertEquals(own, { items: [[1, "ann", 2]], next: null, mine: { rank: 1, of: 1, value: 2 } });
  },
  WITH_LINKS,
);

eachFollowedEdge("visits by channel add up to the figures", async ({ edge, sql, follow }) => {
  await plant(sql);
  await visit(edge, "ann");
  await move(edge, { sql, unit: "jx.b.1" });
  await visit(edge, "ann");
  await visit(edge, "bob");
  await follow();
  const visitsOf = async (path: string, as: Reader) => {
    const shown = await edge.send(`/api/v1/statistics/visits?${path}`, { as });
    assertEquals(shown.status, 200, shown.text);
    const visits: VisitsJson = shown.json;
    const table = await by(edge, `${path}&by=day`, as);
    const total: StatisticsJson["total"] = table.json.total;
    for (const name of ["visits", "visitors", "newVisitors", "clicks", "leads"] as const) {
      const sum = visits.channels.reduce((all, { figures }) => all + figures[name], 0);
      assertEquals(sum, total.figures[name], `${path} ${name}`);
    }
    return [
      visits.channels.map(({ channel, figures }) => [channel, figures.visits, figures.leads]),
      visits.items.map(({ kind, id, clicks }) => [kind, id, clicks]),
    ];
  };
  const { bank, province } = STAFF;
  assertEquals(await visitsOf("", province), [[["wechat", 3, 0], ["print", 0, 3]], [
    ["product", "card", 3],
  ]]);
  assertEquals(await visitsOf("", bank), [[["wechat", 1, 0], ["print", 0, 1]], [
    ["product", "card", 1],
  ]]);
  assertEquals(await visitsOf("manager=ann", province), [[["wechat", 2, 0], ["print", 0, 2]], [
    ["product", "card", 2],
  ]]);
  const beyond = await edge.send("/api/v1/statistics/visits?manager=bob", { as: ANN });
  assertEquals(beyond.status, 404);
}, WITH_LINKS);

eachFollowedEdge("only a few figures are computed again at once", async ({ edge, sql }) => {
  await plant(sql);
  const ask = () => edge.send("/api/v1/statistics/query", { as: STAFF.province });
  const replies = await Promise.all([ask(), ask(), ask()]);
  assertEquals(replies.map(({ status }) => status).sort(), [200, 200, 503]);
  const refusal = replies.find(({ status }) => status === 503);
  assertEquals(refusal?.json.code, "overloaded");
  assertEquals((await ask()).status, 200);
});
