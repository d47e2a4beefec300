import { assertEquals, assertRejects } from "@std/assert";
import { openTarget } from "./elsewhere.ts";
import { type ElsewherePlan, Refusal } from "./plan.ts";

const SECRET = "the-secret-of-this-target";
const HEALTHY = { ready: true, reasons: [], notes: [], durability: "fsync returned" };

/** Serves as a target would, and tells what `openTarget` makes of it. */
async function opened(
  answers: Readonly<Record<string, () => Response>>,
  plan: Partial<ElsewherePlan> = {},
): Promise<string> {
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, (request) => {
    return answers[new URL(request.url).pathname]?.() ?? new Response("no", { status: 404 });
  });
  const url = `http://127.0.0.1:${server.addr.port}`;
  try {
    const target = await openTarget({
      ...{ kind: "elsewhere", url: `${url}/`, secret: SECRET, eventsSecret: null },
      ...{ isProductionMeant: false, ...plan },
    });
    return `${target.durability} at ${target.origin}`.replace(url, "URL");
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return error.message.replaceAll(url, "URL");
  } finally {
    await server.shutdown();
  }
}

const READY = { "/readyz": () => Response.json(HEALTHY) };
const STAFF = { "/api/v1/campaigns": () => Response.json({ items: [] }) };

Deno.test("a target that is ready and knows the secret is opened", async () => {
  assertEquals(await opened({ ...READY, ...STAFF }), "fsync returned at URL");
});

Deno.test("what cannot be put under load is refused, each with its own line", async () => {
  assertEquals(
    await opened({}),
    "What answers at URL is not Yundian: GET /readyz said 404 without its health",
  );
  assertEquals(
    await opened({ "/readyz": () => new Response("<html>", { status: 200 }) }),
    "What answers at URL is not Yundian: GET /readyz said 200 without its health",
  );
  const starting = { ...HEALTHY, ready: false, reasons: ["starting"] };
  assertEquals(
    await opened({ "/readyz": () => Response.json(starting, { status: 503 }) }),
    "URL is not ready: starting",
  );
  assertEquals(
    await opened({ ...READY, ...STAFF }, { secret: null }),
    "AUTH_SECRET is not set: a run signs tokens of its own, so it needs that of URL",
  );
  const no = { "/api/v1/campaigns": () => new Response("", { status: 401 }) };
  assertEquals(
    await opened({ ...READY, ...no }),
    "AUTH_SECRET is not that of URL: a staff request signed with it was answered 401",
  );
  assertEquals(
    await opened({ ...READY, ...STAFF }, { needsEvents: true }),
    "EVENTS_SECRET is not set: this scenario tells URL what customers did, signed as the bank's systems do",
  );
});

Deno.test("an address that is not this machine is not even asked", async () => {
  const plan: ElsewherePlan = {
    ...{ kind: "elsewhere", url: "http://bank.example", secret: null, eventsSecret: null },
    isProductionMeant: false,
  };
  const error = await assertRejects(
    () => openTarget(plan, () => Promise.resolve(["203.0.113.9"])),
    Refusal,
  );
  assertEquals(
    error.message,
    "http://bank.example is not this machine, so it counts as production: add --yes-this-is-production if it may be put under load",
  );
});
