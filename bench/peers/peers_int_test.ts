/** Every peer as a process of its own behind HTTP, sold out by twice as many customers as there are units. */
import { assert, assertEquals } from "@std/assert";
import { putCluster } from "../../web/testing/cluster.ts";
import { type Ledger, startLedger } from "../load/ledger.ts";
import { type Crash, runCrashes } from "./crash.ts";
import { answersFirst } from "./fixtures/answers_first.ts";
import { checkThenAct } from "./fixtures/check_then_act.ts";
import { oursRedisHttp, oursRedisTcp, oursSqlite } from "./ours.ts";
import { absentProgram, type Peer, problemsOf, type Running } from "./peer.ts";
import { postgresRow } from "./postgres_row.ts";
import { redisLua } from "./redis_lua.ts";
import { redisStreamQueue } from "./redis_stream_queue.ts";
import { isOurs } from "./rows.ts";

/** No multiple of the connections: whoever counts in step with them would be right by chance. */
const UNITS = 203;
const CONNECTIONS = 8;
const SECRET = "tests-sign-with-this-secret-of-32-bytes-or-more";
const ANSWER = { headers: {}, body: JSON.stringify({ reservation: { id: "a".repeat(21) } }) };
const COMMON = { secret: SECRET, answer: ANSWER };
const ALWAYS = { appendfsync: "always" } as const;

const PEERS = [oursSqlite, oursRedisTcp, oursRedisHttp, redisLua, redisStreamQueue, postgresRow];
const lacking = new Set<Peer>();
for (const peer of [...PEERS, checkThenAct, answersFirst]) {
  if (await absentProgram(peer) !== null) lacking.add(peer);
}

for (const peer of PEERS) {
  peerTest(
    `${peer.name} sells each unit once to twice as many customers`,
    peer,
    async (running) => {
      await expectSoldOnce(running, grabs(running));
    },
  );
}

peerTest(
  "redis_stream_queue stores each order once when its consumer is killed half-way",
  redisStreamQueue,
  async (running) => {
    const consumer = running.parts.find(({ name }) => name === "consumer");
    if (consumer === undefined) throw new Error("There is no consumer");
    const ledger = grabs(running);
    assert(await ledger.reached(UNITS >> 1));
    await consumer.kill();
    await ledger.done;
    await consumer.restart();
    await expectSoldOnce(running, ledger);
  },
);

peerTest("the audit catches a peer that oversells", checkThenAct, async (running) => {
  const ledger = grabs(running, 32);
  await ledger.done;
  const audit = await running.audit();
  assert(audit.sold > UNITS, `${audit.sold} sold`);
  assertEquals(audit.sold, ledger.acknowledged.length);
  const problems = problemsOf(audit, UNITS).join("\n");
  assert(problems.includes(`${audit.sold - UNITS} units oversold`), problems);
});

Deno.test({
  name: "kill -9 of a server that answers before it stores is told as loss and oversale",
  ignore: lacking.has(answersFirst),
  async fn() {
    const peer = { ...answersFirst, killable: ["server"] };
    const rows = [{ name: peer.name, peer, ...ALWAYS, skipped: null }];
    const { signal } = new AbortController();
    const plan = { ...COMMON, signal, rows, units: UNITS, kills: 1, connections: CONNECTIONS };
    const crashes: Crash[] = [];
    await runCrashes(plan, { log: () => {}, crash: (one) => void crashes.push(one) });
    const [crash] = crashes;
    assertEquals(crash?.kills, 1);
    assert((crash?.lost ?? 0) > 0, JSON.stringify(crash));
    assert((crash?.oversold ?? 0) > 0, JSON.stringify(crash));
  },
});

function peerTest(name: string, peer: Peer, test: (running: Running) => Promise<void>): void {
  Deno.test({
    name,
    ignore: lacking.has(peer),
    async fn() {
      const directory = await Deno.makeTempDir({ prefix: "yundian_bench_" });
      // Made once for all test files.
      if (isOurs(peer.name)) await putCluster(`${directory}/data`);
      const running = await peer.start({ ...COMMON, ...ALWAYS, directory, units: UNITS });
      try {
        await test(running);
      } finally {
        await running.stop();
        await Deno.remove(directory, { recursive: true });
      }
    },
  });
}

function grabs(running: Running, connections = CONNECTIONS): Ledger {
  const url = running.origin + running.path;
  return startLedger({ url, secret: SECRET, connections, customers: 2 * UNITS });
}

async function expectSoldOnce(running: Running, ledger: Ledger): Promise<void> {
  await ledger.done;
  assertEquals(Object.fromEntries(ledger.statuses), { 201: UNITS, 409: UNITS });
  assertEquals(ledger.twice, []);
  const audit = await running.audit();
  assertEquals({ sold: audit.sold, left: audit.left }, { sold: UNITS, left: 0 });
  assertEquals(problemsOf(audit, UNITS), []);
  assertEquals(await running.missing(ledger.acknowledged), []);
  assertEquals((await running.missing([{ id: "nobody", customer: "nobody" }])).length, 1);
}
