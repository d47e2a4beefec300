/** `deno task bench`: everything side by side, results to `bench/RESULTS.md` and raw to `bench/out/`. */
import { parseArgs } from "node:util";
import { writeTokens } from "./load/tokens.ts";
import { limit } from "./peers/limit.ts";
import { limitPlain } from "./peers/limit_plain.ts";
import { oursRedisHttp, oursRedisTcp, oursSqlite, startProduct } from "./peers/ours.ts";
import type { Answer, Peer } from "./peers/peer.ts";
import { postgresRow } from "./peers/postgres_row.ts";
import { redisLua } from "./peers/redis_lua.ts";
import { grabOnce, openSale } from "./peers/sale.ts";
import { type Plan, runRounds } from "./rounds.ts";

const PEERS: readonly Peer[] = [
  limit,
  limitPlain,
  oursSqlite,
  oursRedisTcp,
  oursRedisHttp,
  redisLua,
  postgresRow,
];
const OUT = new URL("./out/", import.meta.url).pathname;
const SECRET = "a-secret-for-benchmarks-of-more-than-32-bytes";
/** More than any peer answered on any machine so far. */
const TOKENS_PER_SECOND = 110_000;

if (import.meta.main) await main();

async function main(): Promise<void> {
  const { values: flags } = parseArgs({
    args: Deno.args,
    options: {
      rounds: { type: "string", default: "5" },
      seconds: { type: "string", default: "5" },
      warm: { type: "string", default: "2" },
      connections: { type: "string", default: "64,256" },
      only: { type: "string" },
      appendfsync: { type: "string", default: "always" },
    },
  });
  const only = flags.only?.split(",");
  const peers = PEERS.filter((peer) => only === undefined || only.includes(peer.name));
  const seconds = Number(flags.seconds);
  const warmSeconds = Number(flags.warm);
  const directory = await Deno.makeTempDir({ prefix: "yundian_bench_" });
  try {
    console.log("signing tokens");
    const tokens = await writeTokens({
      path: `${directory}/tokens`,
      count: TOKENS_PER_SECOND * (seconds + warmSeconds),
      secret: SECRET,
    });
    const plan: Plan = {
      cases: [
        ...peers.map((peer) => ({ peer, path: "sold" as const })),
        ...peers.filter((peer) => peer.sells).map((peer) => ({ peer, path: "sold-out" as const })),
      ],
      connections: flags.connections.split(",").map(Number),
      rounds: Number(flags.rounds),
      seconds,
      warmSeconds,
      tokens,
      options: {
        secret: SECRET,
        appendfsync: flags.appendfsync === "everysec" ? "everysec" : "always",
        answer: await ourAnswer(`${directory}/probe`),
      },
    };
    const samples = await runRounds(plan, (line) => console.log(line));
    await Deno.mkdir(OUT, { recursive: true });
    await Deno.writeTextFile(`${OUT}http.json`, JSON.stringify(samples, null, 1));
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

/** What the product answers to a grab, so that peers answer with the same headers and size. */
async function ourAnswer(directory: string): Promise<Answer> {
  const { process, origin } = await startProduct({ directory, secret: SECRET, env: {} });
  try {
    const product = { origin, secret: SECRET };
    const response = await grabOnce(product, await openSale(product, 1), "probe");
    if (response.status !== 201) throw new Error(`The probe's grab answered ${response.status}`);
    const own = new Set(["date", "content-length", "vary"]);
    const headers = [...response.headers].filter(([name]) => !own.has(name));
    return { headers: Object.fromEntries(headers), body: await response.text() };
  } finally {
    await process.stop();
  }
}
