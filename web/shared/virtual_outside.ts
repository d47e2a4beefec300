/** A browser's outside for tests: time moves when told to, and requests are answered by a function. */
import type { Outside } from "./outside.ts";

/** A request as it left the page. */
export interface Sent {
  readonly path: string;
  readonly method: string;
  readonly headers: Headers;
  readonly body: unknown;
  readonly atMs: number;
  readonly signal: AbortSignal | null;
}

export interface VirtualOutside extends Outside {
  readonly sent: readonly Sent[];
  /** Moves time, running what becomes due in its order, and lets promises settle in between. */
  advance(ms: number): Promise<void>;
}

/** Makes an outside whose server is `answer`; throwing there is a lost connection. */
export function virtualOutside(
  answer: (sent: Sent) => Response | Promise<Response>,
  options: { fraction?: number } = {},
): VirtualOutside {
  const sent: Sent[] = [];
  const timers = new Set<{ atMs: number; run: () => void }>();
  let nowMs = 0;
  let ids = 0;
  return {
    sent,
    localMs: () => nowMs,
    fraction: () => options.fraction ?? 0,
    id: () => `key-${++ids}`,
    after: (delayMs, run) => {
      const timer = { atMs: nowMs + Math.max(0, delayMs), run };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    fetch: async (path, init) => {
      const one: Sent = {
        path,
        method: init.method ?? "GET",
        headers: new Headers(init.headers),
        body: typeof init.body === "string" ? JSON.parse(init.body) : null,
        atMs: nowMs,
        signal: init.signal ?? null,
      };
      sent.push(one);
      return await answer(one);
    },
    advance: async (ms) => {
      const endMs = nowMs + ms;
      await settled();
      for (;;) {
        const due = [...timers].filter((timer) => timer.atMs <= endMs)
          .sort((a, b) => a.atMs - b.atMs)[0];
        if (due === undefined) break;
        timers.delete(due);
        nowMs = Math.max(nowMs, due.atMs);
        due.run();
        await settled();
      }
      nowMs = endMs;
    },
  };
}

/** Lets every promise that can settle do so: bodies of responses take a few turns of the loop. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 8; turn++) {
    await new Promise<void>((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => (port1.close(), resolve());
      port2.postMessage(null);
    });
  }
}

/** A JSON answer. */
export function json(value: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return Response.json(value, { status, headers });
}

/** A refusal as the server writes it. */
export function problem(
  code: string,
  status: number,
  more: Record<string, unknown> = {},
): Response {
  return json({ type: "about:blank", title: code, status, detail: code, code, ...more }, status);
}
