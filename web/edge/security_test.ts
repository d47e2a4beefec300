import { assertEquals } from "@std/assert";
import { Hono } from "hono";
import type { EdgeEnv } from "./endpoint.ts";
import { securityHeaders } from "./security.ts";

async function policyOf(path: string): Promise<string> {
  const app = new Hono<EdgeEnv>();
  app.use(securityHeaders({ trustProxy: false }));
  app.get("*", (context) => context.html("<p>"));
  const response = await app.request(path);
  const policy = response.headers.get("permissions-policy") ?? "";
  return policy.split(", ").find((one) => one.startsWith("camera=")) ?? "";
}

Deno.test("only the console may open a camera, and for itself alone", async () => {
  assertEquals(await policyOf("/console/redeem"), "camera=(self)");
  assertEquals(await policyOf("/c/abc"), "camera=()");
  assertEquals(await policyOf("/s/abc?preview=1"), "camera=()");
});
