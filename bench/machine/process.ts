/** Starts the programs that a run needs and ends exactly those. */
import { familiesOf } from "./family.ts";

/** A running program. */
export interface Process {
  readonly name: string;
  readonly pid: number;
  /** Everything it wrote so far, for error messages. */
  output(): string;
  /** Resolves with the first match in its output; rejects when it ends before. */
  waitFor(pattern: RegExp): Promise<RegExpExecArray>;
  /** Asks it to end, kills it after five seconds, resolves when it is gone. */
  stop(): Promise<void>;
  /** `kill -9` of it and of all that it started; resolves when it is gone. */
  kill(): Promise<void>;
}

/** What to start. `user` is the id of another user, for programs that refuse to run as root. */
export interface ProcessSpec {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly user?: { readonly uid: number; readonly gid: number } | null;
  readonly signal?: Deno.Signal;
}

const KEPT_OUTPUT_CHARACTERS = 65_536;
const STOP_MS = 5_000;
const READY_MS = 60_000;

/** Starts a program. */
export function startProcess(spec: ProcessSpec): Process {
  const child = new Deno.Command(spec.command, {
    args: [...spec.args],
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
    ...(spec.env === undefined ? {} : { env: { ...spec.env } }),
    ...(spec.cwd === undefined ? {} : { cwd: spec.cwd }),
    ...(spec.user ? { uid: spec.user.uid, gid: spec.user.gid } : {}),
  }).spawn();
  const gone = child.status;
  let ended = false;
  gone.then(() => ended = true);
  let output = "";
  const listeners = new Set<() => void>();

  async function collect(stream: ReadableStream<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    for await (const chunk of stream) {
      output = (output + decoder.decode(chunk, { stream: true })).slice(-KEPT_OUTPUT_CHARACTERS);
      for (const listener of listeners) listener();
    }
  }
  const collected = Promise.all([collect(child.stdout), collect(child.stderr)]);

  function waitFor(pattern: RegExp): Promise<RegExpExecArray> {
    return new Promise((resolve, reject) => {
      const failed = (why: string) => {
        done();
        reject(new Error(`${spec.name} ${why}: ${output.slice(-2_000)}`));
      };
      const timer = setTimeout(() => failed(`is not ready after ${READY_MS} ms`), READY_MS);
      const look = () => {
        const match = pattern.exec(output);
        if (match === null) return;
        done();
        resolve(match);
      };
      const done = () => {
        clearTimeout(timer);
        listeners.delete(look);
      };
      listeners.add(look);
      collected.then(() => listeners.has(look) && failed("ended before it was ready"));
      look();
    });
  }

  async function stop(): Promise<void> {
    if (!ended) signalPid(child.pid, spec.signal ?? "SIGTERM");
    const timer = setTimeout(() => !ended && signalPid(child.pid, "SIGKILL"), STOP_MS);
    await gone;
    clearTimeout(timer);
    await collected;
  }

  async function kill(): Promise<void> {
    const pids = ended ? [] : familiesOf([child.pid]).flat();
    for (const pid of pids) signalPid(pid, "SIGKILL");
    await gone;
    await collected;
  }

  return { name: spec.name, pid: child.pid, output: () => output, waitFor, stop, kill };
}

/** It may have ended in between. */
function signalPid(pid: number, name: Deno.Signal): void {
  try {
    Deno.kill(pid, name);
  } catch (error) {
    if (!(error instanceof TypeError) && !(error instanceof Deno.errors.NotFound)) throw error;
  }
}

/** Whether a program can be started here. */
export async function installed(command: string): Promise<boolean> {
  try {
    const args = ["--version"];
    await new Deno.Command(command, { args, stdout: "null", stderr: "null" }).output();
    return true;
  } catch {
    return false;
  }
}

/** Runs a program to its end; rejects with its output when it fails. */
export async function run(spec: ProcessSpec): Promise<string> {
  const result = await new Deno.Command(spec.command, {
    args: [...spec.args],
    stdin: "null",
    ...(spec.env === undefined ? {} : { env: { ...spec.env } }),
    ...(spec.cwd === undefined ? {} : { cwd: spec.cwd }),
    ...(spec.user ? { uid: spec.user.uid, gid: spec.user.gid } : {}),
  }).output();
  const text = new TextDecoder().decode(result.stdout);
  if (result.success) return text;
  throw new Error(`${spec.name} failed: ${text}${new TextDecoder().decode(result.stderr)}`);
}

/** A port that was free a moment ago. */
export function freePort(): number {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  return port;
}
