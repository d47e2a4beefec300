/**
 * A closed loop of requests over kept connections: exactly so many, each answer looked at. Raw HTTP/1.1, since `fetch`
 * would take more of the shared cores than the product does.
 */

/** One request. */
export interface Request {
  readonly method: "GET" | "POST";
  readonly path: string;
  /** Of a bearer; null: anyone. */
  readonly token: string | null;
  readonly body?: string;
}

/** One answer. */
export interface Answer {
  readonly status: number;
  readonly text: string;
}

/** What is asked. */
export interface Work {
  readonly count: number;
  readonly inFlight: number;
  request(index: number): Request;
  /** Throws for an answer that is not right. */
  answered(answer: Answer, index: number): void;
}

const BUFFER_BYTES = 65_536;
const LF = 10;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

export class Caller {
  readonly #hostname: string;
  readonly #port: number;
  readonly #idle: Line[] = [];

  constructor(origin: string) {
    const url = new URL(origin);
    this.#hostname = url.hostname;
    this.#port = Number(url.port);
  }

  /** Asks and waits for all answers. Rejects at the first that is not right. */
  async run(work: Work): Promise<void> {
    let next = 0;
    const one = async () => {
      const line = this.#idle.pop() ?? await this.#open();
      while (next < work.count) {
        const index = next++;
        work.answered(await line.ask(work.request(index)), index);
      }
      this.#idle.push(line);
    };
    await Promise.all(Array.from({ length: Math.min(work.inFlight, work.count) }, one));
  }

  close(): void {
    for (const line of this.#idle.splice(0)) line.close();
  }

  async #open(): Promise<Line> {
    const address = { hostname: this.#hostname, port: this.#port };
    return new Line(await Deno.connect(address), `${address.hostname}:${address.port}`);
  }
}

/** One kept connection, one request at a time. */
class Line {
  readonly #connection: Deno.Conn;
  readonly #host: string;
  #buffer = new Uint8Array(BUFFER_BYTES);
  #filled = 0;

  constructor(connection: Deno.Conn, host: string) {
    this.#connection = connection;
    this.#host = host;
  }

  async ask(request: Request): Promise<Answer> {
    const bytes = encoder.encode(textOf(request, this.#host));
    for (let at = 0; at < bytes.length;) at += await this.#connection.write(bytes.subarray(at));
    this.#filled = 0;
    for (;;) {
      await this.#more();
      const answer = parseAnswer(this.#buffer.subarray(0, this.#filled));
      if (answer !== null) return answer;
    }
  }

  close(): void {
    this.#connection.close();
  }

  async #more(): Promise<void> {
    if (this.#filled === this.#buffer.length) {
      const larger = new Uint8Array(this.#buffer.length * 2);
      larger.set(this.#buffer);
      this.#buffer = larger;
    }
    const count = await this.#connection.read(this.#buffer.subarray(this.#filled));
    if (count === null) throw new Error("The product closed a connection before it answered");
    this.#filled += count;
  }
}

function textOf({ method, path, token, body }: Request, host: string): string {
  return `${method} ${path} HTTP/1.1\r\nhost: ${host}\r\naccept-language: en\r\n` +
    (token === null ? "" : `authorization: Bearer ${token}\r\n`) +
    (body === undefined
      ? (method === "POST" ? "content-length: 0\r\n" : "")
      : `content-type: application/json\r\ncontent-length: ${encoder.encode(body).length}\r\n`) +
    `\r\n${body ?? ""}`;
}

/** A whole answer with its length in a header or in chunks; null while some of it is missing. */
export function parseAnswer(bytes: Uint8Array): Answer | null {
  const headEnd = endOfHead(bytes);
  if (headEnd === -1) return null;
  const head = decoder.decode(bytes.subarray(0, headEnd)).toLowerCase();
  const status = Number(head.slice(9, 12));
  const length = /\r\ncontent-length: *(\d+)/.exec(head)?.[1];
  if (length !== undefined) {
    const end = headEnd + Number(length);
    return bytes.length < end
      ? null
      : { status, text: decoder.decode(bytes.subarray(headEnd, end)) };
  }
  if (!head.includes("\r\ntransfer-encoding: chunked")) return { status, text: "" };
  const text = chunksOf(bytes, headEnd);
  return text === null ? null : { status, text };
}

function chunksOf(bytes: Uint8Array, from: number): string | null {
  const parts: string[] = [];
  const whole = new TextDecoder();
  for (let at = from;;) {
    const line = bytes.indexOf(LF, at);
    if (line === -1) return null;
    const size = parseInt(decoder.decode(bytes.subarray(at, line)), 16);
    const end = line + 1 + size;
    if (bytes.length < end + 2) return null;
    if (size === 0) return parts.join("");
    parts.push(whole.decode(bytes.subarray(line + 1, end), { stream: true }));
    at = end + 2;
  }
}

/** Behind the blank line; -1 while it has not come. */
function endOfHead(bytes: Uint8Array): number {
  for (let at = bytes.indexOf(LF); at !== -1; at = bytes.indexOf(LF, at + 1)) {
    if (bytes[at - 2] === LF) return at + 1;
  }
  return -1;
}
