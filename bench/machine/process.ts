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
  /** Resolves when it has ended, whyever. */
  readonly ended: Promise<Ended>;
  /** To the program, and to all that it started where it is detached; nothing where it has ended. */
  signal(name: Deno.Signal): void;
  /** Asks it to end, kills it after `stopMs`, resolves when it is gone. */
  stop(): Promise<void>;
  /** `kill -9` of it and of all that it started; resolves when it is gone. */
  kill(): Promise<void>;
}

/** How a program ended. */
export interface Ended {
  readonly code: number;
  readonly signal: Deno.Signal | null;
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
  /** In a process group of its own: the terminal's Ctrl-C does not reach it, and `signal` reaches its children. */
  readonly detached?: boolean;
  /** How long it may take to be ready, ms. */
  readonly readyMs?: number;
  /** How long it may take to end before it is killed, ms. */
  readonly stopMs?: number;
  /** Without any variable but those of `env`. */
  readonly clearEnv?: boolean;
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
    detached: spec.detached ?? false,
    clearEnv: spec.clearEnv ?? false,
    ...(spec.env === undefined ? {} : { env: { ...spec.env } }),
    ...(spec.cwd === undefined ? {} : { cwd: spec.cwd }),
    ...(spec.user ? { uid: spec.user.uid, gid: spec.user.gid } : {}),
  }).spawn();
  const ended = child.status.then(({ code, signal }): Ended => ({ code, signal }));
  let hasEnded = false;
  ended.then(() => hasEnded = true);
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
    const readyMs = spec.readyMs ?? READY_MS;
    return new Promise((resolve, reject) => {
      const failed = (why: string) => {
        done();
        reject(new Error(`${spec.name} ${why}: ${output.slice(-2_000)}`));
      };
      const timer = setTimeout(() => failed(`is not ready after ${readyMs} ms`), readyMs);
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

  function signal(name: Deno.Signal): void {
    if (!hasEnded) signalPid(spec.detached ? -child.pid : child.pid, name);
  }

  async function stop(): Promise<void> {
    signal(spec.signal ?? "SIGTERM");
    const timer = setTimeout(() => signal("SIGKILL"), spec.stopMs ?? STOP_MS);
    await ended;
    clearTimeout(timer);
    await collected;
  }

  async function kill(): Promise<void> {
    const pids = hasEnded ? [] : familiesOf([child.pid]).flat();
    for (const pid of pids) signalPid(pid, "SIGKILL");
    await ended;
    await collected;
  }

  const { pid } = child;
  return { name: spec.name, pid, output: () => output, waitFor, ended, signal, stop, kill };
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

/** Runs a program to its end, or until `abort`; rejects with its output when it fails. */
export async function run(spec: ProcessSpec & { readonly abort?: AbortSignal }): Promise<string> {
  const result = await new Deno.Command(spec.command, {
    args: [...spec.args],
    stdin: "null",
    ...(spec.abort === undefined ? {} : { signal: spec.abort }),
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
