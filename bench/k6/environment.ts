/** What a run of the suite is asked for, out of the environment: `k6 run -e SCENARIO=… -e PROFILE=…`. */
import { type Profile, PROFILES, SUITE_SCENARIOS, type SuiteScenario } from "./names.ts";

/** Null: as the tables say. */
export interface Wanted {
  readonly scenario: SuiteScenario;
  readonly profile: Profile;
  /** Iterations per second at the peak; of `herd`, how many fire. */
  readonly rate: number | null;
  /** Length of the load, without what is still under way at its end. */
  readonly seconds: number | null;
  /** Units on sale. */
  readonly units: number | null;
  readonly holdSeconds: number | null;
  readonly vusMax: number | null;
}

/** How the suite reaches the target, and what makes this run repeatable. */
export interface Surroundings {
  /** Without a slash at its end. */
  readonly origin: string;
  readonly secret: string;
  /** Signs what the bank tells; null: not given. */
  readonly eventsSecret: string | null;
  /** Decides what each customer does. */
  readonly seed: number;
  /** Names of customers start with it. */
  readonly customers: string;
  /** Path of a JSON file with a `PlanFile`. */
  readonly plan: string | null;
}

type Variables = Readonly<Record<string, string | undefined>>;

/** Throws one clear line for what is wrong. */
export function wantedOf(env: Variables): Wanted {
  return {
    scenario: oneOf(env, { name: "SCENARIO", known: SUITE_SCENARIOS, otherwise: "flash_sale" }),
    profile: oneOf(env, { name: "PROFILE", known: PROFILES, otherwise: "smoke" }),
    rate: numberOf(env, "RATE"),
    seconds: numberOf(env, "SECONDS"),
    units: numberOf(env, "UNITS"),
    holdSeconds: numberOf(env, "HOLD_SECONDS"),
    vusMax: numberOf(env, "VUS_MAX"),
  };
}

/** Throws one clear line for what is wrong. */
export function surroundingsOf(env: Variables): Surroundings {
  const secret = env["AUTH_SECRET"] ?? "";
  if (secret === "") {
    throw new Error("AUTH_SECRET is missing: the target's own, which signs tokens");
  }
  const origin = env["URL"] ?? "http://127.0.0.1:8000";
  if (!/^https?:\/\/[^/]+\/?$/.test(origin)) {
    throw new Error(`URL is "${origin}": it should look like http://127.0.0.1:8000`);
  }
  return {
    origin: origin.replace(/\/$/, ""),
    secret,
    eventsSecret: env["EVENTS_SECRET"] || null,
    seed: numberOf(env, "SEED") ?? 1,
    customers: env["CUSTOMERS"] ?? "k6",
    plan: env["PLAN"] ?? null,
  };
}

function oneOf<Name extends string>(
  env: Variables,
  options: { readonly name: string; readonly known: readonly Name[]; readonly otherwise: Name },
): Name {
  const value = env[options.name] ?? options.otherwise;
  const found = options.known.find((one) => one === value);
  if (found !== undefined) return found;
  throw new Error(`${options.name} is "${value}": the known ones are ${options.known.join(", ")}`);
}

function numberOf(env: Variables, name: string): number | null {
  const text = env[name];
  if (text === undefined || text === "") return null;
  if (!/^[1-9][0-9]{0,8}$/.test(text)) {
    throw new Error(`${name} is "${text}": it should be a whole number from 1`);
  }
  return Number(text);
}
