import { assertEquals, assertRejects } from "@std/assert";
import postgres from "postgres";
import { type Backend, servePglite } from "./pglite_socket.ts";

/** Keeps what it was given and lets a test answer; never a real database, which takes seconds to start. */
class Session implements Backend {
  readonly asked: string[] = [];
  inTransaction = false;

  execProtocolRaw(message: Uint8Array): Promise<Uint8Array> {
    if (message[0] === 0) return Promise.resolve(WELCOME);
    const isPrepared = message[0] === PARSE;
    // The client ends its transactions with a prepared statement.
    const text = isPrepared ? "commit" : new TextDecoder().decode(message.subarray(5, -1));
    this.asked.push(text);
    if (text === "abort") return Promise.reject(new Error("unreachable"));
    if (text.startsWith("begin")) this.inTransaction = true;
    if (/commit|ROLLBACK/.test(text)) this.inTransaction = false;
    const answer = [...isPrepared ? PREPARED : [], ...COMPLETE, ...ready(this.inTransaction)];
    return Promise.resolve(new Uint8Array(answer));
  }

  isInTransaction(): boolean {
    return this.inTransaction;
  }
}

const AUTHENTICATED = [0x52, 0, 0, 0, 8, 0, 0, 0, 0];
const ready = (inTransaction: boolean) => [0x5a, 0, 0, 0, 5, inTransaction ? 0x54 : 0x49];
const WELCOME = new Uint8Array([...AUTHENTICATED, ...ready(false)]);
const COMPLETE = [0x43, 0, 0, 0, 9, ...new TextEncoder().encode("DONE\0")];
const PARSE = 0x50;
/** Parsed, no parameters, no rows, bound. */
const PREPARED = [0x31, 0, 0, 0, 4, 0x74, 0, 0, 0, 6, 0, 0, 0x6e, 0, 0, 0, 4, 0x32, 0, 0, 0, 4];

function serve(failed: (error: unknown) => void = () => {}) {
  const session = new Session();
  const server = servePglite(Promise.resolve(session), { password: "right", port: 0, failed });
  const client = (password: string, max = 1) =>
    postgres(`postgres://u:${password}@127.0.0.1:${server.port}/postgres`, {
      max,
      fetch_types: false,
      connect_timeout: 5,
      onnotice() {},
    });
  return { session, server, client };
}

function typed(type: string, text: string): Uint8Array<ArrayBuffer> {
  const body = new TextEncoder().encode(`${text}\0`);
  const message = new Uint8Array(5 + body.length);
  message[0] = type.charCodeAt(0);
  new DataView(message.buffer).setInt32(1, 4 + body.length);
  message.set(body, 5);
  return message;
}

function startup(user: string): Uint8Array<ArrayBuffer> {
  const body = new TextEncoder().encode(`user\0${user}\0\0`);
  const message = new Uint8Array(8 + body.length);
  const view = new DataView(message.buffer);
  view.setInt32(0, message.length);
  view.setInt32(4, 196_608);
  message.set(body, 8);
  return message;
}

Deno.test("a connection without the password is closed before it is heard", async () => {
  const { session, server, client } = serve();
  const wrong = client("wrong");
  await assertRejects(() => wrong`select 1`.simple());
  assertEquals(session.asked, []);
  await wrong.end({ timeout: 0 });
  server.close();
});

Deno.test("nobody is heard between another's begin and its end", async () => {
  const { session, server, client } = serve();
  const one = client("right");
  const other = client("right");
  let waiting: Promise<unknown> = Promise.resolve();
  await one.begin(async (tx) => {
    waiting = other`other`.simple();
    await tx`first`.simple();
    await tx`second`.simple();
  });
  await waiting;
  assertEquals(session.asked, ["begin ", "first", "second", "commit", "other"]);
  await Promise.all([one.end(), other.end()]);
  server.close();
});

Deno.test("the transaction of a connection that vanishes is undone, and the next is heard", async () => {
  const { session, server, client } = serve();
  const one = await Deno.connect({ hostname: "127.0.0.1", port: server.port });
  const answer = new Uint8Array(1_024);
  for (const message of [startup("u"), typed("p", "right"), typed("Q", "begin")]) {
    await one.write(message);
    await one.read(answer);
  }
  assertEquals(session.inTransaction, true);
  const other = client("right");
  const waiting = other`other`.simple();
  // The client sends a query when it is asked for its result.
  const heard = waiting.then(() => session.inTransaction);
  one.close();
  assertEquals(await heard, false);
  assertEquals(session.asked.at(-1), "other");
  await other.end();
  server.close();
});

Deno.test("a backend that throws is said to have failed, once for all who ask", async () => {
  const failures: unknown[] = [];
  const { server, client } = serve((error) => {
    failures.push(error);
    server.close();
  });
  const sql = client("right", 2);
  await assertRejects(() => sql`abort`.simple());
  assertEquals(failures.length, 1);
  await sql.end({ timeout: 0 });
});
