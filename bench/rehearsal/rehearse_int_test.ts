import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import postgres from "postgres";
import { startProduct, TEST_SECRET } from "../../engine/crash/product.ts";
import { hasPostgres, startPostgres } from "../../web/store/testing/postgres_server.ts";
import { sign } from "../load/tokens.ts";
import { findK6 } from "../runs/find_k6.ts";

const ROOT = new URL("../../", import.meta.url).pathname;
const ignore = await findK6({ named: Deno.env.get("K6") }).then(() => false, (error) => {
  if (Deno.env.get("REQUIRE_ALL") === "1") throw error;
  return true;
});
/** Short enough for every run of the tests, and with bounds that a busy machine meets. */
const SHORT = ["--play", "4", "--seconds", "0", "--p99", "20000"];
const SALE = {
  kind: "flash-sale",
  title: "赣南脐橙",
  product: "orange",
  priceFen: 990,
  units: 20,
  perCustomerMax: 1,
  startsAt: "2020-01-01T12:00:00Z",
  endsAt: "2020-01-02T12:00:00Z",
  holdSeconds: 300,
  expectedPeakPerSecond: 8,
};

/** Where there is one: making an embedded database takes longer than all else. */
const server = await hasPostgres() ? await startPostgres() : null;
const stores: Record<string, string> = server === null ? {} : { DATABASE_URL: server.url };
if (server !== null) globalThis.addEventListener("unload", () => server.abandon());

interface Rehearsed {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
  /** Files of its reports. */
  readonly files: readonly string[];
  /** What is left of its own in the folder for temporary files. */
  readonly left: readonly string[];
}

/** One rehearsal with folders of its own. `interruptAt`: Ctrl-C once it says this. */
async function rehearse(
  args: readonly string[],
  options: {
    readonly spec?: object;
    readonly env?: Readonly<Record<string, string>>;
    readonly interruptAt?: RegExp;
  } = {},
): Promise<Rehearsed> {
  const folder = await Deno.makeTempDir({ prefix: "rehearsal-test-" });
  const temporary = join(folder, "tmp");
  await Deno.mkdir(temporary);
  const spec = join(folder, "sale.json");
  await Deno.writeTextFile(spec, JSON.stringify(options.spec ?? SALE));
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "bench/main.ts", "rehearse", ...args, "--out", join(folder, "out")]
      .map((word) => word === "SPEC" ? spec : word),
    cwd: ROOT,
    env: { TMPDIR: temporary, ...stores, ...options.env },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  let errors = "";
  const followed = (async () => {
    for await (const text of child.stderr.pipeThrough(new TextDecoderStream())) {
      const before = errors;
      errors += text;
      const { interruptAt } = options;
      if (interruptAt?.test(errors) && !interruptAt.test(before)) child.kill("SIGINT");
    }
  })();
  const output = await new Response(child.stdout).text();
  const { code } = await child.status;
  await followed;
  const files = await namesIn(join(folder, "out"));
  const left = await namesIn(temporary);
  await Deno.remove(folder, { recursive: true });
  return { code, output, errors, files, left };
}

async function namesIn(folder: string): Promise<string[]> {
  const names: string[] = [];
  try {
    for await (const { name, isDirectory } of Deno.readDir(folder)) {
      names.push(...isDirectory ? await namesIn(join(folder, name)) : [], name);
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return names.sort();
}

Deno.test({
  name:
    "a campaign that is carried passes, one on an undersized installation fails, and nothing is left",
  ignore,
  async fn() {
    const [small, undersized] = await Promise.all([
      rehearse(["SPEC", ...SHORT]),
      rehearse(["SPEC", ...SHORT, "--peak", "80"], {
        spec: { ...SALE, units: 400 },
        env: { LIMIT_GRABS_PER_SECOND: "10" },
      }),
    ]);
    assertEquals(small.code, 0, small.output + small.errors);
    assertMatch(small.output, /expected peak {2,}8\/s; expectedPeakPerSecond of the campaign/);
    assertMatch(
      small.output,
      /本安装可承载该活动，余量至少 [\d.]+ 倍.*售罄.*\nThis installation carries this campaign with at least [\d.]+× headroom.*; sold out after [\d.]+ s/,
    );
    for (const name of ["report.html", "report.md", "report.json"]) {
      assert(small.files.includes(name), `${name} is not among ${small.files}`);
    }
    assertEquals(small.left, []);

    assertEquals(undersized.code, 1, undersized.output + undersized.errors);
    assertStringIncludes(undersized.output, "This installation does not carry this campaign");
    assertStringIncludes(
      undersized.output,
      "the first thing that gives way is admission (LIMIT_GRABS_PER_SECOND=10, ",
    );
    assertEquals(undersized.left, []);
    await assertNoDatabase();
  },
});

async function assertNoDatabase(): Promise<void> {
  if (server === null) return;
  const sql = postgres(server.url, { max: 1 });
  const left = await sql`SELECT FROM pg_database WHERE datname LIKE 'yundian_rehearsal_%'`;
  await sql.end();
  assertEquals(left.length, 0);
}

Deno.test({
  name: "Ctrl-C ends a rehearsal with what it found and leaves nothing",
  ignore,
  async fn() {
    const { code, output, errors, files, left } = await rehearse(["SPEC", ...SHORT], {
      interruptAt: /Playing the campaign[^]*\n1\//,
    });
    assertEquals(code, 130, output + errors);
    assertStringIncludes(output, "The rehearsal was interrupted before it showed anything.");
    // With what there is of the campaign.
    assert(files.includes("report.html") && files.includes("report.json"));
    assertEquals(left, []);
    await assertNoDatabase();
  },
});

Deno.test("a campaign of a running installation is asked for, and nothing is put on it", async () => {
  const dataDir = await Deno.makeTempDir();
  const product = await startProduct({ dataDir });
  try {
    const exp = Math.floor(Date.now() / 1_000) + 3_600;
    const token = sign({ sub: "me", role: "province", unit: "jx", exp }, TEST_SECRET);
    const made = await fetch(`${product.url}/api/v1/campaigns`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify({ ...SALE, endsAt: "2099-01-01T00:00:00Z" }),
    });
    const { id } = await made.json();
    const there = ["--dry-run", "--url", product.url];
    const env = { AUTH_SECRET: TEST_SECRET };
    const [shown, wrong, unknown, stranger] = await Promise.all([
      rehearse([id, ...there, "--peak", "9"], { env }),
      rehearse(["SPEC", "--dry-run"], { spec: { ...SALE, units: 0, price: 3 } }),
      rehearse(["no-such-campaign", ...there], { env }),
      rehearse([id, ...there], { env: { AUTH_SECRET: "" } }),
    ]);
    assertEquals([shown.code, shown.files], [0, []], shown.errors);
    assertMatch(shown.output, /expected peak {2,}9\/s; asked for with --peak/);
    assertEquals(wrong.code, 2, wrong.errors);
    assertMatch(
      wrong.errors,
      /sale\.json: units: Must be at least 1\n.*sale\.json: price: Unknown/,
    );
    assertEquals([unknown.code, stranger.code], [2, 2], unknown.errors + stranger.errors);
    assertStringIncludes(
      unknown.errors,
      `There is no campaign "no-such-campaign" at ${product.url}`,
    );
    assertStringIncludes(stranger.errors, "or it is a draft: set AUTH_SECRET, or give --token");
  } finally {
    product.signal("SIGTERM");
    await product.ended;
    await Deno.remove(dataDir, { recursive: true });
  }
  // Where nothing ever listens.
  const down = await rehearse(["x", "--url", "http://127.0.0.1:1"]);
  assertEquals(down.code, 2, down.errors);
  assertStringIncludes(down.errors, "No installation answers at http://127.0.0.1:1: start it");
});
