/** Customers through HTTP, on both databases. */
import { assert, assertEquals } from "@std/assert";
import { customerId } from "./customer_session.ts";
import { eachBank } from "./fixtures/bank_rows.ts";
import { problemOf, type Reply, SECRET, STAFF, type TestEdge } from "./fixtures/edge.ts";

const CUSTOMERS = "/api/v1/customers";
const idOf = (phone: string) => customerId(SECRET, "phone", phone);
const [ANN, BOB, CAT] = ["13800000011", "13800000012", "13800000013"] as const;

const FILE = `\ufeff手机号,姓名,标签,开户日期,客户经理
${ANN},陈安,社保卡;VIP,2019-03-08,A1001
${BOB},万博,新客,,second
${CAT},熊彩,VIP,2020-01-01,s-other
`;

async function imports(
  edge: TestEdge,
  file: string,
  options: { as?: (typeof STAFF)[keyof typeof STAFF]; query?: string } = {},
): Promise<Reply> {
  const { as = STAFF.bank, query = "" } = options;
  const headers = { "content-type": "text/csv" };
  return await edge.post(`${CUSTOMERS}/import${query}`, { as, body: file, headers });
}

const sums = ({ json }: Reply) => [json.created, json.changed, json.unchanged, json.wrong];

eachBank("a file is taken once, and the same file again changes nothing", async (edge, sql) => {
  const tried = await imports(edge, FILE, { query: "?dry=1" });
  assertEquals([tried.status, sums(tried), tried.json.dry], [200, [3, 0, 0, 0], true], tried.text);
  assertEquals((await sql`select 1 from bank.customer_contact`).length, 0);
  assertEquals(sums(await imports(edge, FILE)), [3, 0, 0, 0]);
  assertEquals(sums(await imports(edge, FILE)), [0, 0, 3, 0]);
  const more = `phone,tags\n${ANN},信用卡\n`;
  assertEquals(sums(await imports(edge, more)), [0, 1, 0, 0]);
  const logged = await sql`select action, after from bank.change where subject = 'customers'`;
  assertEquals(logged.map(({ action }) => action), ["customers.imported", "customers.imported"]);
});

eachBank("wrong rows are named and right ones taken", async (edge) => {
  const file = `phone,manager\n123,A1001\n${ANN},nobody\n${BOB},far\n${CAT},\n13800000014,A1001\n`;
  const done = await imports(edge, file);
  assertEquals([done.status, sums(done)], [200, [1, 0, 0, 4]], done.text);
  assertEquals(
    done.json.errors.map(({ row, field }: { row: number; field: string }) => [row, field]),
    [
      [2, "phone"],
      [3, "manager"],
      [4, "manager"],
      [5, "manager"],
    ],
  );
  const english = await edge.post(`${CUSTOMERS}/import`, {
    as: STAFF.bank,
    body: "name\nx\n",
    headers: { "content-type": "text/csv", "accept-language": "en" },
  });
  const [error] = problemOf(english, 422, "invalid").errors ?? [];
  assertEquals([error?.field, error?.message], ["phone", "The column “phone” is missing"]);
  const large = await imports(edge, `phone\n${"x".repeat(5_000_000)}`);
  problemOf(large, 413, "too-large");
});

eachBank("nobody takes another bank's customer by a file", async (edge) => {
  await imports(edge, `phone,manager\n${ANN},far\n`, { as: STAFF.otherBank });
  const done = await imports(edge, `phone,tags,manager\n${ANN},VIP,A1001\n`);
  assertEquals([sums(done), done.json.errors[0].field], [[0, 0, 0, 1], "phone"]);
  for (const as of [STAFF.manager, STAFF.outlet, STAFF.sre]) {
    problemOf(await imports(edge, FILE, { as }), 403, "forbidden");
  }
});

eachBank(
  "each role lists the customers in its scope, with masked numbers",
  async (edge, _sql, flow) => {
    await imports(edge, FILE);
    await imports(edge, `phone,manager\n13800000019,far\n`, { as: STAFF.otherBank });
    await flow.project();
    const listed = async (as: (typeof STAFF)[keyof typeof STAFF], query = "") => {
      const reply = await edge.send(`${CUSTOMERS}${query}`, { as });
      assertEquals(reply.status, 200, reply.text);
      return reply.json.items.map(({ name }: { name: string | null }) => name).toSorted();
    };
    assertEquals(await listed(STAFF.manager), ["陈安"]);
    assertEquals(await listed(STAFF.outlet), ["万博", "陈安"]);
    assertEquals(await listed(STAFF.bank), ["万博", "熊彩", "陈安"]);
    assertEquals((await listed(STAFF.province)).length, 4);
    assertEquals(await listed(STAFF.otherBank), [null]);
    assertEquals(await listed(STAFF.bank, "?tag=VIP"), ["熊彩", "陈安"]);
    assertEquals(await listed(STAFF.bank, "?q=" + encodeURIComponent("陈")), ["陈安"]);
    assertEquals(await listed(STAFF.bank, `?q=${BOB}`), ["万博"]);
    assertEquals(await listed(STAFF.bank, "?q=0013"), ["熊彩"]);
    assertEquals(await listed(STAFF.bank, "?manager=s-second"), ["万博"]);
    const all = await edge.send(CUSTOMERS, { as: STAFF.province });
    assert(!all.text.includes(ANN), "a number is shown");
    assert(all.text.includes("138****0011"));
    const first = await edge.send(`${CUSTOMERS}?limit=2`, { as: STAFF.bank });
    const rest = await edge.send(`${CUSTOMERS}?limit=2&after=${first.json.next}`, {
      as: STAFF.bank,
    });
    const ids = [...first.json.items, ...rest.json.items].map(({ id }: { id: string }) => id);
    assertEquals([new Set(ids).size, rest.json.next], [3, null]);
    const segments = await edge.send("/api/v1/segments", { as: STAFF.bank });
    assertEquals([segments.json.total, segments.json.isNew, segments.json.bound], [3, 1, 3]);
    assertEquals(segments.json.tags[0], { tag: "VIP", customers: 2 });
  },
);

eachBank(
  "tags are changed by one who sees the customer, and the later of two is told",
  async (edge, sql) => {
    await imports(edge, FILE);
    const path = `${CUSTOMERS}/${idOf(ANN)}`;
    const shown = await edge.send(path, { as: STAFF.manager });
    assertEquals(
      [shown.status, shown.json.name, shown.json.isNew],
      [200, "陈安", false],
      shown.text,
    );
    assertEquals([shown.json.unitName, shown.json.managerName], ["甲一支行", "陈安"]);
    assertEquals(shown.json.orgUnitIds, ["jx.a.1", "jx.a", "jx"]);
    const { version } = shown.json;
    const until = new Date(edge.world.clock.nowMs() + 60_000).toISOString();
    const put = (as: (typeof STAFF)[keyof typeof STAFF], body: unknown) =>
      edge.send(`${path}/tags`, { method: "PUT", as, body });
    const tags = [{ tag: "VIP" }, { tag: "春耕", until }];
    const changed = await put(STAFF.manager, { version, tags });
    assertEquals(changed.status, 200, changed.text);
    assertEquals(
      changed.json.tags.map(({ tag, source, by }: Record<string, string>) => [tag, source, by]),
      [["VIP", "import", "s-bank"], ["春耕", "hand", "s-manager"]],
    );
    assertEquals(
      problemOf(await put(STAFF.bank, { version, tags: [] }), 409, "stale").version,
      version + 1,
    );
    for (const as of [{ ...STAFF.manager, sub: "s-second" }, STAFF.otherBank]) {
      problemOf(await edge.send(path, { as }), 404, "not-found");
      const body = { version: version + 1, tags: [] };
      problemOf(await edge.send(`${path}/tags`, { method: "PUT", as, body }), 404, "not-found");
    }
    problemOf(await put(STAFF.sre, { version: version + 1, tags: [] }), 403, "forbidden");
    const bad = await put(STAFF.manager, { version: version + 1, tags: [{ tag: "=1+1" }] });
    assertEquals(problemOf(bad, 422, "invalid").errors?.[0]?.field, "tags.0.tag");
    const [row] = await sql`select before, after from bank.change where action = 'customer.tagged'`;
    assertEquals(row?.["after"], { manager: "s-manager", tags: ["VIP", "春耕"] });
  },
);

eachBank("a binding gives the units of the outlet, which eligibility reads", async (edge) => {
  const sale = await edge.sale({ eligibility: { orgUnitIds: ["jx.a.1"] } });
  const customer = idOf(ANN);
  problemOf(await edge.grab(sale, customer), 409, "not-eligible");
  const bind = (as: (typeof STAFF)[keyof typeof STAFF], body: unknown) =>
    edge.send(`${CUSTOMERS}/${customer}/manager`, { method: "PUT", as, body });
  const far = await bind(STAFF.outlet, { version: 0, manager: "s-far" });
  assertEquals(problemOf(far, 422, "invalid").errors?.[0]?.field, "manager");
  problemOf(await bind(STAFF.manager, { version: 0, manager: "s-manager" }), 403, "forbidden");
  const bound = await bind(STAFF.outlet, { version: 0, manager: "s-manager" });
  assertEquals([bound.status, bound.json.unit], [200, "jx.a.1"], bound.text);
  assertEquals((await edge.grab(sale, customer)).status, 201);
  problemOf(await bind(STAFF.otherBank, { version: 1, manager: "s-far" }), 404, "not-found");
  const freed = await bind(STAFF.bank, { version: 1, manager: null });
  assertEquals([freed.json.manager, freed.json.orgUnitIds], [null, []]);
});

eachBank("customers of one who left are the successor's", async (edge, sql, flow) => {
  await imports(edge, FILE);
  await sql`update bank.staff set left_ms = 1, successor = 's-second' where id = 's-manager'`;
  await flow.project();
  const heir = { ...STAFF.manager, sub: "s-second" };
  const listed = await edge.send(CUSTOMERS, { as: heir });
  assertEquals(listed.json.items.length, 2);
  assertEquals((await edge.send(`${CUSTOMERS}/${idOf(ANN)}`, { as: heir })).status, 200);
});
