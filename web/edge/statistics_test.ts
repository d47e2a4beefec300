import { assertEquals } from "@std/assert";
import { problemOf, STAFF, withEdge } from "./fixtures/edge.ts";

const PATHS = [
  "/api/v1/statistics",
  "/api/v1/statistics/query",
  "/api/v1/leaderboard",
];

Deno.test("without a database statistics say so and when to come again, while sales go on", () =>
  withEdge(async (edge) => {
    const id = await edge.sale({ units: 2 });
    for (const path of [...PATHS, `/api/v1/campaigns/${id}/results`]) {
      const reply = await edge.send(path, { as: STAFF.bank });
      problemOf(reply, 503, "database-unavailable");
      assertEquals(Number(reply.headers.get("retry-after")) > 0, true, path);
    }
    const csv = await edge.send(`/api/v1/campaigns/${id}/results.csv`, { as: STAFF.bank });
    problemOf(csv, 503, "database-unavailable");
    assertEquals((await edge.grab(id, "c1")).status, 201);
  }));

Deno.test("statistics are for staff", () =>
  withEdge(async (edge) => {
    for (const path of [...PATHS, "/api/v1/campaigns/x/results"]) {
      problemOf(await edge.send(path), 401, "unauthenticated");
      problemOf(await edge.send(path, { as: "c1" }), 403, "forbidden");
    }
    const unknown = await edge.send("/api/v1/campaigns/x/results", { as: STAFF.province });
    problemOf(unknown, 404, "not-found");
  }));
