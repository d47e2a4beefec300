/** The HTTP stack that every peer shares: Hono, a token check, one route. */
import { Hono } from "hono";
import { freePort, startProcess } from "../machine/process.ts";
import { type Part, startPart } from "./part.ts";
import type { Answer, RunOptions } from "./peer.ts";

/** Path of the one route. */
export const GRAB_PATH = "/api/v1/campaigns/bench/grabs";
/** The same for every peer, and enough for any that looks at it. */
export const CAMPAIGN = "bench";

/** What a server process of a peer reads from its environment. */
export interface ServerOptions {
  readonly secret: string;
  readonly answer: Answer;
  readonly units: number;
  /** URL of the store behind it, empty for none. */
  readonly store: string;
}

type Grab = (customer: string) => Response | Promise<Response>;

/** Starts a file of this folder as a server process of its own. */
export async function startServer(
  file: string,
  options: RunOptions,
  store = "",
): Promise<{ part: Part; origin: string }> {
  const server: ServerOptions = {
    secret: options.secret,
    answer: options.answer,
    units: options.units,
    store,
  };
  const port = freePort();
  const part = await startProgram({
    file,
    role: "server",
    env: { BENCH_SERVER: JSON.stringify(server), PORT: String(port) },
    ready: /serving/,
    watch: options.watch,
  });
  return { part, origin: `http://127.0.0.1:${port}` };
}

/** Starts a file of this folder as a process of its own. */
export function startProgram(
  spec: {
    readonly file: string;
    readonly role: "server" | "consumer";
    readonly env: Readonly<Record<string, string>>;
    /** What it prints once it works. */
    readonly ready: RegExp;
    readonly watch: ((pid: number) => void) | undefined;
  },
): Promise<Part> {
  const { file, role, env, ready, watch } = spec;
  const permissions = ["--allow-net", "--allow-env", "--allow-read", "--allow-sys"];
  const launch = async () => {
    const process = startProcess({
      name: role,
      command: Deno.execPath(),
      args: ["run", "--no-prompt", ...permissions, file],
      env,
      detached: true,
    });
    try {
      await process.waitFor(ready);
    } catch (error) {
      await process.stop();
      throw error;
    }
    return process;
  };
  return startPart({ name: role, role, launch, watch });
}

/** Options of this process, from its environment. */
export function serverOptions(): ServerOptions {
  const text = Deno.env.get("BENCH_SERVER");
  if (text === undefined) throw new Error("Cannot serve: BENCH_SERVER is not set");
  return JSON.parse(text);
}

/** Serves the route; `customerOf` checks the `Authorization` header and names the customer. */
export function serveGrabs(customerOf: (header: string | null) => string | null, grab: Grab): void {
  const app = new Hono();
  app.post("/api/v1/campaigns/:id/grabs", (context) => {
    const customer = customerOf(context.req.raw.headers.get("authorization"));
    return customer === null ? new Response(null, { status: 401 }) : grab(customer);
  });
  Deno.serve({
    hostname: "127.0.0.1",
    port: Number(Deno.env.get("PORT")),
    onListen: () => console.log("serving"),
  }, app.fetch);
}

/** Makes 201 answers of one size, each with its own reservation id of `idCharacters`. */
export function answers(
  answer: Answer,
): { idCharacters: number; sold(id: string): Response; refused: () => Response } {
  const { id } = JSON.parse(answer.body).reservation;
  const [before, after] = answer.body.split(`"${id}"`);
  const sold = { status: 201, headers: { ...answer.headers } };
  const refused = { status: 409, headers: { ...answer.headers } };
  return {
    idCharacters: id.length,
    sold: (own) => new Response(`${before}"${own}"${after}`, sold),
    refused: () => new Response(REFUSAL, refused),
  };
}

const REFUSAL = JSON.stringify({ title: "已售罄", status: 409, code: "sold-out" });
