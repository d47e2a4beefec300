/**
 * Reads an answer of HTTP/1.1 that is an event stream, piece by piece as the socket gives it. Ten thousand of them share
 * one process, so nothing is decoded or copied that is complete within one piece.
 */

/** The status line and headers, names in lower case. */
export interface Head {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
}

/** What a reader tells. Bytes are valid during the call only. */
export interface StreamEvents {
  head(head: Head): void;
  /** A block between two blank lines: an event, or a comment. */
  block(bytes: Uint8Array): void;
  /** The whole body of an answer that is no event stream. */
  body(text: string): void;
  /** The answer is complete. */
  end(): void;
}

/** An answer that is not HTTP, or longer than anything that is expected. */
export class MalformedAnswer extends Error {}

type State = "head" | "size" | "data" | "after-data" | "trailer" | "length" | "close" | "ended";

const LF = 10;
const CR = 13;
const PENDING_BYTES_MAX = 1 << 20;
const NOTHING = new Uint8Array(0);
const decoder = new TextDecoder();

export class StreamReader {
  readonly #events: StreamEvents;
  #state: State = "head";
  /** What of a head, a size or a trailer has come. */
  #line = NOTHING;
  /** Bytes of a chunk, or of a body with a length, that are still to come. */
  #left = 0;
  #isStream = false;
  /** A block, or a body, of which the end is missing. */
  #pending = NOTHING;

  constructor(events: StreamEvents) {
    this.#events = events;
  }

  /** Takes what the socket gave. Throws `MalformedAnswer`. */
  push(bytes: Uint8Array): void {
    let at = 0;
    while (at < bytes.length) at = this.#step(bytes, at);
  }

  /** The connection was closed; right only where the answer had no other end. */
  closed(): void {
    if (this.#state === "close") this.#finish();
  }

  #step(bytes: Uint8Array, at: number): number {
    switch (this.#state) {
      case "head":
        return this.#readHead(bytes, at);
      case "size":
      case "trailer":
        return this.#readLine(bytes, at);
      case "data":
      case "length": {
        const end = Math.min(bytes.length, at + this.#left);
        this.#content(bytes.subarray(at, end));
        this.#left -= end - at;
        if (this.#left === 0) this.#contentEnded();
        return end;
      }
      case "after-data":
        // CR and LF follow the bytes of a chunk.
        if (bytes[at] === LF) this.#state = "size";
        else if (bytes[at] !== CR) throw new MalformedAnswer("A chunk is longer than it says");
        return at + 1;
      case "close":
        this.#content(bytes.subarray(at));
        return bytes.length;
      case "ended":
        throw new MalformedAnswer("Bytes follow the end of an answer");
    }
  }

  #readHead(bytes: Uint8Array, at: number): number {
    const before = this.#line.length;
    this.#line = joined(this.#line, bytes.subarray(at));
    const end = endOfHead(this.#line);
    if (end === -1) return bytes.length;
    const head = parseHead(decoder.decode(this.#line.subarray(0, end)));
    this.#line = NOTHING;
    this.#isStream = (head.headers.get("content-type") ?? "").startsWith("text/event-stream");
    this.#left = Number(head.headers.get("content-length") ?? 0);
    this.#state = (head.headers.get("transfer-encoding") ?? "").includes("chunked")
      ? "size"
      : head.headers.has("content-length")
      ? "length"
      : "close";
    this.#events.head(head);
    if (this.#state === "length" && this.#left === 0) this.#finish();
    return at + end - before;
  }

  #readLine(bytes: Uint8Array, at: number): number {
    const end = bytes.indexOf(LF, at);
    if (end === -1) {
      this.#line = joined(this.#line, bytes.subarray(at));
      return bytes.length;
    }
    const rest = bytes.subarray(at, end);
    const line = decoder.decode(this.#line.length === 0 ? rest : joined(this.#line, rest)).trim();
    this.#line = NOTHING;
    if (this.#state === "trailer") {
      if (line === "") this.#finish();
      return end + 1;
    }
    const size = /^[0-9a-f]{1,7}(;|$)/i.test(line) ? parseInt(line, 16) : NaN;
    if (Number.isNaN(size)) throw new MalformedAnswer(`"${line.slice(0, 40)}" is no chunk's size`);
    this.#left = size;
    this.#state = size === 0 ? "trailer" : "data";
    return end + 1;
  }

  #contentEnded(): void {
    if (this.#state === "data") this.#state = "after-data";
    else this.#finish();
  }

  #finish(): void {
    this.#state = "ended";
    if (!this.#isStream) this.#events.body(decoder.decode(this.#pending));
    this.#pending = NOTHING;
    this.#events.end();
  }

  #content(bytes: Uint8Array): void {
    if (!this.#isStream) {
      this.#pending = joined(this.#pending, bytes);
      return;
    }
    const all = this.#pending.length === 0 ? bytes : joined(this.#pending, bytes);
    let start = 0;
    for (let end = blankLine(all, 0); end !== -1; end = blankLine(all, start)) {
      if (end > start) this.#events.block(all.subarray(start, end));
      start = end + 2;
    }
    this.#pending = start === all.length ? NOTHING : all.slice(start);
  }
}

/** An event, its fields joined as the standard says; `id` and `event` are null where absent. */
export interface ServerEvent {
  readonly id: string | null;
  readonly event: string | null;
  readonly data: string;
}

/** Parses a block; null for one of comments only. */
export function parseEvent(block: Uint8Array): ServerEvent | null {
  let id: string | null = null;
  let event: string | null = null;
  const data: string[] = [];
  for (const line of decoder.decode(block).split("\n")) {
    const colon = line.indexOf(":");
    const name = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? "" : line.slice(colon + (line[colon + 1] === " " ? 2 : 1));
    if (name === "id") id = value;
    else if (name === "event") event = value;
    else if (name === "data") data.push(value);
  }
  return data.length === 0 && id === null ? null : { id, event, data: data.join("\n") };
}

/** The number behind `id: ` at the start of a block, without decoding the rest; -1 where there is none. */
export function leadingId(block: Uint8Array): number {
  // "id: "
  if (block[0] !== 105 || block[1] !== 100 || block[2] !== 58 || block[3] !== 32) return -1;
  let id = -1;
  for (let at = 4; at < block.length; at++) {
    const digit = (block[at] ?? 0) - 48;
    if (digit < 0 || digit > 9) break;
    id = Math.max(0, id) * 10 + digit;
  }
  return id;
}

function parseHead(text: string): Head {
  const [first = "", ...lines] = text.split("\r\n");
  const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(first)?.[1]);
  if (!(status > 0)) throw new MalformedAnswer(`"${first.slice(0, 40)}" is no status line`);
  const headers = new Map(lines.map((line) => {
    const colon = line.indexOf(":");
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const;
  }));
  return { status, headers };
}

/** Behind the blank line; -1 while it has not come. */
function endOfHead(bytes: Uint8Array): number {
  for (let at = bytes.indexOf(LF); at !== -1; at = bytes.indexOf(LF, at + 1)) {
    if (bytes[at - 1] === CR && bytes[at - 2] === LF && bytes[at - 3] === CR) return at + 1;
  }
  return -1;
}

/** The first of two line feeds in a row. */
function blankLine(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(LF, from); at !== -1; at = bytes.indexOf(LF, at + 1)) {
    if (bytes[at + 1] === LF) return at;
  }
  return -1;
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array<ArrayBuffer> {
  if (one.length + other.length > PENDING_BYTES_MAX) {
    throw new MalformedAnswer("More bytes than expected without an end");
  }
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}
