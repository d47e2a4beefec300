/** The process of the client, from the side of whoever started it. */
import { FINISH, messageOf, type SseMessage, type SseResult, type SseTask } from "./messages.ts";

const MAIN = new URL("../sse_main.ts", import.meta.url).pathname;
const KEPT_CHARACTERS = 4_000;

/** A client that runs. */
export interface ClientProcess {
  readonly pid: number;
  /** What it found; a sentence where it broke off without a word. */
  readonly ended: Promise<SseResult | { readonly broke: string }>;
  /** No more load; everyone sees the end, then the result comes. */
  finish(): void;
  /** Ends it at once, with what there is so far. */
  stop(): void;
}

/** Starts it. The secret is not among its arguments, which others on the machine may read. */
export function startClient(
  task: SseTask,
  by: {
    readonly secret: string;
    onMessage(message: Exclude<SseMessage, { kind: "RESULT" }>): void;
  },
): ClientProcess {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", "-A", MAIN, JSON.stringify(task)],
    env: { AUTH_SECRET: by.secret },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
    // The terminal's Ctrl-C is for whoever started us.
    detached: true,
  }).spawn();
  const input = child.stdin.getWriter();
  let result: SseResult | null = null;
  let said = "";

  async function read(): Promise<void> {
    for await (const line of linesOf(child.stdout)) {
      const message = messageOf(line);
      if (message === null) said = `${said}${line}\n`.slice(-KEPT_CHARACTERS);
      else if (message.kind === "RESULT") result = message.result;
      else by.onMessage(message);
    }
  }

  async function readErrors(): Promise<void> {
    for await (const line of linesOf(child.stderr)) {
      said = `${said}${line}\n`.slice(-KEPT_CHARACTERS);
    }
  }

  async function ended(): Promise<SseResult | { readonly broke: string }> {
    const [status] = await Promise.all([child.status, read(), readErrors()]);
    await input.close().catch(() => {});
    if (result !== null) return result;
    const broke = `The client of event streams broke off with ${status.signal ?? status.code}`;
    return { broke: said.trim() === "" ? broke : `${broke}: ${said.trim()}` };
  }

  return {
    pid: child.pid,
    ended: ended(),
    finish: () => void input.write(new TextEncoder().encode(FINISH)).catch(() => {}),
    stop() {
      try {
        child.kill("SIGTERM");
      } catch {
        // It has ended by itself.
      }
    },
  };
}

async function* linesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const bytes of stream) {
    const lines = (rest + decoder.decode(bytes, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
  if (rest !== "") yield rest;
}
