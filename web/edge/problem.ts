/** The one place where refusals and faults become RFC 9457 problem documents. */
import type { Fault } from "../../engine/mod.ts";
import type {
  FieldError,
  PhaseJson,
  Problem,
  ProblemCode,
  ReservationJson,
} from "../shared/api.ts";
import type { PolicyFindingJson } from "../shared/api_referral.ts";
import type { CouponUseJson } from "../shared/api_wallet.ts";
import { type Language, wordsOf } from "./words.ts";

/** What a problem document says beyond its code. */
export interface ProblemFacts {
  readonly retryAfterMs?: number | undefined;
  readonly errors?: readonly FieldError[] | undefined;
  readonly opensAt?: string | undefined;
  readonly limit?: number | undefined;
  readonly heldByOthers?: number | undefined;
  readonly refundFen?: number | undefined;
  readonly reservation?: ReservationJson | undefined;
  readonly inviter?: { readonly name: string } | null | undefined;
  readonly phase?: PhaseJson | undefined;
  readonly stranded?: number | undefined;
  readonly pool?: "fen" | "units" | undefined;
  readonly version?: number | undefined;
  readonly findings?: readonly PolicyFindingJson[] | undefined;
  readonly use?: CouponUseJson | undefined;
  readonly minimumFen?: number | undefined;
}

/** Headers of every answer of the interface that is not a page. */
export const API_HEADERS = {
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
} as const;

const RETRY_AFTER_MS = 1_000;
const NO_FACTS: ProblemFacts = {};

const STATUS: Readonly<Partial<Record<ProblemCode, number>>> = {
  "invalid": 422,
  "malformed-json": 422,
  "not-an-image": 422,
  "too-large": 413,
  "payload-too-large": 413,
  "not-found": 404,
  "unknown-coupon": 404,
  "method-not-allowed": 405,
  "unauthenticated": 401,
  "wrong-credentials": 401,
  "forbidden": 403,
  "cross-site": 403,
  "payment-failed": 402,
  "too-many-requests": 429,
  "timed-out": 503,
  "overloaded": 503,
  "draining": 503,
  "journal-unavailable": 503,
  "journal-full": 503,
  "outcome-unknown": 503,
  "database-unavailable": 503,
  "fenced": 503,
  "journal-corrupt": 500,
  "bug": 500,
};

/** HTTP status of a code: 409 unless it is the request's or the system's fault. */
export function statusOf(code: ProblemCode): number {
  return STATUS[code] ?? 409;
}

/** The document as text. With 429 and 503 it always says when to come back. */
function serialise(code: ProblemCode, language: Language, facts: ProblemFacts): string {
  const status = statusOf(code);
  const { title, detail } = wordsOf(code, language, facts);
  const later = status === 429 || status === 503;
  const retryAfterMs = later ? facts.retryAfterMs ?? RETRY_AFTER_MS : undefined;
  const type = `urn:yundian:problem:${code}`;
  return JSON.stringify(
    { type, title, status, detail, code, ...facts, retryAfterMs } satisfies Loose<Problem>,
  );
}

/** Absent and undefined are the same once serialised. */
type Loose<T> = { [Name in keyof T]: T[Name] | undefined };

/** The document as text. The last ones of a crowd's refusals are kept, since a storm repeats them. */
export function problemText(
  code: ProblemCode,
  language: Language,
  facts: ProblemFacts = NO_FACTS,
): string {
  const last = lasts[code];
  if (last !== undefined && last.language === language && isAlike(last.facts, facts)) {
    return last.text;
  }
  const text = serialise(code, language, facts);
  lasts[code] = { language, facts, text };
  return text;
}

/** The answer. */
export function problem(
  code: ProblemCode,
  language: Language,
  facts: ProblemFacts = NO_FACTS,
): Response {
  const status = statusOf(code);
  const body = problemText(code, language, facts);
  if (status === 429 || status === 503) {
    const seconds = Math.ceil((facts.retryAfterMs ?? RETRY_AFTER_MS) / 1_000);
    return new Response(body, {
      status,
      headers: { ...HEADERS, "retry-after": String(Math.max(1, seconds)) },
    });
  }
  return new Response(body, { status, headers: status === 401 ? HEADERS_401 : HEADERS });
}

/** The answer to a fault: its message stays inside, its code and its advice leave. */
export function faultProblem(fault: Fault, language: Language): Response {
  return problem(fault.code, language, { retryAfterMs: fault.retryAfterMs });
}

/** The newest document of each code. */
const lasts: Partial<
  Record<ProblemCode, { language: Language; facts: ProblemFacts; text: string }>
> = {};

/** Whether both say the same in the members that a storm of refusals has; others are never alike. */
function isAlike(one: ProblemFacts, other: ProblemFacts): boolean {
  if (one === other) return true;
  return one.heldByOthers === other.heldByOthers && one.limit === other.limit &&
    one.opensAt === other.opensAt && isPlain(one) && isPlain(other);
}

function isPlain(facts: ProblemFacts): boolean {
  return facts.retryAfterMs === undefined && facts.errors === undefined &&
    facts.refundFen === undefined && facts.reservation === undefined &&
    facts.inviter === undefined &&
    facts.phase === undefined && facts.stranded === undefined && facts.version === undefined &&
    facts.findings === undefined;
}

const HEADERS = { "content-type": "application/problem+json", ...API_HEADERS };
const HEADERS_401 = { ...HEADERS, "www-authenticate": "Bearer" };
