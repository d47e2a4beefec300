/** One connection of its own with one `GET` of an event stream. */
import { MalformedFrame } from "./board.ts";
import { MalformedAnswer, StreamReader } from "./stream_reader.ts";

/** Where the stream is. */
export interface StreamPlace {
  readonly hostname: string;
  readonly port: number;
  readonly isTls: boolean;
  /** Path with its query. */
  readonly path: string;
}

/** What comes over a connection. */
export interface StreamListener {
  /** The answer is an event stream. */
  opened(): void;
  block(bytes: Uint8Array): void;
}

/** How it ended. `refused`: the answer was no event stream. */
export type StreamEnd =
  | { readonly kind: "refused"; readonly status: number; readonly body: string }
  | { readonly kind: "closed" }
  | { readonly kind: "broken"; readonly reason: Broken };

/** Why a connection ended that nobody closed. */
export type Broken = "connection-refused" | "reset" | "malformed" | "timeout" | "too-many-files";

const BUFFER_BYTES = 2_048;
const encoder = new TextEncoder();

/** The place of a sale's stream. */
export function streamPlace(origin: string, campaign: string): StreamPlace {
  const url = new URL(`/api/v1/campaigns/${campaign}/live`, origin);
  const isTls = url.protocol === "https:";
  return {
    hostname: url.hostname,
    port: Number(url.port) || (isTls ? 443 : 80),
    isTls,
    path: url.pathname,
  };
}

export class StreamConnection {
  readonly #place: StreamPlace;
  #connection: Deno.Conn | null = null;
  #isClosed = false;

  constructor(place: StreamPlace) {
    this.#place = place;
  }

  /** Reads until it ends; `lastEventId` resumes. Resolves also after `close`, with whatever that gives. */
  async read(lastEventId: number | null, listener: StreamListener): Promise<StreamEnd> {
    let end: StreamEnd = { kind: "closed" };
    try {
      const connection = await this.#connect();
      if (connection === null) return end;
      await writeAll(connection, encoder.encode(requestText(this.#place, lastEventId)));
      let status = 0;
      let isOver = false;
      const reader = new StreamReader({
        head(head) {
          status = head.status;
          if (status === 200) listener.opened();
        },
        block: (bytes) => listener.block(bytes),
        body: (body) => end = { kind: "refused", status, body },
        end: () => isOver = true,
      });
      const buffer = new Uint8Array(BUFFER_BYTES);
      while (!isOver) {
        const count = await connection.read(buffer);
        if (count === null) break;
        reader.push(buffer.subarray(0, count));
      }
      reader.closed();
    } catch (error) {
      end = { kind: "broken", reason: reasonOf(error) };
    } finally {
      this.close();
    }
    return end;
  }

  /** Ends it from this side. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    closeQuietly(this.#connection);
  }

  /** Null when it was closed meanwhile. */
  async #connect(): Promise<Deno.Conn | null> {
    const { hostname, port, isTls } = this.#place;
    const connection = isTls
      ? await Deno.connectTls({ hostname, port, alpnProtocols: ["http/1.1"] })
      : await Deno.connect({ hostname, port });
    this.#connection = connection;
    if (!this.#isClosed) return connection;
    closeQuietly(connection);
    return null;
  }
}

function requestText(place: StreamPlace, lastEventId: number | null): string {
  return `GET ${place.path} HTTP/1.1\r\nhost: ${place.hostname}:${place.port}\r\n` +
    "accept: text/event-stream\r\ncache-control: no-store\r\n" +
    (lastEventId === null ? "" : `last-event-id: ${lastEventId}\r\n`) + "\r\n";
}

async function writeAll(connection: Deno.Conn, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) at += await connection.write(bytes.subarray(at));
}

function reasonOf(error: unknown): Broken {
  if (error instanceof MalformedAnswer || error instanceof MalformedFrame) return "malformed";
  if (error instanceof Deno.errors.ConnectionRefused) return "connection-refused";
  if (error instanceof Deno.errors.TimedOut) return "timeout";
  if (!(error instanceof Error)) throw error;
  if ("code" in error && error.code === "EMFILE") return "too-many-files";
  if (error.name in Deno.errors) return "reset";
  throw error;
}

function closeQuietly(connection: Deno.Conn | null): void {
  try {
    connection?.close();
  } catch {
    // The other side was faster.
  }
}
