/** A product that runs already: it is checked before anything is put on it. */
import { sign } from "../load/tokens.ts";
import { isThisMachine, type Resolve } from "./hosts.ts";
import { type ElsewherePlan, Refusal } from "./plan.ts";
import type { Target } from "./target.ts";

const ANSWER_MS = 5_000;
const TOKEN_SECONDS = 300;

/** Rejects with a `Refusal` where it is down, no Yundian, not ours to burden, or does not know the secret. */
export async function openTarget(plan: ElsewherePlan, resolve?: Resolve): Promise<Target> {
  const url = urlOf(plan.url);
  const { origin } = url;
  if (!plan.isProductionMeant && !await isThisMachine(url, resolve)) {
    throw new Refusal(
      `${origin} is not this machine, so it counts as production: add --yes-this-is-production if it may be put under load`,
    );
  }
  const health = await healthOf(origin);
  if (plan.secret === null) {
    throw new Refusal(
      `AUTH_SECRET is not set: a run signs tokens of its own, so it needs that of ${origin}`,
    );
  }
  if (plan.needsEvents && plan.eventsSecret === null) {
    throw new Refusal(
      `EVENTS_SECRET is not set: this scenario tells ${origin} what customers did, signed as the bank's systems do`,
    );
  }
  await checkSecret(origin, plan.secret);
  return {
    origin,
    secret: plan.secret,
    eventsSecret: plan.eventsSecret,
    processes: [],
    product: null,
    commit: null,
    durability: health.durability,
    settings: {},
    stop: () => Promise.resolve(),
  };
}

function urlOf(text: string): URL {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol) || url.host === "") {
    throw new Refusal(`--url is "${text}": expected an address such as http://127.0.0.1:8000`);
  }
  return url;
}

async function healthOf(origin: string): Promise<{ readonly durability: string }> {
  const response = await ask(`${origin}/readyz`, {});
  const health = await response.json().catch(() => null);
  if (typeof health?.ready !== "boolean" || typeof health.durability !== "string") {
    throw new Refusal(
      `What answers at ${origin} is not Yundian: GET /readyz said ${response.status} without its health`,
    );
  }
  if (!health.ready) {
    throw new Refusal(
      `${origin} is not ready: ${[health.reasons].flat().join(", ") || response.status}`,
    );
  }
  return { durability: health.durability };
}

/** Asks what only staff may see, as the suite will. */
async function checkSecret(origin: string, secret: string): Promise<void> {
  const exp = Math.floor(Date.now() / 1_000) + TOKEN_SECONDS;
  const token = sign({ sub: "bench", role: "province", unit: "jx", exp }, secret);
  const response = await ask(`${origin}/api/v1/campaigns`, { authorization: `Bearer ${token}` });
  await response.body?.cancel();
  if (response.status === 401 || response.status === 403) {
    throw new Refusal(
      `AUTH_SECRET is not that of ${origin}: a staff request signed with it was answered ${response.status}`,
    );
  }
}

async function ask(url: string, headers: Readonly<Record<string, string>>): Promise<Response> {
  try {
    return await fetch(url, {
      headers,
      // A page of this machine must not lead the load to another.
      redirect: "manual",
      signal: AbortSignal.timeout(ANSWER_MS),
    });
  } catch (error) {
    const timedOut = error instanceof DOMException && error.name === "TimeoutError";
    const why = timedOut ? `no answer within ${ANSWER_MS / 1_000} s` : "nothing answers";
    throw new Refusal(`${new URL(url).origin} is down: ${why}`);
  }
}
