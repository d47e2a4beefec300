/** Keeps the books of a run: every request is timed and its answer counted by status and reason. */
import { SharedArray } from "k6/data";
import http, { type CookieJar, type RefinedResponse, type ResponseType } from "k6/http";
import { Counter, Trend } from "k6/metrics";
import type { SuiteScenario } from "./names.ts";
import {
  countedAs,
  isExpected,
  isShed,
  metricOf,
  type OutcomeName,
  outcomesOf,
  type RequestName,
  successOf,
  USES,
} from "./outcomes.ts";

/** One request as a scenario writes it. */
export interface Ask {
  readonly method?: "GET" | "POST";
  /** From the origin on. */
  readonly path: string;
  /** JSON. */
  readonly body?: string;
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether a success is read; a refusal always is. A page is not: only its status counts. */
  readonly reads?: boolean;
  /** 0: the redirection is the answer. */
  readonly redirects?: number;
  /** What a success is counted as, where its status has several reasons. */
  readonly as?: string;
  /** Of another person than the virtual user is in this iteration. */
  readonly jar?: CookieJar;
}

/** How it was answered. */
export interface Answer {
  readonly status: number;
  readonly reason: string;
  /** As the target asks; 0 where it does not. */
  readonly retryAfterMs: number;
  /** A field of the JSON by its path, `reservation.id`; empty where there is none. */
  text(path: string): string;
}

export interface Books {
  readonly origin: string;
  call(name: RequestName, ask: Ask): Answer;
  /** All at once over as many connections; answers in the same order. */
  batch(name: RequestName, asks: readonly Ask[]): Answer[];
  /** A grab that the target acknowledged: from now on it must not get lost. */
  acknowledge(grabbed: Answer, customer: string): void;
}

/** Of one virtual user: further answers that nobody reckons with are counted, not printed. */
const ODD_LINES_MAX = 3;
const TIMEOUT = "20s";

/** `error_code` of k6 where there was no answer. */
const NO_ANSWER: Readonly<Record<number, string>> = {
  1050: "timeout",
  1211: "timeout",
  1212: "refused",
  1220: "reset",
};

/** Declares the metrics of a scenario; only while the script loads. */
export function openBooks(scenario: SuiteScenario, origin: string): Books {
  const counters = new Map<string, Counter>();
  const times = new Map<RequestName, Trend>();
  for (const request of USES[scenario]) times.set(request, new Trend(`ms_${request}`, true));
  // Worked out by the first virtual user: a thousand others would take seconds over it before the load.
  const metrics = new SharedArray(
    "counters",
    () => USES[scenario].flatMap(outcomesOf).map(metricOf),
  );
  for (const metric of metrics) counters.set(metric, new Counter(metric));
  const unexpected = new Counter("unexpected");
  const shed = new Counter("shed");
  const acknowledged = new Counter("acknowledged");
  /** By request, status and reason: found once for each virtual user. */
  const kept = new Map<string, Counted>();
  let odd = 0;

  function countedOf(outcome: OutcomeName): Counted {
    const key = `${outcome.request} ${outcome.status} ${outcome.reason}`;
    let found = kept.get(key);
    if (found === undefined) {
      found = {
        counter: counters.get(metricOf(outcome)) ?? counters.get(metricOf(countedAs(outcome))),
        expected: isExpected(scenario, outcome),
        shed: isShed(outcome),
      };
      kept.set(key, found);
    }
    return found;
  }

  function settle(request: RequestName, response: Response, as?: string): Answer {
    const { status } = response;
    const reason = reasonOf(request, response, as);
    const counted = countedOf({ request, status, reason });
    counted.counter?.add(1);
    if (counted.shed) shed.add(1);
    else if (status !== 0) times.get(request)?.add(tookMs(response));
    if (!counted.expected) {
      unexpected.add(1);
      if (odd++ < ODD_LINES_MAX) {
        console.log(`ODD ${JSON.stringify({ request, status, reason, body: shortOf(response) })}`);
      }
    }
    return answerTo(response, reason);
  }

  return {
    origin,
    call(name, ask) {
      const { method, url, body, params } = requestOf(ask, origin);
      return settle(name, http.request(method, url, body, params), ask.as);
    },
    batch(name, asks) {
      return http.batch(asks.map((ask) => requestOf(ask, origin)))
        .map((response, index) => settle(name, response, asks[index]?.as));
    },
    acknowledge(grabbed, customer) {
      if (grabbed.status === 201) acknowledged.add(1);
      const id = grabbed.text("reservation.id");
      console.log(`ACK ${id} ${customer} ${grabbed.text("reservation.state")}`);
    },
  };
}

/** A response as scenarios read it. */
export function answerTo(response: Response, reason: string): Answer {
  return {
    status: response.status,
    reason,
    retryAfterMs: Number(response.headers["Retry-After"] ?? 0) * 1_000,
    text: (path) => String(response.json(path) ?? ""),
  };
}

type Response = RefinedResponse<ResponseType | undefined>;

interface Counted {
  readonly counter: Counter | undefined;
  readonly expected: boolean;
  readonly shed: boolean;
}

function requestOf(ask: Ask, origin: string) {
  const headers: Record<string, string> = { ...ask.headers };
  if (ask.token !== undefined) headers["authorization"] = `Bearer ${ask.token}`;
  if (ask.body !== undefined) headers["content-type"] = "application/json";
  return {
    method: ask.method ?? "GET",
    url: `${origin}${ask.path}`,
    body: ask.body ?? null,
    params: {
      headers,
      timeout: TIMEOUT,
      responseType: ask.reads === false ? "none" : "text",
      redirects: ask.redirects ?? 0,
      ...ask.jar === undefined ? {} : { jar: ask.jar },
    },
  } as const;
}

function reasonOf(request: RequestName, response: Response, as?: string): string {
  const { status, body, error } = response;
  // An end where an answer should be has no code of its own.
  if (status === 0) {
    return NO_ANSWER[response.error_code] ?? (/EOF/.test(error) ? "reset" : "other");
  }
  if (status < 400) return successOf(request, status, as) ?? "other";
  // `code` of a problem, without parsing all of it.
  const code = typeof body === "string" ? /"code":"([a-z-]+)"/.exec(body)?.[1] : undefined;
  return code ?? unreadReason(response);
}

/** Of a page, whose body is not read. */
function unreadReason({ status, headers }: Response): string {
  if (status === 429) return "too-many-requests";
  return status === 503 && headers["Retry-After"] !== undefined ? "overloaded" : "other";
}

/** From wanting a connection to the last byte of the answer. */
function tookMs({ timings }: Response): number {
  return timings.blocked + timings.connecting + timings.tls_handshaking + timings.duration;
}

function shortOf({ body, error }: Response): string {
  return typeof body === "string" && body.length > 0 ? body.slice(0, 300) : error;
}
