/**
 * Every route of the OpenAPI document, called by people whose data it is not. A new route is walked by itself; one that
 * needs a body or a query to come as far as its scope gets a line in `CASES`, one that is open to anyone in `OPEN`.
 */
import { assert, assertEquals } from "@std/assert";
import type { Sql } from "postgres";
import type { ArticleRequest } from "../shared/api_catalogue.ts";
import type { CouponTemplateRequest } from "../shared/api_wallet.ts";
import { seedOrganisation } from "../store/organisation/seed.ts";
import { type Reply, saleOf, type TestEdge, tokenOf } from "./fixtures/edge.ts";
import { referralOf } from "./fixtures/referral.ts";
import { eachFollowedEdge } from "./fixtures/followed_edge.ts";
import { demoStaff } from "./fixtures/staffed_edge.ts";
import { START_MS } from "./fixtures/world.ts";
import { DEMO_ACCOUNTS } from "./ports/demo_accounts.ts";

const OUTLET = "jx.3601.360102002";
const OTHER_OUTLET = "jx.3601.360102004";
const OWNER = "staff-manager";

/** Routes without any sign-in, by name. */
const OPEN = [
  "GET /api/v1/articles/{id}",
  "GET /api/v1/campaigns/{id}",
  "GET /api/v1/campaigns/{id}/live",
  "GET /api/v1/links/{code}/qr.png",
  "GET /api/v1/links/{code}/qr.svg",
  "GET /api/v1/media/{id}",
  "GET /api/v1/products/{id}",
  "GET /api/v1/storefronts/{managerId}",
  "GET /auth/wechat/callback",
  "GET /auth/wechat/start",
  "GET /healthz",
  "GET /metrics",
  "GET /r/{code}",
  "GET /readyz",
  "POST /api/v1/customers/login",
  "POST /api/v1/customers/logout",
  "POST /api/v1/customers/otp",
  "POST /api/v1/campaigns/{id}/visits",
  "POST /api/v1/events",
  "POST /api/v1/payments/notifications",
  "POST /api/v1/staff/login",
  "POST /api/v1/staff/logout",
  "POST /api/v1/storefronts/{managerId}/events",
  "POST /api/v1/storefronts/{managerId}/phone",
];

/** Everyone's own, and what is shared by the whole bank: answered, but never with foreign data in it. */
const SHARED = new Set([
  "GET /api/v1/articles",
  "GET /api/v1/campaigns",
  "GET /api/v1/campaigns/attention",
  "GET /api/v1/campaigns/overlaps",
  "GET /api/v1/changes",
  "GET /api/v1/coupon-templates",
  "GET /api/v1/customers",
  "GET /api/v1/leaderboard",
  "GET /api/v1/links",
  "GET /api/v1/products",
  "GET /api/v1/segments",
  "GET /api/v1/staff",
  "GET /api/v1/staff/me",
  "GET /api/v1/staff/sessions",
  "GET /api/v1/statistics",
  "GET /api/v1/statistics/query",
  "GET /api/v1/statistics/visits",
  "GET /api/v1/units",
  "POST /api/v1/campaigns/policy",
]);

/** Routes that make something of the caller's own; what they must not reach is asked for in `FOREIGN`. */
const MAKING = new Set([
  "POST /api/v1/articles",
  "POST /api/v1/campaigns",
  "POST /api/v1/coupon-templates",
  "POST /api/v1/customers/import",
  "POST /api/v1/links",
  "POST /api/v1/media",
  "POST /api/v1/products",
  "POST /api/v1/staff",
  "POST /api/v1/staff/password",
  "POST /api/v1/units",
]);

interface Foreign {
  readonly campaign: string;
  readonly referral: string;
  readonly referralDraft: string;
  /** Of a participant. */
  readonly place: string;
  readonly draft: string;
  readonly reservation: string;
  readonly link: string;
  readonly customer: string;
  readonly session: string;
  readonly article: string;
  readonly template: string;
  readonly content: unknown;
}

interface Intruder {
  readonly name: string;
  readonly as: { readonly sub: string; readonly role: string; readonly unit: string };
  /** What must never be in an answer. */
  readonly secret: readonly RegExp[];
  /** Routes that are within this one's scope after all. */
  readonly mayReach?: RegExp;
}

function intruders(foreign: Foreign): readonly Intruder[] {
  const owners = [/staff-manager(?!\d)/, new RegExp(foreign.customer), new RegExp(foreign.link)];
  const outlets = [...owners, /360102002/, /滕王阁/];
  return [
    { name: "another outlet's manager", as: demoStaff("manager3"), secret: outlets },
    {
      name: "a colleague of the same outlet",
      as: demoStaff("manager2"),
      secret: owners,
      // The outlet's campaigns are the colleague's too.
      mayReach: /\/(campaigns|units)\//,
    },
    {
      name: "another outlet's head",
      as: { sub: "h360102004", role: "outlet", unit: OTHER_OUTLET },
      secret: outlets,
    },
    {
      name: "another bank",
      as: { sub: "b3607-1", role: "bank", unit: "jx.3607" },
      secret: [...outlets, new RegExp(foreign.draft)],
    },
  ];
}

/** Bodies and queries with which a request comes as far as the scope. */
function casesOf(foreign: Foreign): Readonly<Record<string, { body?: unknown; query?: string }>> {
  const versioned = { version: 1 };
  return {
    "PATCH /api/v1/campaigns/{id}": { body: { title: "别人的" } },
    "POST /api/v1/campaigns/{id}/reject": { body: { reason: "x" } },
    "POST /api/v1/campaigns/{id}/extend": {
      body: { endsAt: new Date(START_MS + 9e6).toISOString() },
    },
    "POST /api/v1/campaigns/{id}/units": { body: { delta: 1 } },
    "POST /api/v1/campaigns/{id}/release": { body: { units: 1 } },
    "POST /api/v1/campaigns/{id}/audit": { body: { reservations: [foreign.reservation] } },
    "POST /api/v1/campaigns/policy": { body: referralOf() },
    "POST /api/v1/campaigns/{id}/participants/{place}/review": {
      body: { verdict: "approve", note: "x" },
    },
    "POST /api/v1/campaigns/{id}/participants/{place}/remove": { body: { note: "x" } },
    "POST /api/v1/campaigns/{id}/rewards/{reward}/claw-back": { body: { note: "x" } },
    "POST /api/v1/reservations/{id}/return": { body: { reason: "x" } },
    "PATCH /api/v1/coupon-templates/{id}": { body: { ...versioned, title: "别人的" } },
    "PATCH /api/v1/articles/{id}": { body: { ...versioned, title: "别人的" } },
    "PATCH /api/v1/links/{code}": { body: { ...versioned, label: "别人的" } },
    "PATCH /api/v1/staff/{id}": { body: { ...versioned, title: "别人的" } },
    "PATCH /api/v1/units/{id}": { body: { ...versioned, address: "别人的" } },
    "POST /api/v1/staff/{id}/leave": { body: versioned },
    "POST /api/v1/staff/{id}/move": { body: { ...versioned, unit: OTHER_OUTLET } },
    "POST /api/v1/staff/{id}/password": { body: { password: "ein-neues-wort-26" } },
    "PUT /api/v1/customers/{id}/facts": { body: { tags: [], isNew: true, orgUnitIds: [] } },
    "PUT /api/v1/customers/{id}/manager": { body: { version: 0, manager: null } },
    "PUT /api/v1/customers/{id}/tags": { body: { version: 1, tags: [] } },
    "PUT /api/v1/storefronts/{managerId}/draft": { body: { version: 0, content: foreign.content } },
    "POST /api/v1/storefronts/{managerId}/publish": { body: { version: 0 } },
    "POST /api/v1/storefronts/{managerId}/rollback": { body: { to: 1, version: 0 } },
    "PUT /api/v1/units/{id}/products/{productId}": { body: { on: false } },
    "PUT /api/v1/units/{id}/storefront-template": {
      body: { version: 0, content: { blocks: [], hours: "" } },
    },
    "GET /api/v1/links": { query: `manager=${OWNER}` },
    "GET /api/v1/customers": { query: `manager=${OWNER}` },
    "GET /api/v1/staff": { query: `unit=${OUTLET}` },
    "GET /api/v1/staff/sessions": { query: `staff=${OWNER}` },
    "GET /api/v1/units": { query: "parent=jx.3601" },
    "GET /api/v1/changes": { query: `subject=staff/${OWNER}` },
    "GET /api/v1/statistics": { query: `unit=${OUTLET}` },
    "GET /api/v1/statistics/query": { query: `unit=${OUTLET}` },
    "GET /api/v1/statistics/visits": { query: `unit=${OUTLET}` },
    "GET /api/v1/leaderboard": { query: `unit=${OUTLET}` },
    "GET /api/v1/campaigns/overlaps": {
      query: "product=orange-5&from=2026-11-22T08:00:00Z&to=2026-11-22T09:00:00Z",
    },
  };
}

/** What a path's names stand for in the foreign outlet. */
function pathOf(path: string, foreign: Foreign): string {
  const ids: readonly (readonly [RegExp, string])[] = [
    [/campaigns\/\{id\}(?=\/(participants|rewards\/))/, `campaigns/${foreign.referral}`],
    // Of one that runs everyone sees the own part, as of a sale.
    [/campaigns\/\{id\}(?=\/(rewards|reviews|referral))/, `campaigns/${foreign.referralDraft}`],
    [/\{place\}/, foreign.place],
    [/\{reward\}/, `${foreign.referral}.0.0`],
    [/campaigns\/\{id\}/, `campaigns/${foreign.draft}`],
    [/reservations\/\{id\}/, `reservations/${foreign.reservation}`],
    [/sessions\/\{id\}/, `sessions/${foreign.session}`],
    [/staff\/\{id\}/, `staff/${OWNER}`],
    [/units\/\{id\}/, `units/${OUTLET}`],
    [/customers\/\{id\}/, `customers/${foreign.customer}`],
    [/articles\/\{id\}/, `articles/${foreign.article}`],
    [/coupon-templates\/\{id\}/, `coupon-templates/${foreign.template}`],
    [/products\/\{id\}/, "products/nothing"],
    [/\{productId\}/, "nothing"],
    [/\{managerId\}/, OWNER],
    [/\{code\}/, foreign.link],
  ];
  return ids.reduce((known, [name, id]) => known.replace(name, id), path);
}

const ARTICLE: ArticleRequest = {
  title: "南昌农商银行的草稿",
  titleEn: "",
  summary: "",
  summaryEn: "",
  cover: null,
  blocks: [{ kind: "paragraph", text: "内部" }],
  tags: [],
  validFrom: null,
  validTo: null,
};

const TEMPLATE: CouponTemplateRequest = {
  title: "网点专享",
  amountFen: 500,
  minimumFen: 0,
  validity: { kind: "days", days: 30 },
  units: [],
  note: "",
};

/** The foreign outlet's data, each made by whoever may. */
async function plant(edge: TestEdge, sql: Sql, follow: () => Promise<void>): Promise<Foreign> {
  const accounts = DEMO_ACCOUNTS.map((one) => ({ ...one, password: "none" }));
  await seedOrganisation(sql, { scale: "demo", accounts, nowMs: START_MS });
  const make = async (path: string, as: string, body: unknown): Promise<Reply["json"]> => {
    const reply = await edge.post(path, { as: demoStaff(as), body });
    assert(reply.status === 201 || reply.status === 200, `${path}: ${reply.text}`);
    return reply.json;
  };
  const draft = await make("/api/v1/campaigns", "outlet", saleOf());
  const sold = await make("/api/v1/campaigns", "outlet", saleOf());
  await make(`/api/v1/campaigns/${sold.id}/schedule`, "bank", {});
  const referral = await make(
    "/api/v1/campaigns",
    "outlet",
    referralOf({ override: { reason: "x" } }),
  );
  const referralDraft = await make("/api/v1/campaigns", "outlet", referralOf());
  await make(`/api/v1/campaigns/${referral.id}/schedule`, "bank", {});
  // A new campaign's number is asked for a moment after the last one.
  await edge.world.advance(1_000);
  const joined = await edge.post(`/api/v1/campaigns/${referral.id}/participants`, {
    as: "customer-of-the-manager",
  });
  assertEquals(joined.status, 201, joined.text);
  const held = await edge.grab(sold.id, "a-customer");
  const link = await make("/api/v1/links", "manager", {
    channel: "wechat",
    target: { kind: "storefront" },
  });
  const customer = "customer-of-the-manager";
  const bound = await edge.send(`/api/v1/customers/${customer}/manager`, {
    method: "PUT",
    as: demoStaff("outlet"),
    body: { version: 0, manager: OWNER },
  });
  assertEquals(bound.status, 200, bound.text);
  const article = await make("/api/v1/articles", "bank", ARTICLE);
  const template = await make("/api/v1/coupon-templates", "outlet", TEMPLATE);
  const session = "a-session-of-the-manager";
  await sql`
    insert into bank.session (id, staff, created_ms, last_seen_ms, expires_ms)
    values (${session}, ${OWNER}, ${START_MS}, ${START_MS}, ${START_MS + 9e6})`;
  const own = await edge.send(`/api/v1/storefronts/${OWNER}/draft`, { as: demoStaff("manager") });
  assertEquals(own.status, 200, own.text);
  await follow();
  return {
    draft: draft.id,
    campaign: sold.id,
    referral: referral.id,
    referralDraft: referralDraft.id,
    place: joined.json.participant.id,
    reservation: held.json.reservation.id,
    link: link.code,
    customer,
    session,
    article: article.id,
    template: template.id,
    content: own.json.content,
  };
}

interface Route {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly who: "anyone" | "customer" | "staff";
}

async function routesOf(edge: TestEdge): Promise<readonly Route[]> {
  const { json } = await edge.send("/api/v1/openapi.json");
  return Object.entries<Record<string, { security?: Record<string, unknown>[] }>>(json.paths)
    .flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { security = [] }]) => ({
        name: `${method.toUpperCase()} ${path}`,
        method: method.toUpperCase(),
        path,
        who: security.some((one) => "staffCookie" in one)
          ? "staff" as const
          : security.length > 0
          ? "customer" as const
          : "anyone" as const,
      }))
    );
}

const OPTIONS = { standsStill: true } as const;

eachFollowedEdge("what is open to anyone is open by name", async ({ edge }) => {
  const open = (await routesOf(edge)).filter(({ who }) => who === "anyone");
  assertEquals(open.map(({ name }) => name).sort(), OPEN.toSorted());
}, OPTIONS);

eachFollowedEdge(
  "no route gives or changes what belongs to others",
  async ({ edge, sql, follow }) => {
    const foreign = await plant(edge, sql, follow);
    const cases = casesOf(foreign);
    const routes = (await routesOf(edge)).filter(({ who }) => who === "staff");
    await assertOwnersSee(edge, foreign);
    const before = await rowsOf(sql);
    const leaks: string[] = [];
    for (const { name: who, as, secret, mayReach } of intruders(foreign)) {
      for (const { name, method, path } of routes) {
        if (MAKING.has(name) || mayReach?.test(path)) continue;
        const { body, query } = cases[name] ?? {};
        const target = pathOf(path, foreign) + (query === undefined ? "" : `?${query}`);
        const reply = await edge.send(target, {
          method,
          as,
          ...(body === undefined ? {} : { body }),
        });
        const told = `${who}: ${name} → ${reply.status} ${reply.text.slice(0, 200)}`;
        const isRefused = reply.status === 403 || reply.status === 404;
        const isRight = isRefused || (SHARED.has(name) && reply.status === 200);
        if (!isRight || (!isRefused && secret.some((one) => one.test(reply.text)))) {
          leaks.push(told);
        }
      }
    }
    assertEquals(leaks, []);
    await follow();
    assertEquals(await rowsOf(sql), before);
  },
  OPTIONS,
);

eachFollowedEdge(
  "what is open to anyone hides drafts from all but those they belong to",
  async ({ edge, sql, follow }) => {
    const foreign = await plant(edge, sql, follow);
    const drafts = [
      `/api/v1/campaigns/${foreign.draft}`,
      `/api/v1/campaigns/${foreign.draft}/live`,
      `/api/v1/articles/${foreign.article}`,
    ];
    const otherBank = { sub: "b3607-1", role: "bank", unit: "jx.3607" };
    for (const path of drafts) {
      for (const as of [undefined, "a-customer", otherBank]) {
        const reply = await edge.send(path, as === undefined ? {} : { as });
        assertEquals(reply.status, 404, `${path}: ${reply.text}`);
      }
    }
    assertEquals((await edge.send(drafts[2] ?? "", { as: demoStaff("bank") })).status, 200);
  },
  OPTIONS,
);

eachFollowedEdge(
  "nothing is made in a unit or for a manager of others",
  async ({ edge, sql, follow }) => {
    const foreign = await plant(edge, sql, follow);
    const before = await rowsOf(sql);
    const person = { name: "新人", role: "manager", unit: OUTLET };
    const foreignMaking: readonly (readonly [path: string, body: unknown])[] = [
      ["/api/v1/articles", { ...ARTICLE, unit: "jx.3601" }],
      ["/api/v1/coupon-templates", { ...TEMPLATE, units: [OUTLET] }],
      ["/api/v1/links", { manager: OWNER, channel: "wechat", target: { kind: "storefront" } }],
      ["/api/v1/staff", person],
      ["/api/v1/units", { parent: "jx.3601", code: "x1", name: "别人的支行" }],
      ["/api/v1/products", {}],
    ];
    for (const { name, as } of intruders(foreign)) {
      for (const [path, body] of foreignMaking) {
        const reply = await edge.post(path, { as, body });
        const told = `${name}: ${path} → ${reply.status} ${reply.text}`;
        assert([403, 404, 422].includes(reply.status), told);
      }
    }
    assertEquals(await rowsOf(sql), before);
  },
  OPTIONS,
);

eachFollowedEdge(
  "a customer's token opens no route of staff, and a staff's none of customers",
  async ({ edge }) => {
    for (const { name, method, path, who } of await routesOf(edge)) {
      if (who === "anyone") continue;
      const as = who === "staff" ? "a-customer" : demoStaff("province");
      const target = path.replaceAll(/\{\w+\}/g, "x");
      const reply = await edge.send(target, {
        method,
        as,
        body: method === "GET" ? undefined : {},
      });
      // Staff are told why they cannot take part.
      const status = name === "POST /api/v1/campaigns/{id}/participants" ? 409 : 403;
      assertEquals(reply.status, status, `${name}: ${reply.text}`);
      assertEquals((await edge.send(target, { method })).status, 401, name);
    }
    assert(tokenOf("a-customer").length > 0);
  },
  OPTIONS,
);

/** The data is there, and those to whom it belongs see it: else nothing would be proved. */
async function assertOwnersSee(edge: TestEdge, foreign: Foreign): Promise<void> {
  const seen: readonly (readonly [as: string, path: string, what: string])[] = [
    ["outlet", "/api/v1/campaigns", foreign.draft],
    ["outlet", `/api/v1/campaigns/${foreign.draft}`, foreign.draft],
    ["manager", "/api/v1/links", foreign.link],
    ["manager", "/api/v1/customers", foreign.customer],
    ["manager", `/api/v1/customers/${foreign.customer}`, foreign.customer],
    ["outlet", "/api/v1/staff", OWNER],
    ["outlet", "/api/v1/units", OUTLET],
    ["outlet", "/api/v1/statistics", OUTLET],
    ["outlet", "/api/v1/changes", OUTLET],
    ["bank", "/api/v1/articles", foreign.article],
    ["manager", "/api/v1/coupon-templates", foreign.template],
    ["bank", `/api/v1/campaigns/${foreign.campaign}/results`, foreign.campaign],
    [
      "manager",
      `/api/v1/campaigns/${foreign.referral}/participants/${foreign.place}`,
      foreign.customer,
    ],
    ["manager", `/api/v1/staff/sessions?staff=${OWNER}`, foreign.session],
  ];
  for (const [as, path, what] of seen) {
    const reply = await edge.send(path, { as: demoStaff(as) });
    assert(reply.status === 200 && reply.text.includes(what), `${as}: ${path} → ${reply.text}`);
  }
}

/** Everything that an intruder might have changed. */
async function rowsOf(sql: Sql) {
  const tables = [
    "unit",
    "staff",
    "assignment",
    "session",
    "link",
    "article",
    "product_switch",
    "coupon_template",
  ];
  const rows: Record<string, unknown> = {};
  for (const table of tables) {
    rows[table] = (await sql`select * from bank.${sql(table)} order by 1, 2`).map((row) => ({
      ...row,
    }));
  }
  return rows;
}
