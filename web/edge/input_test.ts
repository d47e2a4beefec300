import { assert, assertEquals } from "@std/assert";
import type { FieldError } from "../shared/api.ts";
import { problemOf, saleOf, STAFF, withEdge } from "./fixtures/edge.ts";

const CAMPAIGNS = "/api/v1/campaigns";

function fields(errors: readonly FieldError[] | undefined): string[] {
  return (errors ?? []).map(({ field }) => field).toSorted();
}

Deno.test("every wrong field of a sale has its own entry, those between fields too", async () => {
  await withEdge(async (edge) => {
    const body = {
      ...saleOf(),
      title: "",
      priceFen: 1.5,
      units: "many",
      perCustomerMax: 2,
      perOrderMax: 3,
      endsAt: "2020-01-01T00:00:00Z",
      colour: "red",
      releases: [{ at: "soon", units: 1 }],
    };
    const problem = problemOf(
      await edge.post(CAMPAIGNS, { as: STAFF.bank, body }),
      422,
      "invalid",
    );
    assertEquals(fields(problem.errors), [
      "colour",
      "endsAt",
      "perOrderMax",
      "priceFen",
      "releases.0.at",
      "title",
      "units",
    ]);
    for (const { message } of problem.errors ?? []) assert(message.length > 0);
  });
});

Deno.test("a sale without fields names each that is required", async () => {
  await withEdge(async (edge) => {
    const problem = problemOf(
      await edge.post(CAMPAIGNS, { as: STAFF.bank, body: {} }),
      422,
      "invalid",
    );
    assertEquals(fields(problem.errors), [
      "endsAt",
      "holdSeconds",
      "kind",
      "perCustomerMax",
      "priceFen",
      "product",
      "startsAt",
      "title",
      "units",
    ]);
    assertEquals(problem.errors?.[0]?.message, "必填");
  });
});

Deno.test("problems speak the language that the client prefers, with the same code", async () => {
  await withEdge(async (edge) => {
    const ask = async (language: string) => {
      const reply = await edge.send(`${CAMPAIGNS}/nope`, {
        headers: { "accept-language": language },
      });
      return problemOf(reply, 404, "not-found").title;
    };
    assertEquals(await ask("en-GB,en;q=0.9,zh;q=0.5"), "Not found");
    assertEquals(await ask("zh-CN,zh;q=0.9,en;q=0.8"), "没有找到");
    assertEquals(await ask("fr"), "没有找到");
  });
});

Deno.test("malformed JSON is 422 and a body above the limit 413, on the grab too", async () => {
  await withEdge(async (edge) => {
    const id = await edge.sale();
    for (const path of [CAMPAIGNS, `${CAMPAIGNS}/${id}/extend`]) {
      problemOf(await edge.post(path, { as: STAFF.bank, body: "{" }), 422, "malformed-json");
      const body = JSON.stringify({ title: "x".repeat(20_000) });
      problemOf(await edge.post(path, { as: STAFF.bank, body }), 413, "too-large");
    }
    problemOf(await edge.grab(id, "a", { body: "{" }), 422, "malformed-json");
    problemOf(
      await edge.grab(id, "a", { body: `{"via":"${"x".repeat(20_000)}"}` }),
      413,
      "too-large",
    );
    const wrong = problemOf(
      await edge.grab(id, "a", { body: { units: 0, via: "?", more: 1 } }),
      422,
      "invalid",
    );
    assertEquals(fields(wrong.errors), ["more", "units", "via"]);
    assertEquals((await edge.grab(id, "a", { body: {} })).status, 201);
  });
});

Deno.test("an Idempotency-Key must have 1 to 128 visible characters", async () => {
  await withEdge(async (edge) => {
    const id = await edge.sale();
    for (const key of ["x".repeat(129), "a b"]) {
      const problem = problemOf(await edge.grab(id, "a", { key }), 422, "invalid");
      assertEquals(fields(problem.errors), ["Idempotency-Key"]);
    }
    assertEquals((await edge.grab(id, "a", { key: "x".repeat(128) })).status, 201);
  });
});

Deno.test("the same key replays the answer; with another body it is a mismatch", async () => {
  await withEdge(async (edge) => {
    const id = await edge.sale({ perCustomerMax: 5 });
    const first = await edge.grab(id, "a", { key: "k", body: { units: 2 } });
    const again = await edge.grab(id, "a", { key: "k", body: { units: 2 } });
    assertEquals([first.status, again.status], [201, 200]);
    assertEquals(again.json, first.json);
    problemOf(
      await edge.grab(id, "a", { key: "k", body: { units: 1 } }),
      409,
      "idempotency-mismatch",
    );
    assertEquals((await edge.grab(id, "b", { key: "k" })).status, 201);
  });
});

Deno.test("unknown paths are 404 and wrong methods 405, as problem documents", async () => {
  await withEdge(async (edge) => {
    problemOf(await edge.send("/api/v1/nothing"), 404, "not-found");
    problemOf(await edge.send("/"), 404, "not-found");
    const reply = await edge.send(`${CAMPAIGNS}/x/grabs`);
    problemOf(reply, 405, "method-not-allowed");
    assertEquals(reply.headers.get("allow"), "POST");
    problemOf(
      await edge.send(`${CAMPAIGNS}/x/grabs/mine`, { method: "PUT" }),
      405,
      "method-not-allowed",
    );
    problemOf(await edge.grab("no/such", "a"), 404, "not-found");
    problemOf(await edge.grab("unknown", "a"), 404, "not-found");
    problemOf(await edge.grab("%2e%2e", "a"), 404, "not-found");
  });
});

Deno.test("a grab with a query in its address is the same grab", async () => {
  await withEdge(async (edge) => {
    const id = await edge.sale();
    const reply = await edge.post(`${CAMPAIGNS}/${id}/grabs?from=poster`, { as: "a" });
    assertEquals(reply.status, 201, reply.text);
  });
});

Deno.test("answers carry security headers and are not kept", async () => {
  await withEdge(async (edge) => {
    const id = await edge.sale();
    const { headers } = await edge.send(`${CAMPAIGNS}/${id}`);
    assertEquals(headers.get("x-content-type-options"), "nosniff");
    assertEquals(headers.get("cache-control"), "no-store");
    assertEquals(
      headers.get("content-security-policy"),
      "default-src 'none'; frame-ancestors 'none'",
    );
    const docs = await edge.send("/api/docs");
    const csp = docs.headers.get("content-security-policy") ?? "";
    assert(csp.includes("script-src 'self'") && !csp.includes("unsafe"), csp);
  });
});

Deno.test("the OpenAPI document describes every fixed route, and its references resolve", async () => {
  await withEdge(async (edge) => {
    const { json } = await edge.send("/api/v1/openapi.json");
    assertEquals(json.openapi, "3.1.0");
    const routes = Object.entries(json.paths as Record<string, object>)
      .flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method} ${path}`));
    const fixed = [
      "post /api/v1/staff/login",
      "post /api/v1/campaigns",
      "get /api/v1/campaigns",
      "patch /api/v1/campaigns/{id}",
      ...["submit", "approve", "reject", "schedule", "pause", "resume", "extend", "end", "units"]
        .map((name) => `post /api/v1/campaigns/{id}/${name}`),
      "post /api/v1/campaigns/{id}/release",
      "get /api/v1/campaigns/{id}",
      "get /api/v1/campaigns/{id}/live",
      "post /api/v1/campaigns/{id}/grabs",
      "get /api/v1/campaigns/{id}/grabs/mine",
      "post /api/v1/campaigns/{id}/reminders",
      "post /api/v1/campaigns/{id}/waiting",
      "get /api/v1/campaigns/{id}/waiting/me",
      "post /api/v1/reservations/{id}/confirm",
      "post /api/v1/reservations/{id}/cancel",
      "get /api/v1/campaigns/{id}/audit",
      "post /api/v1/customers/otp",
      "post /api/v1/customers/login",
    ];
    assertEquals(fixed.filter((route) => !routes.includes(route)), []);
    const references = JSON.stringify(json).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g);
    for (const [, name = ""] of references) assert(name in json.components.schemas, name);
  });
});
