import type { Fault } from "../fault.ts";
import { figuresAgree, PROMISE, WITH_PROVINCE } from "../figures.ts";
import { watchDatabase } from "../probe.ts";

const AWAY_MS = 3_000;

/** `kill -9` of PostgreSQL, which campaigns do not wait for. */
export const killPostgres: Fault = {
  name: "kill-postgres",
  what: {
    zh: "同时对 PostgreSQL 的全部进程 kill -9，3 秒后恢复",
    en: "kill -9 of all processes of PostgreSQL at once; it is back after 3 s",
  },
  promise: PROMISE,
  needs: ["postgres"],
  setting: { journal: "sqlite", database: "postgres", env: WITH_PROVINCE },
  credits: true,
  spans: {
    full: { calmMs: 5_000, faultMs: 0, afterMs: 10_000 },
    quick: { calmMs: 2_000, faultMs: 0, afterMs: 5_000 },
  },
  bounds: { outageMs: 1_000, failures: 0, firstMs: 1_000, usualMs: 5_000 },
  async strike(scene) {
    const { installation, say, pause } = scene;
    const database = watchDatabase(scene);
    say("kill -9 of PostgreSQL");
    await installation.kill(installation.postgres);
    await pause(AWAY_MS);
    say("PostgreSQL is started again");
    await installation.startPostgres();
    return async () => {
      const seen = await database.stop();
      const { expectations, notes } = await figuresAgree(scene);
      return { expectations: [seen, ...expectations], notes };
    };
  },
};
