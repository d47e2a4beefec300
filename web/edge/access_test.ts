import { assert, assertEquals } from "@std/assert";
import { createHmac } from "node:crypto";
import { Buffer } from "node:buffer";
import {
  problemOf,
  type Reply,
  saleOf,
  SECRET,
  STAFF,
  tokenOf,
  withEdge,
} from "./fixtures/edge.ts";
import { openReferral } from "./fixtures/referral.ts";
import { START_MS } from "./fixtures/world.ts";
import { signToken } from "./token.ts";

const CAMPAIGNS = "/api/v1/campaigns";
const LATER = START_MS / 1_000 + 60;

function forge(header: object, claims: object, hash: string): string {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString("base64url");
  const message = `${encode(header)}.${encode(claims)}`;
  return `${message}.${createHmac(hash, SECRET).update(message).digest("base64url")}`;
}

Deno.test("a grab without a valid token is 401, whatever is wrong with the token", async () => {
  await withEdge(async (edge) => {
    const id = await edge.sale();
    const claims = { sub: "a", role: "customer", exp: LATER } as const;
    const good = signToken(claims, SECRET);
    const bad = [
      "Bearer",
      "Bearer x",
      "Basic YTpi",
      `Bearer ${good.slice(0, -2)}AA`,
      `Bearer ${signToken(claims, "another secret")}`,
      `Bearer ${signToken({ ...claims, exp: START_MS / 1_000 - 1 }, SECRET)}`,
      `Bearer ${forge({ alg: "none", typ: "JWT" }, claims, "sha256")}`,
      `Bearer ${forge({ alg: "none" }, claims, "sha256").split(".").slice(0, 2).join(".")}.`,
      `Bearer ${forge({ alg: "HS512", typ: "JWT" }, claims, "sha512")}`,
    ];
    for (const authorization of bad) {
      for (const path of [`${CAMPAIGNS}/${id}/grabs`, `${CAMPAIGNS}/${id}/reminders`]) {
        const reply = await edge.post(path, { headers: { authorization } });
        problemOf(reply, 401, "unauthenticated");
        assertEquals(reply.headers.get("www-authenticate"), "Bearer");
      }
    }
    problemOf(await edge.post(`${CAMPAIGNS}/${id}/grabs`), 401, "unauthenticated");
    assertEquals((await edge.grab(id, "a")).status, 201);
  });
});

Deno.test("a role that may not is 403: staff cannot grab, customers cannot manage", async () => {
  await withEdge(async (edge) => {
    const id = await edge.sale();
    problemOf(
      await edge.post(`${CAMPAIGNS}/${id}/grabs`, { as: STAFF.bank }),
      403,
      "forbidden",
    );
    for (const as of ["customer", STAFF.manager] as const) {
      problemOf(await edge.post(CAMPAIGNS, { as, body: saleOf() }), 403, "forbidden");
      problemOf(await edge.post(`${CAMPAIGNS}/${id}/pause`, { as }), 403, "forbidden");
      problemOf(await edge.send(`${CAMPAIGNS}/${id}/audit`, { as }), 403, "forbidden");
    }
    problemOf(
      await edge.post(`${CAMPAIGNS}/${id}/schedule`, { as: STAFF.outlet }),
      403,
      "forbidden",
    );
    problemOf(
      await edge.post(`${CAMPAIGNS}/${id}/units`, { as: STAFF.sre, body: { delta: 1 } }),
      403,
      "forbidden",
    );
    assertEquals((await edge.post(`${CAMPAIGNS}/${id}/pause`, { as: STAFF.sre })).status, 200);
  });
});

Deno.test("another bank neither sees a draft nor manages a sale", async () => {
  await withEdge(async (edge) => {
    const created = await edge.post(CAMPAIGNS, { as: STAFF.outlet, body: saleOf() });
    const { id } = created.json;
    for (const as of [STAFF.otherBank, "customer", undefined]) {
      const options = as === undefined ? {} : { as };
      problemOf(await edge.send(`${CAMPAIGNS}/${id}`, options), 404, "not-found");
      problemOf(await edge.grab(id, "customer"), 404, "not-found");
    }
    assertEquals(
      (await edge.send(`${CAMPAIGNS}/${id}`, { as: STAFF.bank })).json.author,
      "s-outlet",
    );
    problemOf(
      await edge.post(`${CAMPAIGNS}/${id}/schedule`, { as: STAFF.otherBank }),
      404,
      "not-found",
    );
    const lists = await Promise.all(
      [STAFF.outlet, STAFF.bank, STAFF.province, STAFF.otherBank].map(async (as) =>
        (await edge.send(CAMPAIGNS, { as })).json.items.length
      ),
    );
    assertEquals(lists, [1, 1, 1, 0]);
  });
});

Deno.test("another's reservation is 404 for every act", async () => {
  await withEdge(async (edge) => {
    const id = await edge.sale();
    const held = await edge.hold(id, "owner");
    const path = `/api/v1/reservations/${held.id}`;
    for (const act of ["confirm", "cancel"]) {
      problemOf(await edge.post(`${path}/${act}`, { as: "thief" }), 404, "not-found");
      problemOf(
        await edge.post(`/api/v1/reservations/x/${act}`, { as: "owner" }),
        404,
        "not-found",
      );
    }
    problemOf(await edge.send(path, { as: "thief" }), 404, "not-found");
    assertEquals((await edge.send(path, { as: "owner" })).json.reservation, held);
  });
});

Deno.test("the cookie of a page works from the same origin only", async () => {
  await withEdge(async (edge) => {
    const id = await edge.sale({ perCustomerMax: 9 });
    const cookie = `theme=dark; yd_customer=${tokenOf("alice")}`;
    const from = (headers: Record<string, string>) =>
      edge.post(`${CAMPAIGNS}/${id}/grabs`, { headers: { cookie, ...headers } });
    assertEquals((await from({ "sec-fetch-site": "same-origin" })).status, 201);
    assertEquals((await from({ origin: "http://yundian.test" })).status, 201);
    problemOf(await from({ "sec-fetch-site": "cross-site" }), 403, "cross-site");
    problemOf(await from({ "sec-fetch-site": "same-site" }), 403, "cross-site");
    problemOf(await from({ origin: "https://evil.test" }), 403, "cross-site");
    problemOf(await from({}), 403, "cross-site");
    const read = await edge.send(`${CAMPAIGNS}/${id}/grabs/mine`, { headers: { cookie } });
    assertEquals(read.json.items.length, 2);
  });
});

Deno.test("an expired cookie is signed out, not refused as forged", async () => {
  await withEdge(async (edge) => {
    const id = await edge.sale();
    const token = signToken({ sub: "a", role: "customer", exp: 1 }, SECRET);
    const reply = await edge.send(`${CAMPAIGNS}/${id}`, {
      headers: { cookie: `yd_staff=${token}` },
    });
    assertEquals(reply.status, 200);
    problemOf(
      await edge.send("/api/v1/customers/me", { headers: { cookie: `yd_customer=${token}` } }),
      401,
      "unauthenticated",
    );
  });
});

Deno.test("one customer's flood is refused, another at the same address is served", async () => {
  await withEdge(async (edge) => {
    const id = await edge.sale({ units: 100 });
    const replies: Reply[] = [];
    for (let n = 0; n < 30; n++) replies.push(await edge.grab(id, "flood"));
    const limited = replies.filter(({ status }) => status === 429);
    assert(limited.length >= 15, `${limited.length}`);
    for (const reply of limited) {
      const problem = problemOf(reply, 429, "too-many-requests");
      assert(Number(reply.headers.get("retry-after")) >= 1);
      assert((problem.retryAfterMs ?? 0) >= 1_000);
    }
    for (let n = 0; n < 50; n++) assertEquals((await edge.grab(id, `c${n}`)).status, 201);
  }, { limits: { customerRequestsPerSecond: 1, customerBurst: 10 } });
});

Deno.test("forged tokens are limited by address; valid ones at that address are not", async () => {
  await withEdge(async (edge) => {
    const id = await edge.sale({ units: 100 });
    const forged = { headers: { authorization: "Bearer forged.token.here" } };
    const path = `${CAMPAIGNS}/${id}/grabs`;
    let limited = 0;
    for (let n = 0; n < 40; n++) {
      if ((await edge.post(path, forged)).status === 429) limited++;
    }
    assert(limited >= 15, `${limited}`);
    assertEquals((await edge.grab(id, "honest")).status, 201);
    problemOf(await edge.post(path, { ...forged, address: "10.9.9.9" }), 401, "unauthenticated");
  }, { limits: { addressRequestsPerSecond: 1, addressBurst: 20 } });
});

Deno.test("a member of staff who floods a hot path is limited too, and told why before that", async () => {
  await withEdge(async (edge) => {
    const sale = `${CAMPAIGNS}/${await edge.sale({ units: 100 })}/grabs`;
    const referral = (await openReferral(edge)).path + "/participants";
    for (
      const [path, as, code] of [[sale, STAFF.sre, "forbidden"], [
        referral,
        STAFF.bank,
        "staff",
      ]] as const
    ) {
      const replies: Reply[] = [];
      for (let n = 0; n < 40; n++) replies.push(await edge.post(path, { as }));
      assert(replies.some((reply) => reply.json.code === code), path);
      problemOf(replies.at(-1) ?? replies[0]!, 429, "too-many-requests");
    }
  }, { limits: { customerRequestsPerSecond: 1, customerBurst: 20 } });
});

Deno.test("grabs above the admitted capacity are shed with a time to come back", async () => {
  await withEdge(async (edge) => {
    const id = await edge.sale({ units: 100 });
    await edge.world.advance(1_000);
    const replies = await Promise.all(Array.from({ length: 30 }, (_, n) => edge.grab(id, `c${n}`)));
    const shed = replies.filter(({ status }) => status === 503);
    assertEquals(replies.filter(({ status }) => status === 201).length, 10);
    assertEquals(shed.length, 20);
    for (const reply of shed) {
      problemOf(reply, 503, "overloaded");
      assert(Number(reply.headers.get("retry-after")) >= 1);
    }
    // Staff still get through, and what is held can be paid.
    assertEquals((await edge.post(`${CAMPAIGNS}/${id}/pause`, { as: STAFF.bank })).status, 200);
    const metrics = await edge.send("/metrics");
    assert(metrics.text.includes("yundian_shed_total 20"), metrics.text);
  }, { limits: { grabsPerSecond: 10 } });
});

Deno.test("a closing edge refuses with 503 and says so at readyz; healthz stays", async () => {
  await withEdge(async (edge) => {
    const id = await edge.sale();
    const ready = await edge.send("/readyz");
    assertEquals([ready.status, ready.json.ready], [200, true]);
    await edge.edge.close();
    problemOf(await edge.grab(id, "a"), 503, "draining");
    assertEquals((await edge.send("/readyz")).status, 503);
    assertEquals((await edge.send("/healthz")).status, 200);
  });
});
