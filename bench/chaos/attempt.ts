/** One request of the crowd and what came of it. */

/** What users do: open the page, take a unit, keep it or give it back. */
export type Ask = "page" | "grab" | "confirm" | "cancel";

/** All instants are ms since the start of the load. */
export interface Attempt {
  readonly ask: Ask;
  readonly sentMs: number;
  readonly endMs: number;
  /** 0: no answer. */
  readonly status: number;
  /** `held`, the `code` of a problem, or without an answer what broke: `refused`, `reset`, `closed`, `timeout`. */
  readonly reason: string;
  /** Whether the user got what the product promises: a unit, the page, or a refusal by the rules. */
  readonly served: boolean;
}

/** The rules themselves: whoever asks twice is told so. */
const REFUSED_BY_RULES = new Set(["limit-reached"]);

/** Whether an answer is what the product promises: who asks for a unit again is shown the one that is there. */
export function isServed(ask: Ask, status: number, reason: string): boolean {
  if (ask !== "grab") return status === 200;
  return status === 201 || status === 200 || (status === 409 && REFUSED_BY_RULES.has(reason));
}
