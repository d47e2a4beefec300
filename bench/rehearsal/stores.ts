/**
 * Stores of a rehearsal, apart from those of the installation by construction: an empty database of the same Redis, a
 * database made for it in the same PostgreSQL, and what is embedded in the folder of the copy. All of them are gone
 * afterwards.
 */
import { isThisMachine, type Resolve } from "../runs/hosts.ts";
import { Refusal } from "../runs/plan.ts";
import type { Said } from "./said.ts";
import { takePostgres } from "./stores_postgres.ts";
import { takeRedis } from "./stores_redis.ts";

/** Variables by name. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** Where the copy keeps what it does. */
export interface Stores {
  /** For the copy's environment; nothing where all is embedded. */
  readonly env: Readonly<Record<string, string>>;
  readonly said: readonly Said[];
  /** Removes all of it; each problem is a line, since the rest has to go all the same. */
  remove(): Promise<readonly string[]>;
}

/** Something that was taken and has to be given back. */
export interface Taken {
  readonly env: Readonly<Record<string, string>>;
  readonly said: Said;
  remove(): Promise<void>;
}

const EMBEDDED: Said = {
  zh: "自己的临时文件夹，演练后删除",
  en: "a folder of its own, removed afterwards",
};

/** Takes stores of the kinds that the environment names. Rejects with a `Refusal` where they cannot be apart. */
export async function takeStores(
  variables: Variables,
  options: { readonly isProductionMeant: boolean; readonly resolve?: Resolve },
): Promise<Stores> {
  await refuse(variables, options);
  const taken: Taken[] = [];
  const remove = () => removeAll(taken);
  try {
    const { REDIS_URL: redis, DATABASE_URL: database, REDIS_REPLICAS: replicas } = variables;
    if (redis) taken.push(await takeRedis(redis, replicas));
    if (database) taken.push(await takePostgres(database));
  } catch (error) {
    await remove();
    throw error;
  }
  const embedded = taken.length < 2 ? [EMBEDDED] : [];
  return {
    env: Object.assign({}, ...taken.map(({ env }) => env)),
    said: [...taken.map(({ said }) => said), ...embedded],
    remove,
  };
}

async function refuse(
  variables: Variables,
  { isProductionMeant, resolve }: {
    readonly isProductionMeant: boolean;
    readonly resolve?: Resolve;
  },
): Promise<void> {
  if (variables["UPSTASH_REDIS_REST_URL"]) {
    throw new Refusal(
      "Cannot rehearse on UPSTASH_REDIS_REST_URL: Upstash has one database, which holds the real journal; unset it, or name a REDIS_URL",
    );
  }
  if (variables["REDIS_URL"] && variables["REDIS_CLUSTER"] === "1") throw clustered();
  for (const name of ["REDIS_URL", "DATABASE_URL"]) {
    const text = variables[name];
    if (!text) continue;
    const url = URL.parse(text);
    if (url === null) throw new Refusal(`Cannot rehearse on ${name}: it is no URL`);
    if (isProductionMeant || await isThisMachine(url, resolve)) continue;
    throw new Refusal(
      `${name} leads to ${url.host}, which is not this machine, so it counts as production: add --yes-this-is-production if it may be put under load`,
    );
  }
}

/** Why a cluster is refused. */
export function clustered(): Refusal {
  return new Refusal(
    "Cannot rehearse on REDIS_URL: a Redis Cluster has one database, which holds the real journal; name a Redis that is no cluster",
  );
}

async function removeAll(taken: Taken[]): Promise<string[]> {
  const problems: string[] = [];
  for (const one of taken.splice(0).reverse()) {
    await one.remove().catch((error: unknown) => {
      const why = error instanceof Error ? error.message : String(error);
      problems.push(`Cannot remove ${one.said.en}: ${why}`);
    });
  }
  return problems;
}
