/**
 * `deno task bench peers`: everything side by side, report to `RESULTS.md`, raw results to `out/`. Flags: `--rounds`,
 * `--seconds`, `--warm` (whole), `--connections 64,256`, `--only peer,peer`, `--parts http,paced,process,growth,idle`,
 * `--appendfsync always|everysec`, `--paced <per second>`. With `--parts` or `--only` the report is printed instead.
 */
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { runFlights, runGrowth, runIdle } from "../in_process/programs.ts";
import { runK6 } from "../load/k6.ts";
import { type TokenFile, writeTokens } from "../load/tokens.ts";
import { limit } from "./limit.ts";
import { limitPlain } from "./limit_plain.ts";
import { oursRedisHttp, oursRedisTcp, oursSqlite, startProduct } from "./ours.ts";
import type { Answer, Peer } from "./peer.ts";
import { postgresRow } from "./postgres_row.ts";
import { redisLua } from "./redis_lua.ts";
import { grabOnce, openSale } from "./sale.ts";
import { median, reportOf, type Results } from "./results.ts";
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
const PACED_PEERS: readonly Peer[] = [limit, oursSqlite, oursRedisTcp, oursRedisHttp];
const PACED_SECONDS = 10;
/** k6 on the cores of the server starts no more than this in time on two cores. */
const PACED_PER_SECOND_MAX = 6_000;
const FOLDER = new URL("../", import.meta.url).pathname;
const SECRET = "a-secret-for-benchmarks-of-more-than-32-bytes";
/** More than any peer answered on any machine so far. */
const TOKENS_PER_SECOND = 100_000;
/** More than any peer sold. */
const UNITS_PER_SECOND = 65_000;

type Measured = { -readonly [Part in "http" | "paced" | "process"]?: Results[Part] };

/** Measures; resolves with the exit code. */
export async function peers(args: readonly string[]): Promise<number> {
  const { values: flags } = parseArgs({
    args: [...args],
    options: {
      rounds: { type: "string", default: "5" },
      seconds: { type: "string", default: "5" },
      warm: { type: "string", default: "2" },
      connections: { type: "string", default: "64,256" },
      only: { type: "string" },
      parts: { type: "string" },
      paced: { type: "string" },
      appendfsync: { type: "string", default: "always" },
    },
  });
  const only = flags.only?.split(",");
  const has = (part: string) => flags.parts?.split(",").includes(part) ?? true;
  const wanted = (peer: Peer) => only?.includes(peer.name) ?? true;
  const log = (line: string) => console.log(line);
  const directory = await Deno.makeTempDir({ prefix: "yundian_bench_" });
  const rounds = Number(flags.rounds);
  const seconds = Number(flags.seconds);
  const warmSeconds = Number(flags.warm);
  const measured: Measured = {};
  try {
    if (has("http") || has("paced")) {
      log("signing tokens");
      const tokens = await writeTokens({
        path: `${directory}/tokens`,
        count: TOKENS_PER_SECOND * (seconds + warmSeconds),
        secret: SECRET,
      });
      const options: Plan["options"] = {
        secret: SECRET,
        appendfsync: flags.appendfsync === "everysec" ? "everysec" : "always",
        answer: await ourAnswer(`${directory}/probe`),
      };
      if (has("http")) {
        measured.http = await runRounds({
          cases: casesOf(PEERS.filter(wanted)),
          connections: flags.connections.split(",").map(Number),
          rounds,
          seconds,
          warmSeconds,
          tokens,
          units: UNITS_PER_SECOND * (seconds + warmSeconds),
          options,
        }, log);
      }
      if (has("paced")) {
        const perSecond = Number(flags.paced ?? pacedRate(measured.http));
        measured.paced = await runPaced({
          perSecond,
          tokens,
          options,
          peers: PACED_PEERS.filter(wanted),
        }, log);
      }
    }
    measured.process = {
      ...(has("process") ? await runFlights(rounds, log) : {}),
      ...(has("growth") ? await runGrowth(log) : {}),
      ...(has("idle") ? { idle: await runIdle(log) } : {}),
    };
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
  const results: Results = {
    command: ["deno task bench peers", ...args].join(" "),
    date: new Date().toISOString().slice(0, 10),
    machine: `${cpus().length} cores (${
      cpus()[0]?.model.trim() ?? "unknown"
    }), Deno ${Deno.version.deno}`,
    appendfsync: flags.appendfsync,
    rounds,
    seconds,
    ...measured,
  };
  await Deno.mkdir(`${FOLDER}out`, { recursive: true });
  await Deno.writeTextFile(`${FOLDER}out/results.json`, JSON.stringify(results, null, 1));
  const notes = await Deno.readTextFile(`${FOLDER}notes.md`);
  const partial = flags.parts !== undefined || only !== undefined;
  if (partial) log(reportOf(results, ""));
  else await Deno.writeTextFile(`${FOLDER}RESULTS.md`, reportOf(results, notes));
  return 0;
}

function casesOf(peers: readonly Peer[]): Plan["cases"] {
  return [
    ...peers.map((peer) => ({ peer, path: "sold" as const })),
    ...peers.filter((peer) => peer.sells).map((peer) => ({ peer, path: "sold-out" as const })),
  ];
}

/** Half of our own maximum, as far as k6 can offer it. */
function pacedRate(http: Results["http"]): number {
  const rates = (http ?? [])
    .filter((one) => one.peer === oursSqlite.name && one.path === "sold" && one.connections === 256)
    .map((one) => one.perSecond);
  const half = rates.length === 0 ? Infinity : median(rates) / 2;
  return Math.floor(Math.min(half, PACED_PER_SECOND_MAX));
}

async function runPaced(
  plan: { perSecond: number; tokens: TokenFile; options: Plan["options"]; peers: readonly Peer[] },
  log: (line: string) => void,
): Promise<Results["paced"] & object> {
  const { perSecond, tokens, options } = plan;
  const paced: Record<string, Awaited<ReturnType<typeof runK6>>> = {};
  for (const peer of plan.peers) {
    const directory = await Deno.makeTempDir({ prefix: `yundian_bench_${peer.name}_` });
    const running = await peer.start({ ...options, directory, units: tokens.count });
    try {
      const url = running.origin + running.path;
      paced[peer.name] = await runK6({ url, perSecond, seconds: PACED_SECONDS, tokens });
      const { violations } = await running.audit();
      if (violations.length > 0) throw new Error(`${peer.name}: ${violations.join("; ")}`);
      log(`paced  ${peer.name}  p99 ${paced[peer.name]?.p99Ms.toFixed(1)} ms at ${perSecond}/s`);
    } finally {
      await running.stop();
      await Deno.remove(directory, { recursive: true });
    }
  }
  return paced;
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
