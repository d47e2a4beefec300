/** What a route answers: JSON, a refusal, or a response of its own. Refusals are values, never thrown. */
import type { ProblemCode } from "../shared/api.ts";
import { API_HEADERS, problem, type ProblemFacts } from "./problem.ts";
import type { Language } from "./words.ts";

export type Answer =
  | {
    readonly kind: "json";
    readonly status: number;
    readonly value: unknown;
    readonly cookies?: readonly string[];
  }
  | { readonly kind: "refused"; readonly code: ProblemCode; readonly facts?: ProblemFacts }
  | { readonly kind: "response"; readonly response: Response };

/** JSON with a status, 200 unless said otherwise. */
export function json(value: unknown, status = 200, cookies?: readonly string[]): Answer {
  return cookies === undefined
    ? { kind: "json", status, value }
    : { kind: "json", status, value, cookies };
}

/** 204. */
export function nothing(cookies?: readonly string[]): Answer {
  return json(undefined, 204, cookies);
}

export function refused(code: ProblemCode, facts?: ProblemFacts): Answer {
  return facts === undefined ? { kind: "refused", code } : { kind: "refused", code, facts };
}

/** JSON that is text already. */
export function text(body: string): Answer {
  return { kind: "response", response: new Response(body, { headers: JSON_HEADERS }) };
}

/** The answer as HTTP. */
export function responseOf(answer: Answer, language: Language): Response {
  switch (answer.kind) {
    case "response":
      return answer.response;
    case "refused":
      return problem(answer.code, language, answer.facts);
    case "json": {
      const empty = answer.status === 204;
      const response = new Response(empty ? null : JSON.stringify(answer.value), {
        status: answer.status,
        headers: empty ? API_HEADERS : JSON_HEADERS,
      });
      for (const cookie of answer.cookies ?? []) response.headers.append("set-cookie", cookie);
      return response;
    }
  }
}

/** Headers of every JSON answer. */
export const JSON_HEADERS = { "content-type": "application/json", ...API_HEADERS };
