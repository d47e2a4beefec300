/**
 * Storefronts at full size: every manager's page opened once in one process, with the memory that it then takes, and a
 * warm page beside a constant answer of Hono with as many bytes, in turns on one machine; then a crowd that tells of its
 * visits to one storefront: each answer must be among the sums.
 *
 *     deno run -A bench/routes/storefronts.ts [jiangxi | demo] [seconds]
 */
import { freePort, type Process, run, startProcess } from "../machine/process.ts";

const OPEN_AT_ONCE = 16;
const CONNECTIONS = 64;
const CROWD = 2_000;
const TRIES_MAX = 60;
const AGAIN_MS = 1_000;
/** No database, or nobody in it. */
const NOT_YET = [401, 503];
const ROUNDS = 3;
const PASSWORD = "yundian-demo";
const READY = /Yundian is ready at (\S+)/;
/** A crowd scans one code: no share of one address stops it. */
const NO_RATE = {
  LIMIT_ADDRESS_REQUESTS_PER_SECOND: "1000000000",
  LIMIT_ADDRESS_BURST: "1000000000",
};

if (import.meta.main) await main();

async function main(): Promise<void> {
  const [scale = "jiangxi", seconds = "5"] = Deno.args;
  const dataDir = await Deno.makeTempDir();
  const product = startProduct(dataDir, scale);
  try {
    const origin = (await waitLong(product, READY))[1] ?? "";
    const token = await signIn(origin);
    const managers = await managersOf(origin, token);
    const before = residentBytes(product.pid);
    const startMs = performance.now();
    const page = await openAll(origin, managers);
    const tookMs = performance.now() - startMs;
    const after = residentBytes(product.pid);
    console.log(
      `${managers.length} storefronts opened in ${(tookMs / 1_000).toFixed(1)} s: resident ${
        mb(before)
      } MB before, ${mb(after)} MB after`,
    );
    await compare(`${origin}/s/${managers[0] ?? ""}`, page, Number(seconds));
    await storm(origin, { manager: managers[1] ?? "", token, seconds: Number(seconds) });
  } finally {
    await product.stop();
    await Deno.remove(dataDir, { recursive: true });
  }
}

function startProduct(dataDir: string, scale: string): Process {
  return startProcess({
    name: "product",
    command: Deno.execPath(),
    args: [
      ...["run", "--no-prompt", "--no-lock", "--allow-net", "--allow-read", "--allow-write"],
      ...["--allow-env", "--allow-sys", "deploy.ts", "--scale", scale],
    ],
    env: { DATA_DIR: dataDir, PORT: "0", DEMO: "1", ...NO_RATE },
  });
}

/** The full organisation takes its time. */
async function waitLong(product: Process, pattern: RegExp): Promise<RegExpExecArray> {
  for (let attempt = 0; attempt < 4; attempt++) {
    try {
      return await product.waitFor(pattern);
    } catch (error) {
      if (attempt === 3 || !String(error).includes("is not ready")) throw error;
    }
  }
  throw new Error("unreachable");
}

async function signIn(origin: string): Promise<string> {
  const { token } = await json<{ token: string }>(`${origin}/api/v1/staff/login`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ username: "province", password: PASSWORD }),
  });
  return token;
}

/** Ids of all managers, as the province's staff list has them. */
async function managersOf(origin: string, token: string): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let after = "";;) {
    const page = await json<{ items: readonly { id: string }[]; next: string | null }>(
      `${origin}/api/v1/staff?role=manager&limit=100${after}`,
      { headers: { authorization: `Bearer ${token}` } },
    );
    ids.push(...page.items.map(({ id }) => id));
    if (page.next === null) return ids;
    after = `&after=${encodeURIComponent(page.next)}`;
  }
}

/** Opens each once; the bytes of the first page. */
async function openAll(origin: string, managers: readonly string[]): Promise<Uint8Array> {
  let next = 0;
  let first: Uint8Array | null = null;
  await Promise.all(Array.from({ length: OPEN_AT_ONCE }, async () => {
    for (let id = managers[next++]; id !== undefined; id = managers[next++]) {
      const response = await fetch(`${origin}/s/${id}`);
      const bytes = await response.bytes();
      if (response.status !== 200) throw new Error(`/s/${id}: ${response.status}`);
      if (id === managers[0]) first = bytes;
    }
  }));
  if (first === null) throw new Error("There is no storefront");
  return first;
}

/** Both in turns, so that a busy machine is unfair to neither. */
async function compare(url: string, page: Uint8Array, seconds: number): Promise<void> {
  const port = freePort();
  const body = await Deno.makeTempFile({ suffix: ".html" });
  await Deno.writeFile(body, page);
  const constant = startProcess({
    name: "constant",
    command: Deno.execPath(),
    args: [
      "run",
      "--no-lock",
      "-A",
      new URL("../peers/constant_page.ts", import.meta.url).pathname,
    ],
    env: { PORT: String(port), PAGE: body },
  });
  const ratios: number[] = [];
  try {
    await constant.waitFor(/serving/);
    for (let round = 0; round < ROUNDS; round++) {
      const ours = await perSecond(url, seconds);
      const theirs = await perSecond(`http://127.0.0.1:${port}/`, seconds);
      ratios.push(ours / theirs);
      console.log(
        `warm page ${ours.toFixed(0)}/s, constant Hono answer of ${page.length} bytes ${
          theirs.toFixed(0)
        }/s: ${(ours / theirs).toFixed(2)}`,
      );
    }
  } finally {
    await constant.stop();
    await Deno.remove(body);
  }
  console.log(`median ${(ratios.toSorted()[ROUNDS >> 1] ?? 0).toFixed(2)} of the constant answer`);
}

/** Visits of a crowd; fails where an answer is not among what was counted. */
async function storm(
  origin: string,
  options: { readonly manager: string; readonly token: string; readonly seconds: number },
): Promise<void> {
  const { manager, token, seconds } = options;
  const path = `${origin}/api/v1/storefronts/${manager}`;
  const script = new URL("../load/visits.lua", import.meta.url).pathname;
  const output = await run({
    name: "wrk",
    command: "wrk",
    args: [
      ...["-t", "1", "-c", String(CROWD), "-d", `${seconds}s`, "--timeout", "10s"],
      ...["-s", script, `${path}/events`],
    ],
  });
  const answered = Number(/(\d+) requests in/.exec(output)?.[1] ?? NaN) -
    Number(/Non-2xx or 3xx responses: (\d+)/.exec(output)?.[1] ?? 0);
  const headers = { authorization: `Bearer ${token}` };
  const { visits } = await json<{ visits: number }>(`${path}/today`, { headers });
  console.log(
    `${CROWD} visitors at once: ${answered} visits answered in ${seconds} s, ${visits} counted`,
  );
  if (!(visits >= answered)) throw new Error("An answered visit was not counted");
}

async function perSecond(url: string, seconds: number): Promise<number> {
  const output = await run({
    name: "wrk",
    command: "wrk",
    args: ["-t", "1", "-c", String(CONNECTIONS), "-d", `${seconds}s`, url],
  });
  if (/Non-2xx/.test(output)) throw new Error(output);
  return Number(/Requests\/sec:\s+([\d.]+)/.exec(output)?.[1] ?? NaN);
}

/** Asks again while the embedded database is still starting: on a busy machine it comes after the product. */
async function json<Value>(url: string, init: RequestInit): Promise<Value> {
  let response = await fetch(url, init);
  for (let tries = 0; NOT_YET.includes(response.status) && tries < TRIES_MAX; tries++) {
    await response.body?.cancel();
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    response = await fetch(url, init);
  }
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
  return await response.json();
}

/** Of a Linux process. */
function residentBytes(pid: number): number {
  const [, pages = "0"] = Deno.readTextFileSync(`/proc/${pid}/statm`).split(" ");
  return Number(pages) * 4_096;
}

function mb(bytes: number): string {
  return (bytes / 1_048_576).toFixed(0);
}
