/** Every peer as a process of its own behind HTTP, sold out by twice as many customers as there are units. */
import { assert, assertEquals } from "@std/assert";
import { type Ledger, startLedger } from "../load/ledger.ts";
import { checkThenAct } from "./fixtures/check_then_act.ts";
import { oursRedisHttp, oursRedisTcp, oursSqlite } from "./ours.ts";
import { absentProgram, type Peer, problemsOf, type Running } from "./peer.ts";
import { postgresRow } from "./postgres_row.ts";
import { redisLua } from "./redis_lua.ts";
import { redisStreamQueue } from "./redis_stream_queue.ts";

/** No multiple of the connections: whoever counts in step with them would be right by chance. */
const UNITS = 203;
const CONNECTIONS = 8;
const SECRET = "tests-sign-with-this-secret-of-32-bytes-or-more";
const ANSWER = { headers: {}, body: JSON.stringify({ reservation: { id: "a".repeat(21) } }) };

const PEERS = [oursSqlite, oursRedisTcp, oursRedisHttp, redisLua, redisStreamQueue, postgresRow];
const lacking = new Set<Peer>();
for (const peer of [...PEERS, checkThenAct]) {
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
  const ledger = grabs(running);
  await ledger.done;
  const audit = await running.audit();
  assert(audit.sold > UNITS, `${audit.sold} sold`);
  assertEquals(audit.sold, ledger.acknowledged.length);
  const problems = problemsOf(audit, UNITS).join("\n");
  assert(problems.includes(`${audit.sold - UNITS} units oversold`), problems);
});

function peerTest(name: string, peer: Peer, test: (running: Running) => Promise<void>): void {
  Deno.test({
    name,
    ignore: lacking.has(peer),
    // Clients of databases close their sockets a moment later.
    sanitizeOps: false,
    sanitizeResources: false,
    async fn() {
      const directory = await Deno.makeTempDir({ prefix: "yundian_bench_" });
      const options = { directory, units: UNITS, secret: SECRET, answer: ANSWER };
      const running = await peer.start({ ...options, appendfsync: "always" });
      try {
        await test(running);
      } finally {
        await running.stop();
        await Deno.remove(directory, { recursive: true });
      }
    },
  });
}

function grabs(running: Running): Ledger {
  const url = running.origin + running.path;
  return startLedger({ url, secret: SECRET, connections: CONNECTIONS, customers: 2 * UNITS });
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
