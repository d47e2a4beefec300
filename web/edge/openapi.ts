/** Describes routes for `/api/v1/openapi.json`. */
import { z } from "@hono/zod-openapi";
import type { ProblemCode } from "../shared/api.ts";
import type { Access, EdgeApp, Endpoint } from "./endpoint.ts";
import { statusOf } from "./problem.ts";
import { problemAnswer } from "./schemas.ts";

/** Adds one route to the document. */
export function describe<Body>(app: EdgeApp, endpoint: Endpoint<Body>, access: Access): void {
  const names = [...endpoint.path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
  app.openAPIRegistry.registerPath({
    method: endpoint.method,
    path: endpoint.path,
    tags: [endpoint.tag],
    summary: endpoint.summary,
    ...(access.who === "customer" || access.who === "staff"
      ? { security: SECURITY[access.who] }
      : {}),
    request: {
      params: z.object(Object.fromEntries(names.map((name) => [name, z.string()]))),
      ...(endpoint.query === undefined ? {} : { query: endpoint.query }),
      ...(endpoint.keyed === true ? { headers: KEY_HEADER } : {}),
      ...(endpoint.body === undefined ? {} : {
        body: {
          required: endpoint.emptyBody === undefined,
          content: { "application/json": { schema: endpoint.body } },
        },
      }),
    },
    responses: { ...answers(endpoint), ...refusals(endpoint, access) },
  });
}

/** The document's frame. */
export const OPENAPI_INFO = {
  openapi: "3.1.0",
  info: {
    title: "Yundian 云店",
    version: "1",
    description:
      "Flash sales that sell no unit twice. Instants are ISO 8601 in UTC, money is integer " +
      "fen. Refusals are RFC 9457 problem documents: switch on `code`.",
  },
};

/** How callers say who they are. */
export function describeSecurity(app: EdgeApp): void {
  app.openAPIRegistry.registerComponent("securitySchemes", "bearer", {
    type: "http",
    scheme: "bearer",
    bearerFormat: "JWT",
    description: "HS256: `{sub, role, exp}`, for staff also `unit` and the session `sid`",
  });
  for (const who of ["customer", "staff"]) {
    app.openAPIRegistry.registerComponent("securitySchemes", `${who}Cookie`, {
      type: "apiKey",
      in: "cookie",
      name: `yd_${who}`,
      description: "Set by signing in; writes must come from the same origin",
    });
  }
}

const SECURITY = {
  customer: [{ bearer: [] }, { customerCookie: [] }],
  staff: [{ bearer: [] }, { staffCookie: [] }],
};

const KEY_HEADER = z.object({
  "Idempotency-Key": z.string().min(1).max(128).optional(),
});

type Responses = Record<string, {
  description: string;
  content?: Record<string, { schema: z.ZodType }>;
}>;

function answers<Body>(endpoint: Endpoint<Body>): Responses {
  const responses: Responses = {};
  for (const [status, { description, schema }] of Object.entries(endpoint.answers)) {
    responses[status] = schema === undefined
      ? { description }
      : { description, content: { "application/json": { schema } } };
  }
  return responses;
}

function refusals<Body>(endpoint: Endpoint<Body>, access: Access): Responses {
  if (access.who === "operator") return {};
  const codes: ProblemCode[] = ["too-many-requests", "overloaded", "journal-unavailable"];
  if (access.who !== "anyone") codes.push("unauthenticated", "forbidden");
  if (endpoint.body !== undefined) codes.push("invalid", "malformed-json", "too-large");
  else if (endpoint.query !== undefined || endpoint.keyed === true) codes.push("invalid");
  codes.push(...(endpoint.refusals ?? []));
  const byStatus = new Map<number, Set<ProblemCode>>();
  for (const code of codes) {
    const status = statusOf(code);
    byStatus.set(status, (byStatus.get(status) ?? new Set()).add(code));
  }
  return Object.fromEntries(
    [...byStatus].map(([status, some]) => [String(status), {
      description: [...some].map((code) => `\`${code}\``).join(", "),
      content: { "application/problem+json": { schema: problemAnswer } },
    }]),
  );
}
