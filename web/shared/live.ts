/**
 * The event stream of one campaign. It is read with `fetch`, not `EventSource`: that one gives up for good on a
 * 503, cannot honour `Retry-After`, and forgets the last event id when it is opened anew.
 */
import { backoffMs } from "./client.ts";
import { type Outside, pause } from "./outside.ts";

/** An event of a stream. */
export interface StreamEvent {
  readonly event: string;
  readonly id: string;
  readonly data: string;
}

export interface FollowOptions {
  readonly path: string;
  readonly outside: Outside;
  /** Where to resume. */
  readonly lastEventId: string;
  onEvent(event: StreamEvent): void;
  /** True while the stream is connected. */
  onLink(connected: boolean): void;
}

/** Longer than two heartbeats of the server: by then the connection is dead though nobody said so. */
const SILENCE_MAX_MS = 45_000;

/** Follows the stream until stopped, resuming after every break. Returns how to stop. */
export function follow(options: FollowOptions): () => void {
  const stopping = new AbortController();
  void run(options, stopping.signal);
  return () => stopping.abort();
}

async function run(options: FollowOptions, signal: AbortSignal): Promise<void> {
  const { outside } = options;
  let lastEventId = options.lastEventId;
  for (let attempt = 1; !signal.aborted; attempt++) {
    const { connected, retryAfterMs } = await connect(options, {
      lastEventId,
      signal,
      onEvent: (event) => {
        if (event.id !== "") lastEventId = event.id;
        options.onEvent(event);
      },
    });
    if (signal.aborted) return;
    options.onLink(false);
    if (connected) attempt = 1;
    await pause(
      outside,
      backoffMs({ attempt, retryAfterMs, fraction: outside.fraction() }),
      signal,
    );
  }
}

async function connect(
  options: FollowOptions,
  one: { lastEventId: string; signal: AbortSignal; onEvent: (event: StreamEvent) => void },
): Promise<{ connected: boolean; retryAfterMs: number }> {
  const { outside } = options;
  const connection = new AbortController();
  const close = () => connection.abort();
  one.signal.addEventListener("abort", close, { once: true });
  // A connection may stay open for minutes after its network is gone.
  const hear = outside.whenOffline?.(close);
  let watchdog = outside.after(SILENCE_MAX_MS, close);
  let connected = false;
  try {
    const response = await outside.fetch(options.path, {
      headers: {
        "Accept": "text/event-stream",
        ...(one.lastEventId === "" ? {} : { "Last-Event-ID": one.lastEventId }),
      },
      cache: "no-store",
      signal: connection.signal,
    });
    if (!response.ok || response.body === null) {
      await response.body?.cancel();
      return {
        connected: false,
        retryAfterMs: 1000 * (Number(response.headers.get("Retry-After")) || 0),
      };
    }
    connected = true;
    options.onLink(true);
    const parse = createStreamParser(one.onEvent);
    const decoder = new TextDecoder();
    const reader = response.body.getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      watchdog();
      watchdog = outside.after(SILENCE_MAX_MS, close);
      parse(decoder.decode(part.value, { stream: true }));
    }
  } catch {
    // A broken connection is the normal end of a stream: resume.
  } finally {
    watchdog();
    hear?.();
    one.signal.removeEventListener("abort", close);
  }
  return { connected, retryAfterMs: 0 };
}

/** Reads the format of `text/event-stream` from parts that may be cut anywhere. */
export function createStreamParser(onEvent: (event: StreamEvent) => void): (part: string) => void {
  let rest = "";
  let id = "";
  let event = "";
  let data: string[] = [];
  return (part) => {
    const lines = (rest + part).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? "";
    for (const line of lines) {
      if (line === "") {
        if (data.length > 0) onEvent({ event: event || "message", id, data: data.join("\n") });
        event = "";
        data = [];
        continue;
      }
      const colon = line.indexOf(":");
      const field = colon === -1 ? line : line.slice(0, colon);
      const value = colon === -1 ? "" : line.slice(colon + 1).replace(/^ /, "");
      if (field === "data") data.push(value);
      else if (field === "event") event = value;
      else if (field === "id") id = value;
    }
  };
}
