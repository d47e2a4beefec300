/** Both redis drivers as the suites see them: one server, emptied for each test. */
import { Redis } from "ioredis";
import type { JournalHarness, JournalSubject } from "./contract.ts";
import { createRedisHttpJournal } from "./redis_http.ts";
import { shardKeys } from "./redis_scripts.ts";
import { createRedisTcpJournal } from "./redis_tcp.ts";
import { startGateway } from "./upstash_gateway.ts";

const TOKEN = "secret";

/** The driver over TCP; `url` is asked for when a test begins, and null skips them all. */
export function redisTcpSubject(url: (() => string) | null): JournalSubject {
  return {
    name: "redis over TCP",
    ignore: url === null,
    create: () =>
      harness(url?.() ?? "", (address) => ({
        journal: (options) => createRedisTcpJournal({ ...options, url: address }),
        end: () => Promise.resolve(),
      })),
  };
}

/** The driver over HTTP with a gateway before the server. */
export function redisHttpSubject(url: (() => string) | null): JournalSubject {
  return {
    name: "redis over HTTP",
    ignore: url === null,
    create: () =>
      harness(url?.() ?? "", (address) => {
        const gateway = startGateway({ redis: address, token: TOKEN });
        return {
          journal: (options) =>
            createRedisHttpJournal({ ...options, url: gateway.url, token: TOKEN }),
          end: async () => await gateway[Symbol.asyncDispose](),
        };
      }),
  };
}

async function harness(
  url: string,
  driver: (url: string) => Pick<JournalHarness, "journal"> & { readonly end: () => Promise<void> },
): Promise<JournalHarness> {
  const client = new Redis(url, { protocol: 2 });
  await client.flushall();
  const { journal, end } = driver(url);
  return {
    journal,
    storedEntries: async (shard, actor) =>
      (await namesOf(client, shard, actor)).filter((name) => !name.startsWith("0 ")).length,
    corrupt: async (shard, actor, what) => {
      const names = (await namesOf(client, shard, actor)).sort();
      const name = what === "snapshot" ? names[0] : names.at(-1);
      if (name === undefined) throw new Error(`Cannot corrupt "${actor}": nothing is stored`);
      const [, data] = shardKeys(shard);
      await client.hset(data, name, `${await client.hget(data, name)} `);
    },
    [Symbol.asyncDispose]: async () => {
      await end();
      await client.quit();
    },
  };
}

/** `0 <actor>` is the snapshot, any other the first record of an entry. */
async function namesOf(client: Redis, shard: number, actor: string): Promise<string[]> {
  const names = await client.hkeys(shardKeys(shard)[1]);
  return names.filter((name) => name.endsWith(` ${actor}`));
}
