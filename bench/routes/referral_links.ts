/**
 * `GET /r/:code` beside a constant 302 of Hono, in turns on one machine: a million codes of participants of a thousand
 * campaigns, each opened by somebody new; then the same with every fifth a manager's. Nobody has joined: the cells store
 * the openings of places that are still free all the same.
 *
 *     deno run -A bench/routes/referral_links.ts [seconds] [rounds]
 */
import { ReferralCodes } from "../../web/share/referral_codes.ts";
import { sign } from "../load/tokens.ts";
import { freePort, type Process, run, startProcess } from "../machine/process.ts";

const CAMPAIGNS = 1_000;
const CODES = 1_000_000;
const CELLS = 1;
const CONNECTIONS = 64;
const MANAGERS_EVERY = 5;
const SECRET = "a secret of the bench of at least 32 bytes";
const READY = /Yundian is ready at (\S+)/;
const SETTLED_MS = 2_500;
/** All come from one address, and each is somebody else. */
const NO_RATE = {
  LIMIT_ADDRESS_REQUESTS_PER_SECOND: "1000000000",
  LIMIT_ADDRESS_BURST: "1000000000",
  LIMIT_CLICKS_PER_ADDRESS_PER_HOUR: "1000000000",
};

interface CodeFile {
  readonly path: string;
  readonly width: number;
  readonly count: number;
}

if (import.meta.main) await main();

async function main(): Promise<void> {
  const [seconds = "4", rounds = "3"] = Deno.args;
  const directory = await Deno.makeTempDir();
  const product = startProcess({
    name: "product",
    command: Deno.execPath(),
    args: [
      ...["run", "--no-prompt", "--no-lock", "--allow-net", "--allow-read", "--allow-write"],
      ...["--allow-env", "--allow-sys", "deploy.ts", "--scale", "demo"],
    ],
    env: {
      DATA_DIR: `${directory}/data`,
      PORT: "0",
      DEMO: "1",
      APPROVAL: "off",
      AUTH_SECRET: SECRET,
      ...NO_RATE,
    },
  });
  const port = freePort();
  const constant = startProcess({
    name: "constant",
    command: Deno.execPath(),
    args: [
      ...["run", "--no-lock", "-A"],
      new URL("../peers/constant_redirect.ts", import.meta.url).pathname,
    ],
    env: { PORT: String(port) },
  });
  try {
    const origin = (await product.waitFor(READY))[1] ?? "";
    await constant.waitFor(/serving/);
    const first = await openCampaigns(origin);
    const participants = participantsOf(first);
    const codes = await writeCodes(`${directory}/participants`, participants);
    const managers = await managersOf(origin);
    const mixed = await writeCodes(`${directory}/mixed`, mix(participants, managers));
    const options = {
      origin,
      constant: `http://127.0.0.1:${port}`,
      seconds,
      rounds: Number(rounds),
    };
    await compare("participants", codes, options);
    await compare("every fifth a manager's", mixed, options);
    report(product);
  } finally {
    await constant.stop();
    await product.stop();
    await Deno.remove(directory, { recursive: true });
  }
}

/** Campaigns in number and order; gives the number of the first. */
async function openCampaigns(origin: string): Promise<number> {
  const before = await list(origin, "/api/v1/campaigns");
  for (let n = 0; n < CAMPAIGNS; n++) {
    const { id } = await json<{ id: string }>(`${origin}/api/v1/campaigns`, {
      kind: "referral",
      title: `推荐有礼 ${n}`,
      startsAt: new Date(Date.now() + 1_000).toISOString(),
      endsAt: new Date(Date.now() + 86_400_000).toISOString(),
      attribution: "last",
      windowDays: 30,
      qualifying: ["account-opened"],
      rewards: { perInvitee: { kind: "points", ref: "points", amount: 100 } },
      caps: { perInviter: 100 },
      budget: { fen: 10_000_000 },
      holdDays: 0,
      expectedParticipants: CODES / CAMPAIGNS,
      rules: "邀请一位新客户开户，得一百积分；每人最多一百次，奖完为止。",
      override: { reason: "基准测试" },
    });
    await json(`${origin}/api/v1/campaigns/${id}/schedule`, {});
  }
  return before.length + 1;
}

function participantsOf(first: number): readonly string[] {
  const codes = new ReferralCodes(SECRET);
  const perCell = CODES / CAMPAIGNS / CELLS;
  // Neighbours are of different campaigns, as in life.
  return Array.from({ length: CODES }, (_, index) => {
    const place = Math.floor(index / CAMPAIGNS);
    const no = first + index % CAMPAIGNS;
    return codes.encode({ no, cell: Math.floor(place / perCell), n: place % perCell });
  });
}

/** The printed codes of the demo's managers. */
async function managersOf(origin: string): Promise<readonly string[]> {
  const managers = await list(origin, "/api/v1/staff?role=manager");
  const codes: string[] = [];
  for (const { id } of managers) {
    const links = await json<{ items: readonly { code: string }[] }>(
      `${origin}/api/v1/links?manager=${id}`,
    );
    codes.push(...links.items.slice(0, 1).map(({ code }) => code));
  }
  return codes;
}

function mix(participants: readonly string[], managers: readonly string[]): readonly string[] {
  return participants.map((code, n) =>
    n % MANAGERS_EVERY === 0 ? managers[n / MANAGERS_EVERY % managers.length] ?? code : code
  );
}

async function writeCodes(path: string, codes: readonly string[]): Promise<CodeFile> {
  const width = Math.max(...codes.slice(0, 10).map(({ length }) => length)) + 1;
  await Deno.writeTextFile(path, codes.map((code) => code.padEnd(width - 1) + "\n").join(""));
  return { path, width, count: codes.length };
}

/** Both in turns, so that a busy machine is unfair to neither. */
async function compare(
  what: string,
  codes: CodeFile,
  options: {
    readonly origin: string;
    readonly constant: string;
    readonly seconds: string;
    readonly rounds: number;
  },
): Promise<void> {
  const { origin, constant, seconds, rounds } = options;
  const ratios: number[] = [];
  await perSecond(origin, codes, "1");
  for (let round = 0; round < rounds; round++) {
    const ours = await perSecond(origin, codes, seconds);
    const theirs = await perSecond(constant, codes, seconds);
    ratios.push(ours / theirs);
    console.log(
      `${what}: ${ours.toFixed(0)}/s, constant 302 of Hono ${theirs.toFixed(0)}/s: ${
        (ours / theirs).toFixed(2)
      }`,
    );
  }
  await new Promise((resolve) => setTimeout(resolve, SETTLED_MS));
  console.log(
    `${what}: median ${(ratios.toSorted()[rounds >> 1] ?? 0).toFixed(2)} of the constant 302`,
  );
}

async function perSecond(origin: string, codes: CodeFile, seconds: string): Promise<number> {
  const script = new URL("../load/links.lua", import.meta.url).pathname;
  const output = await run({
    name: "wrk",
    command: "wrk",
    args: [
      ...["-t", "1", "-c", String(CONNECTIONS), "-d", `${seconds}s`, "-s", script, origin],
      ...["--", codes.path, String(codes.width), String(codes.count)],
    ],
  });
  if (/Non-2xx|Socket errors/.test(output)) throw new Error(output);
  return Number(/Requests\/sec:\s+([\d.]+)/.exec(output)?.[1] ?? NaN);
}

function report(product: Process): void {
  const [, pages = "0"] = Deno.readTextFileSync(`/proc/${product.pid}/statm`).split(" ");
  console.log(`resident after it: ${(Number(pages) * 4_096 / 1_048_576).toFixed(0)} MB`);
}

interface Row {
  readonly id: string;
}

async function list(origin: string, path: string): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (let after = "";;) {
    const page = await json<{ items: readonly Row[]; next: string | null }>(
      `${origin}${path}${path.includes("?") ? "&" : "?"}limit=100${after}`,
    );
    rows.push(...page.items);
    if (page.next === null) return rows;
    after = `&after=${encodeURIComponent(page.next)}`;
  }
}

async function json<Value>(url: string, body?: unknown): Promise<Value> {
  const exp = Math.floor(Date.now() / 1_000) + 3_600;
  const token = sign({ sub: "bench", role: "province", unit: "jx", exp }, SECRET);
  const response = await fetch(url, {
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    ...body === undefined ? {} : { method: "POST", body: JSON.stringify(body) },
  });
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
  return await response.json();
}
