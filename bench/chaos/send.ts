/** One request, whatever becomes of it. */

/** An answer, or what broke without one. */
export interface Sent {
  /** 0: no answer. */
  readonly status: number;
  /** The body; without an answer what broke: `refused`, `reset`, `closed`, `timeout`, `failed`. */
  readonly text: string;
}

export interface Request {
  readonly method: "GET" | "POST";
  readonly url: string;
  readonly token?: string;
  readonly body?: unknown;
  readonly timeoutMs: number;
}

const KINDS = [
  [/refused|dns error|Cannot assign/i, "refused"],
  [/reset|broken pipe/i, "reset"],
  [/closed|error reading a body|eof/i, "closed"],
] as const;

/**
 * Each request has a connection of its own, as customers have. Over one that was kept, the client would send a request
 * again by itself when the server dies, and nobody could tell whether the first one took effect.
 */
const client = Deno.createHttpClient({ poolMaxIdlePerHost: 0 });

/** Sends it and never rejects. */
export async function send(request: Request): Promise<Sent> {
  const { method, url, token, body, timeoutMs } = request;
  const init: RequestInit & { readonly client: Deno.HttpClient } = {
    method,
    headers: {
      ...token === undefined ? {} : { authorization: `Bearer ${token}` },
      ...body === undefined ? {} : { "content-type": "application/json" },
    },
    ...body === undefined ? {} : { body: JSON.stringify(body) },
    signal: AbortSignal.timeout(timeoutMs),
    client,
  };
  try {
    const response = await fetch(url, init);
    return { status: response.status, text: await response.text() };
  } catch (error) {
    return { status: 0, text: kindOf(error) };
  }
}

/** What broke, in one word. */
export function kindOf(error: unknown): string {
  if (error instanceof DOMException && error.name === "TimeoutError") return "timeout";
  const text = error instanceof Error ? `${error.message} ${error.cause ?? ""}` : String(error);
  return KINDS.find(([pattern]) => pattern.test(text))?.[1] ?? "failed";
}
