/** The one typed client of the pages. It retries what may be repeated, and never gives up a grab in silence. */
import type { Problem, ProblemCode } from "./api.ts";
import type { Locale } from "./format.ts";
import { type Outside, pause } from "./outside.ts";

/** Why there is no answer: a stable code of the server, or that it was out of reach or unreadable. */
export type FailureCode = ProblemCode | "offline" | "unreadable";

/** An answer, or a failure with the server's problem document where there was one. */
export type Answer<Value> =
  | { readonly ok: true; readonly status: number; readonly value: Value }
  | { readonly ok: false; readonly code: FailureCode; readonly problem: Problem | null };

export interface Request {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly path: string;
  readonly body?: unknown;
  /** Sent as it is in place of `body`: a picture, a table. */
  readonly file?: { readonly bytes: Blob; readonly contentType: string };
  /** `Idempotency-Key`: with it a repetition has one effect. */
  readonly key?: string;
  /** How often at most, 1 for no repetition. Only for what may be repeated. Default: 6 for GET, else 1. */
  readonly attemptsMax?: number;
  /** Called before each wait. */
  readonly onRetry?: (wait: { attempt: number; delayMs: number }) => void;
  readonly signal?: AbortSignal;
}

/** Sends requests. */
export interface Client {
  send<Value>(request: Request): Promise<Answer<Value>>;
}

export interface ClientOptions {
  readonly outside: Outside;
  readonly locale: () => Locale;
  /** Told of the server's time in every answer that has one. */
  readonly onServerTime?: (
    sample: { serverMs: number; sentMs: number; receivedMs: number },
  ) => void;
}

const ATTEMPT_TIMEOUT_MS = 12_000;
const BACKOFF_FIRST_MS = 400;
const BACKOFF_MAX_MS = 8_000;
const RETRIED_STATUSES: readonly number[] = [429, 502, 503, 504];

/** Makes a client for the server that the page came from; signing in is its cookie. */
export function createClient(options: ClientOptions): Client {
  const { outside } = options;

  async function send<Value>(request: Request): Promise<Answer<Value>> {
    const attemptsMax = request.attemptsMax ?? (request.method === "GET" ? 6 : 1);
    for (let attempt = 1;; attempt++) {
      const { answer, retryAfterMs } = await once<Value>(request);
      if (answer.ok || retryAfterMs === null || attempt >= attemptsMax) return answer;
      const delayMs = backoffMs({ attempt, retryAfterMs, fraction: outside.fraction() });
      request.onRetry?.({ attempt, delayMs });
      await pause(outside, delayMs, request.signal);
      if (request.signal?.aborted) return answer;
    }
  }

  async function once<Value>(request: Request): Promise<Outcome<Value>> {
    const timeout = new AbortController();
    const stop = () => timeout.abort();
    const cancel = outside.after(ATTEMPT_TIMEOUT_MS, stop);
    request.signal?.addEventListener("abort", stop, { once: true });
    const sentMs = outside.localMs();
    try {
      const response = await outside.fetch(request.path, {
        method: request.method,
        headers: headers(request, options.locale()),
        ...bodyOf(request),
        credentials: "same-origin",
        signal: timeout.signal,
      });
      const receivedMs = outside.localMs();
      const text = await response.text();
      return read(response, text, (serverMs) => {
        options.onServerTime?.({ serverMs, sentMs, receivedMs });
      });
    } catch {
      return { answer: { ok: false, code: "offline", problem: null }, retryAfterMs: 0 };
    } finally {
      cancel();
      request.signal?.removeEventListener("abort", stop);
    }
  }

  return { send };
}

/** `retryAfterMs` null: do not repeat. */
interface Outcome<Value> {
  readonly answer: Answer<Value>;
  readonly retryAfterMs: number | null;
}

function read<Value>(
  response: Response,
  text: string,
  onServerMs: (serverMs: number) => void,
): Outcome<Value> {
  const value = parse(text);
  if (response.ok && (value !== undefined || text === "")) {
    const serverTime = isRecord(value) ? Date.parse(String(value.serverTime)) : NaN;
    if (!Number.isNaN(serverTime)) onServerMs(serverTime);
    // Foreign data: the server answers by the types of api.ts.
    return {
      answer: { ok: true, status: response.status, value: value as Value },
      retryAfterMs: null,
    };
  }
  const problem = isRecord(value) && typeof value.code === "string"
    ? value as unknown as Problem
    : null;
  const retried = RETRIED_STATUSES.includes(response.status);
  const retryAfterMs = problem?.retryAfterMs ??
    1000 * (Number(response.headers.get("Retry-After")) || 0);
  return {
    answer: { ok: false, code: problem?.code ?? "unreadable", problem },
    retryAfterMs: retried ? retryAfterMs : null,
  };
}

/** What the server asks for, at least a growing backoff, and up to half as much again by chance. */
export function backoffMs(
  options: { attempt: number; retryAfterMs: number; fraction: number },
): number {
  const growing = Math.min(BACKOFF_MAX_MS, BACKOFF_FIRST_MS * 2 ** (options.attempt - 1));
  return Math.max(growing, options.retryAfterMs) * (1 + options.fraction / 2);
}

function bodyOf(request: Request): { body?: Blob | string } {
  if (request.file !== undefined) return { body: request.file.bytes };
  return request.body === undefined ? {} : { body: JSON.stringify(request.body) };
}

function headers(request: Request, locale: Locale): Record<string, string> {
  const contentType = request.file?.contentType ??
    (request.body === undefined ? undefined : "application/json");
  return {
    "Accept": "application/json",
    "Accept-Language": locale === "en" ? "en" : "zh-CN",
    ...(contentType === undefined ? {} : { "Content-Type": contentType }),
    ...(request.key === undefined ? {} : { "Idempotency-Key": request.key }),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
