/**
 * Upstash's REST protocol in front of a Redis of one's own: for tests of the HTTP driver and for development.
 *
 *     deno run --allow-net --allow-env engine/journal/upstash_gateway.ts \
 *       --redis redis://127.0.0.1:6379 --port 8079 --token secret
 */
import { Buffer } from "node:buffer";
import { timingSafeEqual } from "node:crypto";
import { parseArgs } from "node:util";
import { Redis } from "ioredis";

/** Where the gateway listens and what it serves. */
export interface GatewayOptions {
  /** Redis behind it, as `redis://host:port`. */
  readonly redis: string;
  /** Bearer token that callers must know. */
  readonly token: string;
  /** 0: any free port. */
  readonly port?: number;
}

/** A running gateway. */
export interface Gateway extends AsyncDisposable {
  readonly url: string;
}

/** A command: its name and arguments. */
type Command = readonly [string, ...(string | number)[]];

/** Reply or error of one command, as the protocol writes it. */
type Outcome = { readonly result: unknown } | { readonly error: string };

/** Starts a gateway on the loopback interface. */
export function startGateway(options: GatewayOptions): Gateway {
  const redis = new Redis(options.redis, {
    protocol: 2,
    enableOfflineQueue: true,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 1,
  });
  // Every call that meets the error answers with it.
  redis.on("error", () => undefined);
  const server = Deno.serve({
    hostname: "127.0.0.1",
    port: options.port ?? 0,
    onListen: () => undefined,
  }, (request) => answer(request, { redis, token: options.token }));
  return {
    url: `http://127.0.0.1:${server.addr.port}`,
    async [Symbol.asyncDispose]() {
      redis.disconnect();
      await server.shutdown();
    },
  };
}

async function answer(
  request: Request,
  { redis, token }: { readonly redis: Redis; readonly token: string },
): Promise<Response> {
  if (!isAuthorized(request, token)) return problem(401, "Unauthorized");
  if (request.method !== "POST") return problem(405, "ERR only POST is served");
  const encode = request.headers.get("upstash-encoding") === "base64" ? toBase64 : toText;
  const body = await readJson(request);
  switch (new URL(request.url).pathname) {
    case "/": {
      if (!isCommand(body)) return problem(400, "ERR the body must be a command");
      const outcome = await run(redis, body, encode);
      return Response.json(outcome, { status: "error" in outcome ? 400 : 200 });
    }
    case "/pipeline":
      if (!isCommands(body)) return problem(400, "ERR the body must be a list of commands");
      return Response.json(await Promise.all(body.map((command) => run(redis, command, encode))));
    case "/multi-exec":
      if (!isCommands(body)) return problem(400, "ERR the body must be a list of commands");
      return await transact(redis, body, encode);
    default:
      return problem(404, "ERR no such endpoint");
  }
}

async function run(redis: Redis, command: Command, encode: Encode): Promise<Outcome> {
  const [name, ...args] = command;
  try {
    return { result: encode(await redis.callBuffer(name, ...args)) };
  } catch (error) {
    return { error: textOf(error) };
  }
}

async function transact(
  redis: Redis,
  commands: readonly Command[],
  encode: Encode,
): Promise<Response> {
  const transaction = redis.multi();
  for (const [name, ...args] of commands) transaction.callBuffer(name, ...args);
  try {
    const results = await transaction.exec() ?? [];
    return Response.json(
      results.map(([error, result]): Outcome =>
        error === null ? { result: encode(result) } : { error: textOf(error) }
      ),
    );
  } catch (error) {
    return problem(400, textOf(error));
  }
}

type Encode = (reply: unknown) => unknown;

function toText(reply: unknown): unknown {
  if (Array.isArray(reply)) return reply.map(toText);
  if (reply instanceof Error) return reply.message;
  return Buffer.isBuffer(reply) ? reply.toString() : reply;
}

/** Everything but numbers, null and the status OK is encoded. */
function toBase64(reply: unknown): unknown {
  if (Array.isArray(reply)) return reply.map(toBase64);
  const text = toText(reply);
  if (typeof text !== "string" || text === "OK") return text;
  return Buffer.isBuffer(reply) ? reply.toString("base64") : Buffer.from(text).toString("base64");
}

function isAuthorized(request: Request, token: string): boolean {
  const given = Buffer.from(request.headers.get("authorization") ?? "");
  const expected = Buffer.from(`Bearer ${token}`);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

async function readJson(request: Request): Promise<unknown> {
  try {
    return await request.json();
  } catch {
    return null;
  }
}

function isCommand(body: unknown): body is Command {
  return Array.isArray(body) && typeof body[0] === "string" &&
    body.every((cell) => typeof cell === "string" || typeof cell === "number");
}

function isCommands(body: unknown): body is readonly Command[] {
  return Array.isArray(body) && body.length > 0 && body.every(isCommand);
}

function problem(status: number, error: string): Response {
  return Response.json({ error }, { status });
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

if (import.meta.main) {
  const { redis, port, token } = parseArgs({
    args: Deno.args,
    options: { redis: { type: "string" }, port: { type: "string" }, token: { type: "string" } },
  }).values;
  if (!redis || !token || !/^\d+$/.test(port ?? "")) {
    console.error("Usage: upstash_gateway.ts --redis redis://host:port --port 8079 --token secret");
    Deno.exit(2);
  }
  console.log(`Upstash REST at ${startGateway({ redis, token, port: Number(port) }).url}`);
}
