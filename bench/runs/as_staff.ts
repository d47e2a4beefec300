/** Reading a target as a member of the province's staff, whose token the bench signs itself. */
import { sign } from "../load/tokens.ts";
import type { Target } from "./target.ts";

const HOUR_SECONDS = 3_600;
const TRIES_MAX = 20;
const AGAIN_MS = 500;
const NOT_YET = [429, 503];

/** `GET` as JSON; asks again while the target is busy or its rows are not there yet. */
export async function readAsStaff<Answer>(
  target: Pick<Target, "origin" | "secret">,
  path: string,
): Promise<Answer> {
  const answer = await askAsStaff<Answer>(target, { path });
  if (answer === null) throw new Error(`GET ${path} answered nothing`);
  return answer;
}

/** The same, or `POST` where there is a body; null for an answer that says that there is no such thing. */
export async function askAsStaff<Answer>(
  { origin, secret }: Pick<Target, "origin" | "secret">,
  ask: { readonly path: string; readonly body?: unknown; readonly absent?: readonly number[] },
): Promise<Answer | null> {
  const { path } = ask;
  const method = ask.body === undefined ? "GET" : "POST";
  const exp = Math.floor(Date.now() / 1_000) + HOUR_SECONDS;
  const token = sign({ sub: "bench", role: "province", unit: "jx", exp }, secret);
  for (let tries = 1;; tries++) {
    const response = await fetch(`${origin}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        "accept-language": "en",
        "content-type": "application/json",
      },
      ...ask.body === undefined ? {} : { body: JSON.stringify(ask.body) },
    });
    if (response.ok) return await response.json();
    const text = await response.text();
    if (ask.absent?.includes(response.status)) return null;
    if (!NOT_YET.includes(response.status) || tries === TRIES_MAX) {
      throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
    }
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
  }
}
