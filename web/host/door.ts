/** The port: bound before any store opens, so that a second start is told at once. */

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

/** Binds the port. */
export function openDoor(options: { readonly host: string; readonly port: number }): Opened {
  const { host, port } = options;
  let handler: Handler = starting;
  try {
    const listen = { hostname: host, port, onListen() {} };
    const server = Deno.serve(listen, (request, info) => handler(request, info));
    const name = reachable(host);
    const door: Door = {
      url: `http://${name}:${server.addr.port}`,
      admit(next) {
        handler = next;
      },
      close: () => server.shutdown(),
    };
    return { kind: "ok", door };
  } catch (error) {
    return {
      kind: "failed",
      message: `Cannot start: cannot listen on ${host}:${port}: ${reason(error)}`,
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
