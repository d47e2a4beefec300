/** Products, articles and pictures through HTTP, on both databases. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type postgres from "postgres";
import type { ProductJson, ProductRequest } from "../shared/api_catalogue.ts";
import { PLAIN_PNG } from "../store/articles/fixtures/pictures.ts";
import type { Database } from "../store/database.ts";
import { buildAssets } from "../build.ts";
import { eachDatabase } from "../store/testing/databases.ts";
import { problemOf, STAFF, type TestEdge, tokenOf, withEdge } from "./fixtures/edge.ts";
import { START_MS } from "./fixtures/world.ts";

const HOUR_MS = 3_600_000;

function eachEdge(
  name: string,
  run: (edge: TestEdge, sql: postgres.Sql) => Promise<void>,
): void {
  eachDatabase(name, async (sql, database) => {
    await plant(sql);
    await withEdge((edge) => run(edge, sql), { edge: { database: steady(database) } });
  });
}

/** Up unless told: the clock of a test's world is another than the database's. */
function steady(database: Database, available: () => boolean = () => true): Database {
  const { sql, kind, url } = database;
  return {
    sql,
    kind,
    url,
    available,
    downSinceMs: () => null,
    ready: () => Promise.resolve(true),
    close: () => Promise.resolve(),
  };
}

async function plant(sql: postgres.Sql): Promise<void> {
  await sql`
    insert into bank.unit (id, parent, kind, name, opened_ms) values
      ('jx', null, 'province', '省联社', 0), ('jx.a', 'jx', 'bank', '甲行', 0),
      ('jx.b', 'jx', 'bank', '乙行', 0), ('jx.a.1', 'jx.a', 'outlet', '一支行', 0)
    on conflict do nothing`;
}

const DEPOSIT: ProductRequest = {
  category: "deposits",
  name: "整存整取",
  nameEn: "Time deposit",
  summary: "约定存期，到期还本付息",
  summaryEn: "A fixed term, principal and interest at its end",
  features: ["50 元起存"],
  eligibility: ["个人客户"],
  documents: ["本人有效身份证件"],
  steps: ["选择存期", "确认存入"],
  fees: [],
  rates: [{ name: "一年", basisPoints: 115 }],
  pricedOn: "2026-11-01",
  notice: "利率以网点公示为准",
  action: { kind: "contact", target: "manager", label: "咨询", labelEn: "Ask" },
  validFrom: null,
  validTo: null,
  position: 10,
};

async function published(
  edge: TestEdge,
  fields: Partial<ProductRequest> = {},
): Promise<ProductJson> {
  const made = await edge.post("/api/v1/products", {
    as: STAFF.province,
    body: { ...DEPOSIT, ...fields },
  });
  assertEquals(made.status, 201, made.text);
  const shown = await edge.post(`/api/v1/products/${made.json.id}/publish`, {
    as: STAFF.province,
    body: { version: 1 },
  });
  assertEquals(shown.status, 200, shown.text);
  return shown.json;
}

const names = (reply: { json: { items: { name: string }[] } }) =>
  reply.json.items.map(({ name }) => name);

eachEdge("a draft is the province's until it is published", async (edge) => {
  const made = await edge.post("/api/v1/products", { as: STAFF.province, body: DEPOSIT });
  assertEquals([made.status, made.json.status, made.json.version], [201, "draft", 1]);
  const path = `/api/v1/products/${made.json.id}`;
  assertEquals((await edge.send(path, { as: STAFF.province })).status, 200);
  problemOf(await edge.send(path, { as: STAFF.bank }), 404, "not-found");
  problemOf(await edge.send(path), 404, "not-found");
  assertEquals(names(await edge.send("/api/v1/products", { as: STAFF.manager })), []);
  const shown = await edge.post(`${path}/publish`, { as: STAFF.province, body: { version: 1 } });
  assertEquals([shown.json.status, shown.json.version], ["published", 2]);
  const { status: _, version: _v, updatedAt: _a, ...rest } = shown.json;
  assertEquals(rest, { ...DEPOSIT, id: made.json.id, updatedBy: "s-province" });
  const seen = await edge.send(path);
  assertEquals([seen.status, seen.json.updatedBy], [200, ""], "who wrote it is the bank's own");
  assertEquals(names(await edge.send("/api/v1/products", { as: STAFF.manager })), ["整存整取"]);
  await edge.post(`${path}/withdraw`, { as: STAFF.province, body: { version: 2 } });
  problemOf(await edge.send(path), 404, "not-found");
});

eachEdge("only the province writes products", async (edge) => {
  for (const as of [STAFF.bank, STAFF.outlet, STAFF.manager, STAFF.sre]) {
    problemOf(await edge.post("/api/v1/products", { as, body: DEPOSIT }), 403, "forbidden");
  }
  problemOf(await edge.post("/api/v1/products", { body: DEPOSIT }), 401, "unauthenticated");
});

eachEdge("of two editors the later one is told, and nothing is overwritten", async (edge, sql) => {
  const { id } = await published(edge);
  const path = `/api/v1/products/${id}`;
  const first = await edge.send(path, {
    method: "PATCH",
    as: STAFF.province,
    body: { version: 2, summary: "先" },
  });
  assertEquals(first.status, 200, first.text);
  const late = await edge.send(path, {
    method: "PATCH",
    as: STAFF.province,
    body: { version: 2, summary: "后" },
  });
  assertEquals(problemOf(late, 409, "stale").version, 3);
  assertEquals((await edge.send(path)).json.summary, "先");
  const changes = await sql`
    select action, before, after from bank.change where subject = ${`product/${id}`} order by id`;
  assertEquals(changes.map(({ action }) => action), [
    "product.created",
    "product.published",
    "product.changed",
  ]);
  assertEquals(changes[2]?.["before"], { summary: DEPOSIT.summary });
  assertEquals(changes[2]?.["after"], { summary: "先" });
});

eachEdge("two products cannot have one name", async (edge) => {
  await published(edge);
  const again = await edge.post("/api/v1/products", { as: STAFF.province, body: DEPOSIT });
  problemOf(again, 409, "exists");
  const { id } = await published(edge, { name: "另一个" });
  const renamed = await edge.send(`/api/v1/products/${id}`, {
    method: "PATCH",
    as: STAFF.province,
    body: { version: 2, name: DEPOSIT.name },
  });
  problemOf(renamed, 409, "exists");
});

eachEdge("a bank switches a product off for itself alone", async (edge, sql) => {
  const { id } = await published(edge);
  const put = (as: (typeof STAFF)[keyof typeof STAFF], on: boolean) =>
    edge.send(`/api/v1/units/jx.a/products/${id}`, { method: "PUT", as, body: { on } });
  const off = await put(STAFF.bank, false);
  assertEquals([off.status, off.json.unit, off.json.on], [200, "jx.a", false], off.text);
  const listed = await edge.send("/api/v1/products", { as: STAFF.manager });
  assertEquals([listed.json.items[0].on, listed.json.items[0].effective], [false, false]);
  const elsewhere = await edge.send("/api/v1/products", { as: STAFF.otherBank });
  assertEquals([elsewhere.json.items[0].on, elsewhere.json.items[0].effective], [true, true]);
  const headOffice = await edge.send("/api/v1/products", { as: STAFF.province });
  assertEquals([headOffice.json.items[0].on, headOffice.json.items[0].effective], [null, true]);
  assertEquals((await put(STAFF.province, true)).json.on, true);
  assertEquals((await put(STAFF.bank, true)).json.on, true);
  const changes = await sql`
    select action, by, unit from bank.change where action like 'product.switched%' order by id`;
  assertEquals(changes.map(({ action, by, unit }) => [action, by, unit]), [
    ["product.switched-off", "s-bank", "jx.a"],
    ["product.switched-on", "s-province", "jx.a"],
  ]);
});

eachEdge("a switch says on how many storefronts the product stands", async (edge, sql) => {
  const { id } = await published(edge);
  await sql`insert into bank.unit (id, parent, kind, name, opened_ms)
    values ('jx.b.1', 'jx.b', 'outlet', '二支行', 0)`;
  for (const staff of ["chose-nothing", "chose-it", "chose-others", "left", "elsewhere"]) {
    const unit = staff === "elsewhere" ? "jx.b.1" : "jx.a.1";
    await sql`insert into bank.staff (id, name, role, unit, joined_ms, left_ms)
      values (${staff}, ${staff}, 'manager', ${unit}, 0, ${staff === "left" ? 1 : null})`;
  }
  for (const manager of ["chose-it", "chose-others"]) {
    await sql`insert into projected.storefront
      (manager, version, published_ms, published_by, chosen, content)
      values (${manager}, 1, 0, ${manager}, true, '{}')`;
    await sql`insert into projected.storefront_item (manager, product, place)
      values (${manager}, ${manager === "chose-it" ? id : "other"}, 0)`;
  }
  const off = await edge.send(`/api/v1/units/jx.a/products/${id}`, {
    method: "PUT",
    as: STAFF.bank,
    body: { on: false },
  });
  assertEquals(off.json.storefronts, 2);
});

eachEdge("of two who take one name at the same moment one is told", async (edge) => {
  const [one, other] = [await published(edge), await published(edge, { name: "另一个" })];
  const rename = (id: string) =>
    edge.send(`/api/v1/products/${id}`, {
      method: "PATCH",
      as: STAFF.province,
      body: { version: 2, name: "同名" },
    });
  const replies = await Promise.all([rename(one.id), rename(other.id)]);
  assertEquals(replies.map(({ status }) => status).toSorted(), [200, 409]);
});

eachEdge("nobody switches for another bank, and managers not at all", async (edge) => {
  const { id } = await published(edge);
  const put = (unit: string, as: (typeof STAFF)[keyof typeof STAFF]) =>
    edge.send(`/api/v1/units/${unit}/products/${id}`, { method: "PUT", as, body: { on: false } });
  problemOf(await put("jx.a", STAFF.otherBank), 404, "not-found");
  problemOf(await put("jx.a.1", STAFF.bank), 404, "not-found");
  problemOf(await put("jx.zz", STAFF.province), 404, "not-found");
  for (const as of [STAFF.manager, STAFF.outlet, STAFF.sre]) {
    problemOf(await put("jx.a", as), 403, "forbidden");
  }
  problemOf(await edge.send("/api/v1/products?unit=jx.b", { as: STAFF.bank }), 404, "not-found");
});

eachEdge("a product is offered within its validity only", async (edge) => {
  const { id } = await published(edge, {
    validFrom: new Date(START_MS + HOUR_MS).toISOString(),
    validTo: new Date(START_MS + 2 * HOUR_MS).toISOString(),
  });
  problemOf(await edge.send(`/api/v1/products/${id}`), 404, "not-found");
  await edge.world.leap(HOUR_MS);
  assertEquals((await edge.send(`/api/v1/products/${id}`)).status, 200);
  await edge.world.leap(HOUR_MS);
  problemOf(await edge.send(`/api/v1/products/${id}`), 404, "not-found");
});

eachEdge("lists are read page by page, by category and by words", async (edge) => {
  for (const [position, name] of ["甲", "乙", "丙", "丁", "戊"].entries()) {
    await published(edge, { name, position, category: position < 3 ? "loans" : "health" });
  }
  const first = await edge.send("/api/v1/products?limit=2", { as: STAFF.bank });
  assertEquals(names(first), ["甲", "乙"]);
  const rest = await edge.send(`/api/v1/products?limit=10&after=${first.json.next}`, {
    as: STAFF.bank,
  });
  assertEquals([names(rest), rest.json.next], [["丙", "丁", "戊"], null]);
  assertEquals(names(await edge.send("/api/v1/products?category=health", { as: STAFF.sre })), [
    "丁",
    "戊",
  ]);
  const found = await edge.send(`/api/v1/products?q=${encodeURIComponent("丙")}`, {
    as: STAFF.sre,
  });
  assertEquals(names(found), ["丙"]);
  const wild = await edge.send("/api/v1/products?q=%25", { as: STAFF.sre });
  assertEquals(names(wild), []);
  for (const query of ["after=x", "limit=1000", "category=nothing", "unit=JX'"]) {
    problemOf(await edge.send(`/api/v1/products?${query}`, { as: STAFF.sre }), 422, "invalid");
  }
});

const ARTICLE = {
  title: "社保卡焕新季",
  titleEn: "New social security cards",
  summary: "到网点即办即取",
  summaryEn: "Made while you wait",
  cover: null,
  blocks: [{ kind: "paragraph", text: "带上身份证。" }],
  tags: ["社保客户"],
  validFrom: null,
  validTo: null,
};

eachEdge("an article is read where its unit is, and below", async (edge) => {
  const made = await edge.post("/api/v1/articles", { as: STAFF.bank, body: ARTICLE });
  assertEquals([made.status, made.json.unit], [201, "jx.a"], made.text);
  const path = `/api/v1/articles/${made.json.id}`;
  problemOf(await edge.send(path, { as: STAFF.manager }), 404, "not-found");
  const shown = await edge.send(path, {
    method: "PATCH",
    as: STAFF.approver,
    body: { version: 1, status: "published" },
  });
  assertEquals([shown.status, shown.json.status], [200, "published"], shown.text);
  assert(shown.json.publishedAt !== null);
  const titles = async (as: (typeof STAFF)[keyof typeof STAFF]) =>
    (await edge.send("/api/v1/articles", { as })).json.items.map((one: { title: string }) =>
      one.title
    );
  assertEquals(await titles(STAFF.manager), [ARTICLE.title]);
  assertEquals(await titles(STAFF.province), [ARTICLE.title]);
  assertEquals(await titles(STAFF.otherBank), []);
  const stale = await edge.send(path, {
    method: "PATCH",
    as: STAFF.bank,
    body: { version: 1, title: "另一个" },
  });
  assertEquals(problemOf(stale, 409, "stale").version, 2);
});

eachEdge("an article may be long, but not without bound", async (edge) => {
  const write = (paragraphs: number) => {
    const blocks = Array.from({ length: paragraphs }, () => ({
      kind: "paragraph",
      text: "长".repeat(1_000),
    }));
    return edge.post("/api/v1/articles", { as: STAFF.bank, body: { ...ARTICLE, blocks } });
  };
  assertEquals((await write(20)).status, 201);
  problemOf(await write(22), 413, "too-large");
});

eachEdge("a translation goes when what it translates changes", async (edge) => {
  const english = {
    features: ["From ¥50"],
    eligibility: ["Individuals"],
    documents: ["Identity document"],
    steps: ["Choose a term", "Confirm"],
    fees: [],
    rates: [{ name: "One year" }],
    notice: "As posted",
  };
  const { id } = await published(edge, { english });
  const patch = async (version: number, changes: Partial<ProductRequest>) => {
    const options = { method: "PATCH", as: STAFF.province, body: { version, ...changes } };
    return (await edge.send(`/api/v1/products/${id}`, options)).json;
  };
  assertEquals((await patch(2, { name: "新名" })).english, english);
  const steps = ["一步到位"];
  assertEquals((await patch(3, { steps })).english, undefined);
  assertEquals((await patch(4, { english: { ...english, steps: ["One step"] } })).english.steps, [
    "One step",
  ]);
  assertEquals((await patch(5, { english })).code, "invalid");
});

eachEdge("an article is translated, until its text changes", async (edge) => {
  const blocksEn = [{ kind: "paragraph", text: "Bring your identity card." }];
  const made = await edge.post("/api/v1/articles", {
    as: STAFF.bank,
    body: { ...ARTICLE, blocksEn },
  });
  assertEquals(made.json.blocksEn, blocksEn, made.text);
  const patch = async (body: unknown) => {
    const options = { method: "PATCH", as: STAFF.bank, body };
    return (await edge.send(`/api/v1/articles/${made.json.id}`, options)).json;
  };
  assertEquals((await patch({ version: 1, title: "新题" })).blocksEn, blocksEn);
  assertEquals((await patch({ version: 2, blocks: ARTICLE.blocks })).blocksEn, blocksEn);
  const blocks = [{ kind: "paragraph", text: "改" }];
  assertEquals((await patch({ version: 3, blocks })).blocksEn, undefined);
});

eachEdge("nobody writes an article for another unit", async (edge) => {
  const made = await edge.post("/api/v1/articles", { as: STAFF.bank, body: ARTICLE });
  const path = `/api/v1/articles/${made.json.id}`;
  const body = { version: 1, title: "改" };
  problemOf(
    await edge.send(path, { method: "PATCH", as: STAFF.otherBank, body }),
    404,
    "not-found",
  );
  problemOf(await edge.send(path, { method: "PATCH", as: STAFF.manager, body }), 403, "forbidden");
  const other = { ...ARTICLE, unit: "jx.b" };
  problemOf(await edge.post("/api/v1/articles", { as: STAFF.bank, body: other }), 404, "not-found");
  const news = await edge.post("/api/v1/articles", { as: STAFF.province, body: ARTICLE });
  const provincial = `/api/v1/articles/${news.json.id}`;
  await edge.send(provincial, {
    method: "PATCH",
    as: STAFF.province,
    body: { version: 1, status: "published" },
  });
  assertEquals((await edge.send(provincial, { as: STAFF.bank })).status, 200);
  problemOf(
    await edge.send(provincial, { method: "PATCH", as: STAFF.bank, body: { ...body, version: 2 } }),
    403,
    "forbidden",
  );
});

eachEdge("an article names pictures and products that exist, and has no HTML", async (edge) => {
  const blocks = [
    { kind: "image", media: "0".repeat(32), alt: "图" },
    { kind: "product", product: "nothing" },
  ];
  const wrong = await edge.post("/api/v1/articles", {
    as: STAFF.bank,
    body: { ...ARTICLE, blocks },
  });
  assertEquals(problemOf(wrong, 422, "invalid").errors?.map(({ field }) => field), [
    "blocks.0.media",
    "blocks.1.product",
  ]);
  const html = { ...ARTICLE, blocks: [{ kind: "html", text: "<script>" }] };
  problemOf(await edge.post("/api/v1/articles", { as: STAFF.bank, body: html }), 422, "invalid");
});

eachEdge("a picture is what its bytes are, and is served for ever", async (edge) => {
  const upload = (bytes: Uint8Array<ArrayBuffer>, type = "image/png") =>
    uploadTo(edge, bytes, type);
  const stored = await upload(PLAIN_PNG, "text/html");
  assertEquals(stored.status, 201, stored.text);
  assertEquals([stored.json.contentType, stored.json.width, stored.json.height], [
    "image/png",
    2,
    1,
  ]);
  assertEquals((await upload(PLAIN_PNG)).json.id, stored.json.id);
  const shown = await edge.respond(stored.json.url);
  assertEquals(await shown.bytes(), PLAIN_PNG);
  assertEquals(shown.headers.get("content-type"), "image/png");
  assertEquals(shown.headers.get("cache-control"), "public, max-age=31536000, immutable");
  assertEquals(shown.headers.get("x-content-type-options"), "nosniff");
  assertEquals(shown.headers.get("content-security-policy"), "default-src 'none'; sandbox");
  const again = await edge.respond(stored.json.url, {
    headers: { "if-none-match": shown.headers.get("etag") ?? "" },
  });
  assertEquals(again.status, 304);
  problemOf(
    await upload(new TextEncoder().encode("<svg onload='alert(1)'>")),
    422,
    "not-an-image",
  );
  problemOf(await upload(new Uint8Array(3_000_000)), 413, "too-large");
  problemOf(await edge.send(`/api/v1/media/${"0".repeat(32)}`), 404, "not-found");
});

eachDatabase("while the database is away products go on being shown", async (sql, database) => {
  await plant(sql);
  let up = true;
  const options = { database: steady(database, () => up), assets: await buildAssets() };
  await withEdge(async (edge) => {
    const { id } = await published(edge);
    const article = await edge.post("/api/v1/articles", { as: STAFF.bank, body: ARTICLE });
    await edge.send(`/api/v1/articles/${article.json.id}`, {
      method: "PATCH",
      as: STAFF.bank,
      body: { version: 1, status: "published" },
    });
    assertEquals((await edge.send(`/p/${id}`)).status, 200);
    assertEquals((await edge.send(`/a/${article.json.id}`)).status, 200);
    up = false;
    const shown = await edge.send(`/p/${id}`);
    assertEquals(shown.status, 200);
    assertStringIncludes(shown.text, DEPOSIT.name);
    const away = await edge.send(`/a/${article.json.id}`);
    assertEquals([away.status, away.headers.get("retry-after")], [503, "2"]);
    assertStringIncludes(away.text, "页面暂时打不开");
    problemOf(await edge.send("/api/v1/products", { as: STAFF.bank }), 503, "database-unavailable");
    up = true;
    assertEquals((await edge.send(`/a/${article.json.id}`)).status, 200);
  }, { edge: options });
});

async function uploadTo(edge: TestEdge, bytes: Uint8Array<ArrayBuffer>, type: string) {
  const request = new Request("http://yundian.test/api/v1/media", {
    method: "POST",
    headers: { "content-type": type, authorization: `Bearer ${tokenOf(STAFF.manager)}` },
    body: bytes,
  });
  const info = {
    remoteAddr: { transport: "tcp" as const, hostname: "10.0.0.1", port: 40_000 },
    completed: Promise.resolve(),
  };
  const response = await edge.world.until(Promise.resolve(edge.edge.handler(request, info)));
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: JSON.parse(text) };
}

Deno.test("without a database the catalogue says so, and nothing else suffers", async () => {
  await withEdge(async (edge) => {
    const listed = await edge.send("/api/v1/products", { as: STAFF.bank });
    problemOf(listed, 503, "database-unavailable");
    assert(listed.headers.get("retry-after") !== null);
    problemOf(await edge.send("/api/v1/products/x"), 503, "database-unavailable");
    problemOf(await edge.send("/api/v1/articles", { as: STAFF.bank }), 503, "database-unavailable");
  });
});
