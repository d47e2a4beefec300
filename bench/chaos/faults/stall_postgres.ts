import type { Fault } from "../fault.ts";
import { figuresAgree, PROMISE, WITH_PROVINCE } from "../figures.ts";
import { signalAll } from "../installation.ts";
import { watchRows } from "../probe.ts";

/** PostgreSQL stands still for half a minute. */
export const stallPostgres: Fault = {
  name: "stall-postgres",
  what: {
    zh: "PostgreSQL 的全部进程停住（SIGSTOP）30 秒（快速：6 秒）",
    en: "SIGSTOP of all processes of PostgreSQL for 30 s (quick: 6 s)",
  },
  promise: PROMISE,
  needs: ["postgres"],
  setting: { journal: "sqlite", database: "postgres", env: WITH_PROVINCE },
  credits: true,
  spans: {
    full: { calmMs: 5_000, faultMs: 30_000, afterMs: 10_000 },
    quick: { calmMs: 2_000, faultMs: 6_000, afterMs: 5_000 },
  },
  bounds: { outageMs: 1_000, failures: 0, firstMs: 1_000, usualMs: 5_000 },
  async strike(scene) {
    const { installation, say, pause, faultMs } = scene;
    const rows = watchRows(scene, faultMs / 2);
    const { postgres } = installation;
    say("SIGSTOP of PostgreSQL");
    signalAll(postgres, "SIGSTOP");
    await pause(faultMs);
    signalAll(postgres, "SIGCONT");
    say("SIGCONT of PostgreSQL");
    return async () => {
      const seen = await rows.stop();
      const { expectations, notes } = await figuresAgree(scene);
      return { expectations: [seen, ...expectations], notes };
    };
  },
};
