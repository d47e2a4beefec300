/** Reading a target as a member of the province's staff, whose token the bench signs itself. */
import { sign } from "../load/tokens.ts";
import type { Target } from "./target.ts";

const HOUR_SECONDS = 3_600;
const TRIES_MAX = 20;
const AGAIN_MS = 500;
const NOT_YET = [429, 503];

/** `GET` as JSON; asks again while the target is busy or its rows are not there yet. */
export async function readAsStaff<Answer>(
  { origin, secret }: Pick<Target, "origin" | "secret">,
  path: string,
): Promise<Answer> {
  const exp = Math.floor(Date.now() / 1_000) + HOUR_SECONDS;
  const token = sign({ sub: "bench", role: "province", unit: "jx", exp }, secret);
  for (let tries = 1;; tries++) {
    const response = await fetch(`${origin}${path}`, {
      headers: { authorization: `Bearer ${token}`, "accept-language": "en" },
    });
    if (response.ok) return await response.json();
    const text = await response.text();
    if (!NOT_YET.includes(response.status) || tries === TRIES_MAX) {
      throw new Error(`GET ${path} answered ${response.status}: ${text}`);
    }
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
  }
}
