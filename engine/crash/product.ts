/** The real product as a process of its own, started as `deno task start` does, for tests. */
import { join } from "@std/path";
import { putCluster } from "../../web/testing/cluster.ts";

const ROOT = join(import.meta.dirname ?? ".", "..", "..");
const READY = /Yundian is ready at (\S+) \(pid (\d+)\)/;
const READY_MS = 60_000;

/** Signs tokens in tests; at least 32 bytes. */
export const TEST_SECRET = "tests-sign-with-this-secret-of-32-bytes-or-more";

export interface ProductOptions {
  readonly dataDir: string;
  /** Added to a bare environment with PORT=0, DEMO=0 and AUTH_SECRET. */
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
}

/** A process that ended. */
export interface Ended {
  readonly code: number;
  readonly signal: Deno.Signal | null;
  /** Both streams in the order of their lines. */
  readonly output: string;
}

/** A running product. */
export interface Product {
  readonly url: string;
  /** The product's own pid, as it printed it. */
  readonly pid: number;
  /** What it has printed so far. */
  output(): string;
  signal(signal: Deno.Signal): void;
  ended: Promise<Ended>;
}

/** The command line of the task `start`, so that its permissions are what tests run under. */
function startArguments(): string[] {
  const { tasks } = JSON.parse(Deno.readTextFileSync(join(ROOT, "deno.json")));
  const command: string = tasks.start.command;
  return command.split(" ").slice(1);
}

/** Starts the product without waiting; for starts that are meant to fail. */
export function spawnProduct(options: ProductOptions): { output(): string; child: Child } {
  const child = new Deno.Command(Deno.execPath(), {
    args: [...startArguments(), ...options.args ?? []],
    cwd: ROOT,
    clearEnv: true,
    env: {
      ...inherited(),
      HOST: "127.0.0.1",
      PORT: "0",
      DEMO: "0",
      DATA_DIR: options.dataDir,
      AUTH_SECRET: TEST_SECRET,
      ...options.env,
    },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  let output = "";
  const listeners: ((output: string) => void)[] = [];
  const collect = async (stream: ReadableStream<Uint8Array<ArrayBuffer>>) => {
    for await (const text of stream.pipeThrough(new TextDecoderStream())) {
      output += text;
      for (const heard of listeners) heard(output);
    }
  };
  const collected = Promise.all([collect(child.stdout), collect(child.stderr)]);
  const ended = child.status.then(async ({ code, signal }) => {
    await collected;
    return { code, signal, output };
  });
  return {
    output: () => output,
    child: { ended, kill: (signal) => child.kill(signal), heard: (run) => listeners.push(run) },
  };
}

interface Child {
  readonly ended: Promise<Ended>;
  kill(signal: Deno.Signal): void;
  heard(run: (output: string) => void): void;
}

/** Starts the product and waits until it says that it is ready. Rejects with what it printed. */
export async function startProduct(options: ProductOptions): Promise<Product> {
  if (options.env?.["DATABASE_URL"] === undefined) await putCluster(options.dataDir);
  const { output, child } = spawnProduct(options);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const ready = new Promise<RegExpExecArray>((resolve, reject) => {
    timer = setTimeout(() => {
      child.kill("SIGKILL");
      reject(new Error(`The product is not ready after ${READY_MS} ms:\n${output()}`));
    }, READY_MS);
    child.heard((text) => {
      const found = READY.exec(text);
      if (found !== null) resolve(found);
    });
    child.ended.then((end) => reject(new Error(`The product ended, ${end.code}:\n${end.output}`)));
  });
  ready.catch(() => {});
  try {
    const [, url = "", pid = ""] = await ready;
    const kill = (signal: Deno.Signal) => Deno.kill(Number(pid), signal);
    return { url, pid: Number(pid), output, signal: kill, ended: child.ended };
  } finally {
    clearTimeout(timer);
  }
}

/** What a process needs to find its caches, without any setting of the product. */
function inherited(): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(Deno.env.toObject())) {
    if (
      /^(PATH|HOME|TMPDIR|TZ|LANG|XDG_.*|DENO_.*|NPM_.*|npm_.*|HTTPS?_PROXY|NO_PROXY|SSL_.*)$/i
        .test(name)
    ) {
      kept[name] = value;
    }
  }
  return kept;
}
