/**
 * PostgreSQL's wire protocol in front of one PGlite, for several connections.
 *
 * PGlite is one session. A connection therefore keeps it from the first message of an extended query to its `Sync`,
 * and from `BEGIN` to the end of the transaction: nobody's statement, portal or error reaches another.
 */
import { Buffer } from "node:buffer";

/** What is needed of PGlite. */
export interface Backend {
  execProtocolRaw(message: Uint8Array): Promise<Uint8Array>;
  isInTransaction(): boolean;
}

/** A listening server. */
export interface PgliteServer {
  readonly port: number;
  /** Ends every connection; harmless when repeated. */
  close(): void;
}

/** Bytes that one message may have. */
const MESSAGE_BYTES_MAX = 64 * 1_048_576;
/** A connection that holds the session and says nothing for so long is ended, since all others wait for it. */
const SILENT_HOLDER_MS = 30_000;
const STARTUP_BYTES_MAX = 10_000;

const PROTOCOL_3 = 196_608;
const SSL_REQUEST = 80_877_103;
const GSS_REQUEST = 80_877_104;
const SYNC = Uint8Array.of(0x53, 0, 0, 0, 4);
const CLEARTEXT_PASSWORD = Uint8Array.of(0x52, 0, 0, 0, 8, 0, 0, 0, 3);
const NO = Uint8Array.of(0x4e);
const [TERMINATE, QUERY, SYNC_TYPE, FLUSH, PARSE, PASSWORD] = [..."XQSHPp"].map((c) =>
  c.charCodeAt(0)
);

/** What a server needs beside its backend. */
export interface ServeOptions {
  readonly password: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** The backend threw: an error of SQL is an answer, this is the end of it. */
  readonly failed: (error: unknown) => void;
}

/** Listens on this machine only; connections must know the password. They wait while the backend starts. */
export function servePglite(backend: Promise<Backend>, options: ServeOptions): PgliteServer {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: options.port });
  const turns = new Turns(backend, options.failed);
  const connections = new Set<Connection>();
  let isClosed = false;
  (async () => {
    for await (const socket of listener) {
      socket.setNoDelay(true);
      const connection = new Connection(socket, turns, options.password);
      connections.add(connection);
      connection.run().finally(() => connections.delete(connection));
    }
  })();
  return {
    port: listener.addr.port,
    close() {
      if (isClosed) return;
      isClosed = true;
      listener.close();
      for (const connection of connections) connection.end();
    },
  };
}

interface Turn {
  readonly owner: Connection;
  readonly message: Uint8Array;
  readonly resolve: (answer: Uint8Array) => void;
  readonly reject: (error: unknown) => void;
}

/** Who may use the session next. */
class Turns {
  readonly #backend: Promise<Backend>;
  readonly #failed: (error: unknown) => void;
  readonly #queue: Turn[] = [];
  #holder: Connection | null = null;
  #running = false;
  #silence: ReturnType<typeof setTimeout> | undefined;

  constructor(backend: Promise<Backend>, failed: (error: unknown) => void) {
    this.#backend = backend;
    this.#failed = failed;
  }

  ask(owner: Connection, message: Uint8Array): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ owner, message, resolve, reject });
      this.#run();
    });
  }

  /** Frees the session of a connection that is gone: its transaction is undone, its statements are closed. */
  async leave(owner: Connection, statements: Iterable<string>): Promise<void> {
    for (let at = this.#queue.length - 1; at >= 0; at--) {
      if (this.#queue[at]?.owner === owner) this.#queue.splice(at, 1);
    }
    const held = this.#holder === owner;
    const messages = [...statements].map(closeStatement);
    if (held) messages.unshift(SYNC, query("ROLLBACK"));
    if (messages.length === 0) return;
    messages.push(SYNC);
    await this.ask(owner, Buffer.concat(messages)).catch(() => undefined);
    if (this.#holder === owner) this.#holder = null;
    this.#run();
  }

  async #run(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    const backend = await this.#backend.catch(() => null);
    if (backend === null) return;
    for (let turn = this.#next(); turn !== null; turn = this.#next()) {
      clearTimeout(this.#silence);
      try {
        // A copy: the answer lies in the backend's memory, which the next turn writes while this one is sent.
        turn.resolve((await backend.execProtocolRaw(turn.message)).slice());
      } catch (error) {
        turn.reject(error);
        return this.#failed(error);
      }
      this.#holder = backend.isInTransaction() || !endsSequence(turn.message) ? turn.owner : null;
      const { owner } = turn;
      if (this.#holder !== null) {
        this.#silence = setTimeout(() => owner.end(), SILENT_HOLDER_MS);
      }
    }
    this.#running = false;
  }

  #next(): Turn | null {
    if (this.#holder === null) return this.#queue.shift() ?? null;
    const at = this.#queue.findIndex(({ owner }) => owner === this.#holder);
    return at === -1 ? null : this.#queue.splice(at, 1)[0] ?? null;
  }
}

/** One client. */
class Connection {
  readonly #socket: Deno.TcpConn;
  readonly #turns: Turns;
  readonly #password: string;
  readonly #statements = new Set<string>();
  #buffer: Buffer = Buffer.alloc(0);

  constructor(socket: Deno.TcpConn, turns: Turns, password: string) {
    this.#socket = socket;
    this.#turns = turns;
    this.#password = password;
  }

  /** Resolves once the client is gone, whatever the reason. */
  async run(): Promise<void> {
    try {
      const startup = await this.#startup();
      if (startup !== null && await this.#mayEnter()) {
        await this.#send(await this.#turns.ask(this, startup));
        while (await this.#sequence());
      }
    } catch {
      // The client is gone, or broke the protocol.
    }
    this.end();
    await this.#turns.leave(this, this.#statements);
  }

  end(): void {
    try {
      this.#socket.close();
    } catch {
      // It is closed already.
    }
  }

  /** The first message that is a start; offers of encryption are declined. */
  async #startup(): Promise<Uint8Array | null> {
    for (;;) {
      await this.#fill(8);
      const length = this.#buffer.readInt32BE(0);
      const code = this.#buffer.readInt32BE(4);
      if (length < 8 || length > STARTUP_BYTES_MAX) return null;
      await this.#fill(length);
      const message = this.#take(length);
      if (code === PROTOCOL_3) return message;
      if (code !== SSL_REQUEST && code !== GSS_REQUEST) return null;
      await this.#send(NO);
    }
  }

  async #mayEnter(): Promise<boolean> {
    await this.#send(CLEARTEXT_PASSWORD);
    const message = await this.#message();
    if (message[0] === PASSWORD && cstring(message, 5) === this.#password) return true;
    await this.#send(REFUSAL);
    return false;
  }

  /** Runs the messages up to the next point where the client waits; false when it takes its leave. */
  async #sequence(): Promise<boolean> {
    const messages: Buffer[] = [];
    for (;;) {
      const message = await this.#message();
      const type = message[0];
      if (type === TERMINATE) return false;
      if (type === PARSE) {
        const name = cstring(message, 5);
        if (name !== "") this.#statements.add(name);
      }
      messages.push(message);
      if (type === QUERY || type === SYNC_TYPE || type === FLUSH) break;
    }
    const [only] = messages;
    const whole = messages.length === 1 && only !== undefined ? only : Buffer.concat(messages);
    await this.#send(await this.#turns.ask(this, whole));
    return true;
  }

  async #message(): Promise<Buffer> {
    await this.#fill(5);
    const length = this.#buffer.readInt32BE(1);
    if (length < 4 || length > MESSAGE_BYTES_MAX) throw new Error("Cannot read a message");
    await this.#fill(length + 1);
    return this.#take(length + 1);
  }

  /** Reads until so many bytes are there. */
  async #fill(bytes: number): Promise<void> {
    if (this.#buffer.length >= bytes) return;
    const chunks = [this.#buffer];
    let length = this.#buffer.length;
    while (length < bytes) {
      const chunk = new Uint8Array(65_536);
      const read = await this.#socket.read(chunk);
      if (read === null) throw new Error("The client is gone");
      chunks.push(Buffer.from(chunk.buffer, 0, read));
      length += read;
    }
    this.#buffer = Buffer.concat(chunks);
  }

  #take(bytes: number): Buffer {
    const taken = this.#buffer.subarray(0, bytes);
    this.#buffer = this.#buffer.subarray(bytes);
    return taken;
  }

  async #send(bytes: Uint8Array): Promise<void> {
    for (let sent = 0; sent < bytes.length;) {
      sent += await this.#socket.write(sent === 0 ? bytes : bytes.subarray(sent));
    }
  }
}

/** As PostgreSQL says it, so that clients do not try again. */
const REFUSAL = typed(
  "E",
  Buffer.from("SFATAL\0VFATAL\0C28P01\0Mpassword authentication failed\0\0"),
);

/** Whether messages end with one after which the server is ready for another's. */
function endsSequence(message: Uint8Array): boolean {
  // The start of a connection has no type; its first byte is the highest of a small length.
  if (message[0] === 0 || message[0] === QUERY) return true;
  const last = message.length - SYNC.length;
  return last >= 0 && SYNC.every((byte, at) => message[last + at] === byte);
}

function closeStatement(name: string): Uint8Array {
  const body = Buffer.from(`S${name}\0`);
  return typed("C", body);
}

function query(text: string): Uint8Array {
  return typed("Q", Buffer.from(`${text}\0`));
}

function typed(type: string, body: Buffer): Uint8Array {
  const message = Buffer.alloc(5 + body.length);
  message.write(type, 0);
  message.writeInt32BE(4 + body.length, 1);
  body.copy(message, 5);
  return message;
}

function cstring(message: Buffer, from: number): string {
  return message.toString("utf8", from, message.indexOf(0, from));
}
