/**
 * Declares the routes of the interface. One declaration says who may call, what is validated and what the OpenAPI
 * document shows; the order of checks is the same everywhere: shed, who, rate, role, query, body.
 */
import type { Context } from "hono";
import { type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Actor } from "../../actors/campaign/protocol.ts";
import { Fault } from "../../engine/mod.ts";
import type { FieldError, ProblemCode } from "../shared/api.ts";
import { addressOf, isSecure } from "./address.ts";
import { type Answer, refused, responseOf } from "./answer.ts";
import { readBody } from "./body.ts";
import { type Caller, callerOf, sameOrigin } from "./identity.ts";
import { describe } from "./openapi.ts";
import { type Action, mayDo } from "./permissions.ts";
import { faultProblem, problem } from "./problem.ts";
import type { Services } from "./services.ts";
import { isUnavailable } from "../store/database.ts";
import { validate } from "./validation.ts";
import { type Language, languageOf } from "./words.ts";

/** Variables of Hono's context that the edge sets. */
export interface EdgeEnv {
  readonly Bindings: { readonly info: Deno.ServeHandlerInfo };
}
export type EdgeApp = OpenAPIHono<EdgeEnv>;

/** One request, checked. */
export interface Call<Body> {
  readonly request: Request;
  /** A part of the path, such as `id`. */
  param(name: string): string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: Body;
  readonly language: Language;
  readonly nowMs: number;
  readonly address: string;
  /** Whether cookies must be `Secure`. */
  readonly secure: boolean;
  /** The client's `Idempotency-Key`. */
  readonly key: string | null;
  /** Who calls, for routes open to anyone. */
  caller(of: "customer" | "staff"): Caller;
}

export interface CustomerCall<Body> extends Call<Body> {
  readonly customer: string;
}

export interface StaffCall<Body> extends Call<Body> {
  readonly staff: Actor;
  /** Which session the token belongs to; null for one that was signed elsewhere. */
  readonly session: string | null;
}

/** What every declaration says. `path` is in OpenAPI's form: `/campaigns/{id}`. */
export interface Endpoint<Body> {
  readonly method: "get" | "post" | "put" | "patch" | "delete";
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly body?: z.ZodType<Body>;
  /** Where what is right depends on the body itself: the schema that judges it; `body` only describes. */
  readonly bodyFor?: (data: unknown) => z.ZodType<Body>;
  /** Longest body, where it is another than `bodyBytesMax` of the limits. */
  readonly bodyBytesMax?: number;
  /** Stands for an empty body where one is allowed. */
  readonly emptyBody?: Body;
  readonly query?: z.ZodObject;
  /** Errors between fields, found also where others are malformed. */
  readonly check?: (
    data: unknown,
    options: { language: Language; nowMs: number },
  ) => readonly FieldError[];
  /** Takes `Idempotency-Key`. */
  readonly keyed?: boolean;
  readonly answers: Readonly<
    Record<number, { readonly description: string; readonly schema?: z.ZodType }>
  >;
  readonly refusals?: readonly ProblemCode[];
}

/** Codes that the checks before a handler may answer. */
export interface Access {
  readonly who: "anyone" | "customer" | "staff" | "operator";
  /** What staff must be allowed to do. */
  readonly action?: Action;
  /** Refused while the node is overloaded. */
  readonly sheds?: boolean;
}

const KEY_SHAPE = /^[\x21-\x7e]{1,128}$/;
const KEY_ERROR = {
  zh: [{ field: "Idempotency-Key", message: "应为 1 到 128 个可见字符" }],
  en: [{ field: "Idempotency-Key", message: "Must have 1 to 128 visible characters" }],
};

/** Whether a text may be an `Idempotency-Key`. */
export function isKey(key: string): boolean {
  return KEY_SHAPE.test(key);
}

/** The refusal of a malformed `Idempotency-Key`. */
export function keyRefusal(language: Language): Answer {
  return refused("invalid", { errors: KEY_ERROR[language] });
}

/** A route for anyone. */
export function forAnyone<Body>(
  app: EdgeApp,
  services: Services,
  endpoint: Endpoint<Body> & {
    readonly sheds?: boolean;
    handle(call: Call<Body>): Answer | Promise<Answer>;
  },
): void {
  const access: Access = { who: "anyone", sheds: endpoint.sheds ?? false };
  mount(app, services, { endpoint, access }, (call) => {
    const { admission } = services;
    // What is open to anyone may still set cookies: no other site may sign a visitor in or out.
    if (sameOrigin(call.request) === "no") return refused("cross-site");
    if (admission.address(call.address, call.nowMs)) return endpoint.handle(call);
    return refused("too-many-requests", { retryAfterMs: admission.retryAfterMs() });
  });
}

/** A route for customers. */
export function forCustomers<Body>(
  app: EdgeApp,
  services: Services,
  endpoint: Endpoint<Body> & {
    readonly sheds?: boolean;
    handle(call: CustomerCall<Body>): Answer | Promise<Answer>;
  },
): void {
  const access: Access = { who: "customer", sheds: endpoint.sheds ?? true };
  mount(app, services, { endpoint, access }, (call, claims) => {
    if (claims === null || claims.role !== "customer") return refused("forbidden");
    return endpoint.handle({ ...call, customer: claims.sub });
  });
}

/** A route for staff who may do `action`. */
export function forStaff<Body>(
  app: EdgeApp,
  services: Services,
  endpoint: Endpoint<Body> & {
    readonly action: Action;
    handle(call: StaffCall<Body>): Answer | Promise<Answer>;
  },
): void {
  const { action } = endpoint;
  mount(app, services, { endpoint, access: { who: "staff", action } }, (call, claims) => {
    const staff = claims === null ? null : staffOf(claims);
    if (staff === null) return refused("forbidden");
    return endpoint.handle({ ...call, staff, session: claims?.sid ?? null });
  });
}

/** The member of staff that a token names; null for customers. */
export function staffOf(
  claims: { readonly sub: string; readonly role: string; readonly unit?: string },
): Actor | null {
  switch (claims.role) {
    case "manager":
    case "outlet":
    case "bank":
    case "province":
    case "sre":
      return { id: claims.sub, role: claims.role, unit: claims.unit ?? "" };
    default:
      return null;
  }
}

type Claims = {
  readonly sub: string;
  readonly role: string;
  readonly unit?: string;
  readonly sid?: string;
};

function mount<Body>(
  app: EdgeApp,
  services: Services,
  route: { readonly endpoint: Endpoint<Body>; readonly access: Access },
  handle: (call: Call<Body>, claims: Claims | null) => Answer | Promise<Answer>,
): void {
  const { endpoint, access } = route;
  describe(app, endpoint, access);
  const path = endpoint.path.replaceAll(/\{(\w+)\}/g, ":$1");
  app.on(endpoint.method.toUpperCase(), path, async (context) => {
    const language = languageOf(context.req.raw.headers.get("accept-language"));
    try {
      const answer = await services.timeLimit.within(
        run(services, { context, language, endpoint, access }, handle),
      );
      return answer === null ? problem("timed-out", language) : responseOf(answer, language);
    } catch (error) {
      if (error instanceof Fault) return faultProblem(error, language);
      if (isUnavailable(error)) return problem("database-unavailable", language);
      services.log.error("route failed", {
        route: `${endpoint.method} ${endpoint.path}`,
        error: error instanceof Error ? error.stack ?? error.message : String(error),
      });
      return problem("bug", language);
    }
  });
}

async function run<Body>(
  services: Services,
  one: {
    readonly context: Context<EdgeEnv>;
    readonly language: Language;
    readonly endpoint: Endpoint<Body>;
    readonly access: Access;
  },
  handle: (call: Call<Body>, claims: Claims | null) => Answer | Promise<Answer>,
): Promise<Answer> {
  const { context, language, endpoint, access } = one;
  const { admission, verifier, trustProxy } = services;
  const request = context.req.raw;
  const nowMs = services.engine.nowMs();
  const address = addressOf(request, context.env.info, trustProxy);
  if (access.sheds === true) {
    const code = admission.shed();
    if (code !== null) return refused(code, { retryAfterMs: admission.retryAfterMs() });
  }
  let claims: Claims | null = null;
  if (access.who === "customer" || access.who === "staff") {
    const caller = callerOf(request, access.who, verifier);
    if (caller.kind !== "known") {
      if (!admission.address(address, nowMs)) {
        return refused("too-many-requests", { retryAfterMs: admission.retryAfterMs() });
      }
      return refused(caller.kind === "cross-site" ? "cross-site" : "unauthenticated");
    }
    claims = caller.claims;
    // Staff are few and known; their tools may hurry.
    if (claims.role === "customer" && !admission.customer(claims.sub, nowMs)) {
      return refused("too-many-requests", { retryAfterMs: admission.retryAfterMs() });
    }
    if (access.who === "customer" && claims.role !== "customer") return refused("forbidden");
    if (access.who === "staff") {
      const staff = staffOf(claims);
      const { action } = access;
      const may = staff !== null && (action === undefined || mayDo(staff.role, action));
      if (!may) return refused("forbidden");
    }
  }
  const query = context.req.query();
  if (endpoint.query !== undefined) {
    const checked = validate(endpoint.query, query, language);
    if (checked.kind === "wrong") return refused("invalid", { errors: checked.errors });
  }
  const key = endpoint.keyed === true ? request.headers.get("idempotency-key") : null;
  if (key !== null && !isKey(key)) return keyRefusal(language);
  const body = await bodyOf(request, endpoint, { language, nowMs, services });
  if (body.kind === "refused") return body.answer;
  return await handle({
    request,
    param: (name) => context.req.param(name) ?? "",
    query,
    body: body.value,
    language,
    nowMs,
    address,
    secure: isSecure(request, trustProxy),
    key,
    caller: (of) => callerOf(request, of, verifier),
  }, claims);
}

type Parsed<Body> =
  | { readonly kind: "value"; readonly value: Body }
  | { readonly kind: "refused"; readonly answer: Answer };

async function bodyOf<Body>(
  request: Request,
  endpoint: Endpoint<Body>,
  options: { language: Language; nowMs: number; services: Services },
): Promise<Parsed<Body>> {
  const { language, nowMs, services } = options;
  const { body: schema, emptyBody } = endpoint;
  // A route without a schema has handlers that never read the body.
  if (schema === undefined) return { kind: "value", value: undefined as Body };
  const body = await readBody(
    request,
    endpoint.bodyBytesMax ?? services.limits.bodyBytesMax,
  );
  switch (body.kind) {
    case "malformed":
      return { kind: "refused", answer: refused("malformed-json") };
    case "too-large":
      return { kind: "refused", answer: refused("too-large") };
    case "empty":
      if (emptyBody !== undefined) return { kind: "value", value: emptyBody };
      break;
    case "json":
      break;
  }
  const data = body.kind === "json" ? body.data : {};
  const checked = validate(endpoint.bodyFor?.(data) ?? schema, data, language);
  const errors = [...checked.kind === "wrong" ? checked.errors : []];
  for (const error of endpoint.check?.(data, { language, nowMs }) ?? []) {
    if (!errors.some(({ field }) => field === error.field)) errors.push(error);
  }
  if (checked.kind === "wrong" || errors.length > 0) {
    return { kind: "refused", answer: refused("invalid", { errors }) };
  }
  return { kind: "value", value: checked.value };
}
