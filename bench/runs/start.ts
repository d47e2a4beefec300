/** Starts the product for one run, on a free port, with data of its own that goes with it. */
import { startGuard } from "../machine/guard.ts";
import { type Process, startProcess } from "../machine/process.ts";
import { Refusal, type StartPlan } from "./plan.ts";
import { startStore, type Store, storesOfCaller, type Variables } from "./store.ts";
import type { Target } from "./target.ts";

const ROOT = new URL("../../", import.meta.url).pathname;
const READY = /Yundian is ready at (\S+) \(pid \d+\)/;
/** A whole province's storefronts take a while to be made. */
const READY_MS = 240_000;
/** The product itself takes fifteen seconds at most to drain. */
const STOP_MS = 17_000;
/** The product lists every limit that it knows. */
const LINE_CHARACTERS_MAX = 300;

/**
 * A generator is one address, and one that goes through customers faster than any network of a bank. These limits are
 * there against a single address, so they would measure themselves.
 */
const RAISED: Readonly<Record<string, string>> = {
  LIMIT_ADDRESS_REQUESTS_PER_SECOND: "1000000",
  LIMIT_ADDRESS_BURST: "1000000",
  LIMIT_CLICKS_PER_ADDRESS_PER_HOUR: "1000000000",
  LIMIT_OTP_PER_ADDRESS_PER_MINUTE: "1000000000",
};
/** What a process needs to find its caches and tools, without any setting of the product. */
const INHERITED =
  /^(PATH|HOME|USER|TMPDIR|TZ|LANG|LC_.*|XDG_.*|DENO_.*|NPM_.*|npm_.*|HTTPS?_PROXY|NO_PROXY|SSL_.*)$/i;

/** What is needed beside the plan. */
export interface StartOptions {
  log(line: string): void;
  /** Ends the start: it rejects once all is gone again. */
  readonly signal?: AbortSignal;
  /** Of the caller; by default the process's own. */
  readonly variables?: Variables;
}

/** Starts stores and product; resolves once it is ready. Rejects with a `Refusal` where it cannot be. */
export async function startTarget(plan: StartPlan, options: StartOptions): Promise<Target> {
  const variables = options.variables ?? Deno.env.toObject();
  if (plan.port !== null) refuseTakenPort(plan.port);
  const callers = plan.journal === null ? await storesOfCaller(variables) : null;
  options.signal?.throwIfAborted();
  const directory = await Deno.makeTempDir({ prefix: "yundian-bench-" });
  const guard = startGuard({ directory });
  const started: Process[] = [];
  let stopping: Promise<void> | null = null;
  const stop = () => stopping ??= stopAll();
  const onProcess = (process: Process) => {
    started.push(process);
    guard.watch(process.pid);
  };

  async function stopAll(): Promise<void> {
    // The newest first: each leans on those before it.
    for (const one of started.toReversed()) await one.stop();
    await Deno.remove(directory, { recursive: true }).catch(() => {});
    await guard.release();
  }

  try {
    const store = callers ?? await startStore(plan.journal ?? "sqlite", { directory, onProcess });
    options.log("Starting the product");
    const secret = newSecret();
    const eventsSecret = newSecret();
    const { env, settings } = environmentOf(plan, { store, variables });
    const product = startProcess({
      name: "product",
      command: Deno.execPath(),
      args: [...await startArguments(), ...plan.scale === null ? [] : ["--scale", plan.scale]],
      cwd: ROOT,
      detached: true,
      clearEnv: true,
      readyMs: READY_MS,
      stopMs: STOP_MS,
      env: {
        ...env,
        HOST: "127.0.0.1",
        PORT: String(plan.port ?? 0),
        DATA_DIR: `${directory}/data`,
        AUTH_SECRET: secret,
        EVENTS_SECRET: eventsSecret,
      },
    });
    onProcess(product);
    // It has promised nothing yet, so nothing has to be drained.
    const kill = () => product.signal("SIGKILL");
    options.signal?.addEventListener("abort", kill, { once: true });
    const origin = await readyAt(product);
    options.signal?.removeEventListener("abort", kill);
    return {
      origin,
      secret,
      eventsSecret,
      processes: started.map(({ name, pid }) => ({ name, pid })),
      product,
      commit: await commit(),
      durability: await durabilityOf(origin),
      settings,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function environmentOf(
  plan: StartPlan,
  { store, variables }: { readonly store: Store; readonly variables: Variables },
): { readonly env: Record<string, string>; readonly settings: Record<string, string> } {
  const limits: Record<string, string> = { ...RAISED };
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(variables)) {
    if (value === undefined) continue;
    if (name.startsWith("LIMIT_")) limits[name] = value;
    else if (INHERITED.test(name)) env[name] = value;
  }
  const settings = {
    ...limits,
    DEMO: plan.scale === null ? "0" : "1",
    APPROVAL: "off",
    ...plan.env,
  };
  return {
    env: { ...env, ...settings, ...store.env },
    settings: {
      ...settings,
      ...store.settings,
      ...plan.scale === null ? {} : { "--scale": plan.scale },
    },
  };
}

async function readyAt(product: Process): Promise<string> {
  try {
    const [, origin = ""] = await product.waitFor(READY);
    return origin;
  } catch {
    // One that is not ready in time goes on.
    product.signal("SIGKILL");
    const { code, signal } = await product.ended;
    const why = firstLine(product.output()) ?? `it ended with ${signal ?? code}`;
    throw new Refusal(`The product does not start: ${why}`);
  }
}

/** What it said itself of its settings or stores; its log is JSON. */
function firstLine(output: string): string | null {
  const line = output.split("\n").map((one) => one.trim())
    .find((one) => one !== "" && !one.startsWith("{"));
  if (line === undefined) return null;
  return line.length > LINE_CHARACTERS_MAX ? `${line.slice(0, LINE_CHARACTERS_MAX)} …` : line;
}

/** Throws a `Refusal` when something listens there already. */
function refuseTakenPort(port: number): void {
  try {
    Deno.listen({ hostname: "127.0.0.1", port }).close();
  } catch (error) {
    if (error instanceof Deno.errors.AddrInUse) {
      throw new Refusal(
        `Port ${port} is in use: name another with --port, or none to take a free one`,
      );
    }
    if (error instanceof Deno.errors.PermissionDenied) {
      throw new Refusal(`Port ${port} may not be opened by this user: name one from 1024 up`);
    }
    throw error;
  }
}

async function durabilityOf(origin: string): Promise<string> {
  const response = await fetch(`${origin}/readyz`);
  const health: { durability?: unknown } = await response.json();
  return String(health.durability ?? "unknown");
}

/** The command line of the task `start`, so that a run has its permissions. */
async function startArguments(): Promise<string[]> {
  const { tasks } = JSON.parse(await Deno.readTextFile(`${ROOT}deno.json`));
  return String(tasks.start.command).split(" ").slice(1);
}

/** Of this checkout, with a mark if files were changed; null outside a clone. */
export async function commit(): Promise<string | null> {
  const git = async (...args: readonly string[]) => {
    const command = new Deno.Command("git", { args: [...args], cwd: ROOT, stderr: "null" });
    const { success, stdout } = await command.output().catch(() => NOT_RUN);
    return success ? new TextDecoder().decode(stdout).trim() : null;
  };
  const head = await git("rev-parse", "--short=12", "HEAD");
  if (head === null) return null;
  return await git("status", "--porcelain") === "" ? head : `${head}, with changes`;
}

const NOT_RUN = { success: false, stdout: new Uint8Array() };

function newSecret(): string {
  return crypto.randomUUID() + crypto.randomUUID();
}
