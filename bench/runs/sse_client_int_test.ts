import { assert, assertEquals } from "@std/assert";
import { signCustomer } from "../load/tokens.ts";
import type { Second } from "./generator.ts";
import type { RunPlan } from "./plan.ts";
import { createSale, saleOpens } from "./sse/sale.ts";
import type { SseResult } from "./sse/messages.ts";
import { followSale, prepareSse } from "./sse_client.ts";
import { startTarget } from "./start.ts";
import type { Target } from "./target.ts";

const START = { kind: "start", port: null, journal: null, scale: null } as const;
const WAIT_MS = 20_000;

function planOf(overrides: RunPlan["overrides"]): RunPlan {
  return { scenario: "sse", profile: "smoke", target: START, overrides };
}

async function offer(target: Target, overrides: RunPlan["overrides"]) {
  const directory = await Deno.makeTempDir();
  const seconds: Second[] = [];
  const pids: number[] = [];
  const prepared = await prepareSse(planOf(overrides));
  const load = prepared.start({
    target,
    directory,
    onSecond: (second) => seconds.push(second),
    onProcess: ({ pid }) => pids.push(pid),
  });
  return { load, seconds, pids, clean: () => Deno.remove(directory, { recursive: true }) };
}

Deno.test("fifty subscribers see a sale to its end, and its report is that of any load", async () => {
  const target = await startTarget(START, { log: () => {} });
  try {
    await seesTheEnd(target);
    await endsEarly(target);
    await followsAnother(target);
  } finally {
    await target.stop();
  }
});

async function seesTheEnd(target: Target): Promise<void> {
  const { load, seconds, pids, clean } = await offer(target, { SUBSCRIBERS: "50", SECONDS: "4" });
  const setup = await load.started;
  assertEquals(setup?.campaigns.length, 1);
  const found = await load.ended;
  await clean();
  assertEquals(found.problems.filter((one) => !one.includes("timers")), []);
  assertEquals(found.truth?.filter(({ ok }) => !ok), []);
  assertEquals(found.truth?.length, 4);
  assertEquals(found.outcomes.filter(({ expected }) => !expected), []);
  assertEquals([found.offered.vusMax, found.offered.dropped, found.offered.interrupted], [
    50,
    0,
    0,
  ]);
  assertEquals(found.offered.planned, found.offered.completed);
  assertEquals(pids.length, 1);
  assert(found.acknowledged.reservations.size > 10);
  const names = found.latencies.map(({ request }) => request);
  for (const name of ["live", "frame", "change", "grab"]) assert(names.includes(name), name);
  assert(seconds.length >= 5 && seconds.some(({ vus }) => vus === 50));
  const completed = seconds.reduce((sum, second) => sum + second.completed, 0);
  assertEquals(completed, found.offered.completed);
}

async function endsEarly(target: Target): Promise<void> {
  const { load, clean } = await offer(target, { SUBSCRIBERS: "20", SECONDS: "600" });
  await load.started;
  load.stop();
  const found = await load.ended;
  await clean();
  assertEquals([found.problems, found.refused], [[], null]);
}

/** As beside k6: the sale is somebody else's. */
async function followsAnother(target: Target): Promise<void> {
  const sale = await createSale(target, { units: 10, startsAtMs: Date.now() + 1_000 });
  await saleOpens(target, sale);
  const arrived = Promise.withResolvers<void>();
  const followers = followSale({
    ...{ target, campaign: sale.id, subscribers: 30, arriveSeconds: 1 },
    onSecond: ({ subscribers }) => subscribers === 30 && arrived.resolve(),
    onProcess: () => {},
  });
  const tooLate = setTimeout(() => arrived.reject(new Error("Not all came")), WAIT_MS);
  await arrived.promise.finally(() => clearTimeout(tooLate));
  const exp = Math.floor(Date.now() / 1_000) + 60;
  const token = signCustomer("somebody", { exp, secret: target.secret });
  const response = await fetch(`${target.origin}/api/v1/campaigns/${sale.id}/grabs`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}` },
  });
  assertEquals(response.status, 201);
  await response.body?.cancel();
  const result: SseResult | { readonly broke: string } = await followers.finish();
  if ("broke" in result) throw new Error(result.broke);
  assertEquals(result.truth.filter(({ ok }) => !ok), []);
  assertEquals(result.thresholds.filter(({ ok }) => !ok), []);
  assertEquals([result.arrived, result.acknowledged.length], [30, 0]);
}
