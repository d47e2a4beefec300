/** The port: bound before any store opens, so that a second start is told at once. */

import type { Log, Scheduler } from "../../engine/mod.ts";

/** What answers requests once everything is open. */
export type Handler = (
  request: Request,
  info: Deno.ServeHandlerInfo<Deno.NetAddr>,
) => Response | Promise<Response>;

/** A bound port that answers 503 until a handler is admitted. */
export interface Door {
  readonly url: string;
  admit(handler: Handler): void;
  /** Takes no new connection and waits for the requests in flight. */
  close(): Promise<void>;
}

export type Opened =
  | { readonly kind: "ok"; readonly door: Door }
  | { readonly kind: "failed"; readonly message: string };

export interface DoorOptions {
  readonly host: string;
  readonly port: number;
  readonly log: Log;
  readonly scheduler: Scheduler;
}

/** An accept that failed, as when all files of the process are open, is tried again so much later. */
const AGAIN_MS = 200;

/**
 * Binds the port. Deno stops listening for good when it cannot accept one connection: then the port is bound again,
 * while those who are connected are served on.
 */
export function openDoor(options: DoorOptions): Opened {
  const { host, log, scheduler } = options;
  const servers: Deno.HttpServer<Deno.NetAddr>[] = [];
  let handler: Handler = starting;
  let closed = false;

  function listen(port: number): Deno.HttpServer<Deno.NetAddr> {
    const server = Deno.serve(
      { hostname: host, port, onListen() {} },
      (request, info) => handler(request, info),
    );
    servers.push(server);
    server.finished.catch((error) => {
      log.error("Cannot take connections", { error: String(error), againMs: AGAIN_MS });
      again(server.addr.port);
    });
    return server;
  }

  function again(port: number): void {
    scheduler.after(AGAIN_MS, () => {
      if (closed) return;
      try {
        listen(port);
        log.info("Takes connections again", { port });
      } catch {
        again(port);
      }
    });
  }

  try {
    const { addr } = listen(options.port);
    const door: Door = {
      url: `http://${reachable(host)}:${addr.port}`,
      admit(next) {
        handler = next;
      },
      async close() {
        closed = true;
        await Promise.all(servers.map((server) => server.shutdown()));
      },
    };
    return { kind: "ok", door };
  } catch (error) {
    return {
      kind: "failed",
      message: `Cannot start: cannot listen on ${host}:${options.port}: ${reason(error)}`,
    };
  }
}

/** A host that a browser on this machine can open. */
function reachable(host: string): string {
  if (host === "0.0.0.0" || host === "::") return "localhost";
  return host.includes(":") ? `[${host}]` : host;
}

function reason(error: unknown): string {
  if (error instanceof Deno.errors.AddrInUse) return "the port is in use, set PORT to another";
  return error instanceof Error ? error.message : String(error);
}

function starting(): Response {
  const problem = {
    type: "about:blank",
    title: "Starting",
    status: 503,
    detail: "The service is starting, please try again.",
    code: "overloaded",
    retryAfterMs: 1_000,
  };
  return Response.json(problem, {
    status: 503,
    headers: { "content-type": "application/problem+json", "retry-after": "1" },
  });
}
