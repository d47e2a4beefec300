/** The copy of the installation on which a campaign is rehearsed: its settings, and stores of its own. */
import { startGuard } from "../machine/guard.ts";
import { startTarget } from "../runs/start.ts";
import type { Target } from "../runs/target.ts";
import { type Stores, takeStores, type Variables } from "./stores.ts";

/** A copy that runs. */
export interface Copy {
  readonly target: Target;
  readonly stores: Stores;
  /** For what else a rehearsal writes; it goes with the copy, however that ends. */
  readonly directory: string;
  /** Settings that the installation itself has, without its stores. */
  readonly given: Readonly<Record<string, string>>;
  /** Ends it and removes all that it kept; each problem is a line. */
  close(): Promise<readonly string[]>;
}

/** They name stores; the copy gets those that were taken for it. */
const STORES = [
  "REDIS_URL",
  "REDIS_REPLICAS",
  "REDIS_CLUSTER",
  "UPSTASH_REDIS_REST_URL",
  "UPSTASH_REDIS_REST_TOKEN",
  "DATABASE_URL",
];
/** Settings beside the limits that change what a request costs. */
const SETTINGS = ["ROLE", "TRUST_PROXY"];

/** Takes stores and starts the copy on them. Rejects with a `Refusal` where that cannot be. */
export async function startCopy(
  options: {
    readonly variables: Variables;
    readonly isProductionMeant: boolean;
    /** Ends the start: it rejects once all is gone again. */
    readonly signal: AbortSignal;
  },
): Promise<Copy> {
  const { variables, isProductionMeant, signal } = options;
  const stores = await takeStores(variables, { isProductionMeant });
  const directory = await Deno.makeTempDir({ prefix: "yundian-rehearsal-" });
  const guard = startGuard({ directory });
  async function remove(): Promise<readonly string[]> {
    await Deno.remove(directory, { recursive: true });
    await guard.release();
    return await stores.remove();
  }
  try {
    const target = await startTarget({
      kind: "start",
      port: null,
      journal: null,
      scale: null,
      env: { ...pick(variables, SETTINGS), ...stores.env },
    }, { log: () => {}, signal, variables: without(variables, STORES) });
    return {
      target: { ...target, settings: safe(target.settings) },
      stores,
      directory,
      given: pick(variables, [...Object.keys(variables).filter(isLimit), ...SETTINGS]),
      async close() {
        await target.stop();
        return await remove();
      },
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

function isLimit(name: string): boolean {
  return name.startsWith("LIMIT_");
}

function pick(variables: Variables, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => variables[name] ? [[name, variables[name]]] : []),
  );
}

function without(variables: Variables, names: readonly string[]): Variables {
  return Object.fromEntries(Object.entries(variables).filter(([name]) => !names.includes(name)));
}

/** Without passwords, since they are shown. */
function safe(settings: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) => {
      const url = name.endsWith("_URL") ? URL.parse(value) : null;
      if (url === null || url.password === "") return [name, value];
      url.password = "***";
      return [name, url.href];
    }),
  );
}
