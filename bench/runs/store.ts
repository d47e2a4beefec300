/** Where a product that is started for a run keeps its journal. */
import { freePort, type Process, startProcess } from "../machine/process.ts";
import { startRedis } from "../machine/redis.ts";
import { isThisMachine, type Resolve } from "./hosts.ts";
import { type JournalName, Refusal } from "./plan.ts";

const ROOT = new URL("../../", import.meta.url).pathname;
const GATEWAY_TOKEN = "bench";
const LISTEN_MS = 15_000;
const LISTEN_POLL_MS = 50;
/** Name servers that the product takes from its environment. */
const STORE_URLS = ["REDIS_URL", "UPSTASH_REDIS_REST_URL", "DATABASE_URL"] as const;
const STORE_VARIABLES: readonly string[] = [
  ...STORE_URLS,
  "REDIS_REPLICAS",
  "REDIS_CLUSTER",
  "UPSTASH_REDIS_REST_TOKEN",
];

/** What the product is told of its stores. */
export interface Store {
  readonly env: Readonly<Record<string, string>>;
  /** For the report. */
  readonly settings: Readonly<Record<string, string>>;
}

/** Variables by name. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** Stores that the caller's environment names. Rejects with a `Refusal` where they are elsewhere. */
export async function storesOfCaller(variables: Variables, resolve?: Resolve): Promise<Store> {
  const given = STORE_VARIABLES.flatMap((name) =>
    variables[name] ? [[name, variables[name]] as const] : []
  );
  for (const name of STORE_URLS) {
    const url = URL.parse(variables[name] ?? "");
    // An unreadable one is the product's to refuse.
    if (url === null || await isThisMachine(url, resolve)) continue;
    throw new Refusal(
      `${name} leads to ${url.host}, which is not this machine: a run writes its customers there; unset it, or name a store of this machine`,
    );
  }
  return {
    env: Object.fromEntries(given),
    settings: Object.fromEntries(
      given.map(([name, value]) => [name, name.endsWith("TOKEN") ? "***" : withoutPassword(value)]),
    ),
  };
}

/** Starts what the journal needs; each process is told as it starts. Rejects with a `Refusal` where it is not installed. */
export async function startStore(
  name: JournalName,
  { directory, onProcess }: { readonly directory: string; onProcess(started: Process): void },
): Promise<Store> {
  if (name === "sqlite") return { env: {}, settings: { journal: "sqlite" } };
  const redis = await startRedis({
    directory: `${directory}/redis`,
    // What sqlite promises too: an answer leaves after fsync.
    appendfsync: "always",
    detached: true,
  }).catch((error) => {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new Refusal("redis-server is not on the PATH: install it, or use --journal sqlite");
  });
  onProcess(redis.process);
  const url = `redis://127.0.0.1:${redis.port}`;
  const settings = { journal: name, appendfsync: "always" };
  if (name === "redis") return { env: { REDIS_URL: url }, settings };
  const port = freePort();
  const gateway = startProcess({
    name: "gateway",
    command: Deno.execPath(),
    args: [
      ...["run", "--no-prompt", "-A", `${ROOT}engine/journal/upstash_gateway.ts`],
      ...["--redis", url, "--port", String(port), "--token", GATEWAY_TOKEN],
    ],
    detached: true,
  });
  onProcess(gateway);
  await listening(port);
  return {
    env: {
      UPSTASH_REDIS_REST_URL: `http://127.0.0.1:${port}`,
      UPSTASH_REDIS_REST_TOKEN: GATEWAY_TOKEN,
    },
    settings,
  };
}

function withoutPassword(text: string): string {
  const url = URL.parse(text);
  if (url === null || url.password === "") return text;
  url.password = "***";
  return url.href;
}

async function listening(port: number): Promise<void> {
  const deadlineMs = Date.now() + LISTEN_MS;
  for (;;) {
    try {
      (await Deno.connect({ hostname: "127.0.0.1", port })).close();
      return;
    } catch (error) {
      if (Date.now() > deadlineMs) throw error;
      await new Promise((resolve) => setTimeout(resolve, LISTEN_POLL_MS));
    }
  }
}
