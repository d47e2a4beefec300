import type { Fault } from "../fault.ts";
import { signalAll } from "../installation.ts";
import { atMost } from "../judge.ts";

/** What Redis had answered before it stood still may still be on its way. */
const ON_ITS_WAY_MS = 250;
const FALSE_SUCCESS = { zh: "Redis 停住期间的成功答复", en: "told yes while Redis stood still" };

/** The Redis that keeps the journal stands still. */
export const stallRedis: Fault = {
  name: "stall-redis",
  what: {
    zh: "存放日志的 Redis 停住（SIGSTOP）12 秒后继续（快速：3 秒）",
    en: "SIGSTOP of the Redis that keeps the journal, SIGCONT after 12 s (quick: 3 s)",
  },
  promise: {
    zh: "停住期间不会有人得到成功的答复，但人人都得到答复；继续后 10 秒内恢复抢购",
    en:
      "While it stands still nobody is told yes and everybody is told something; it sells again within 10 s",
  },
  needs: ["redis"],
  setting: { journal: "redis", database: "embedded" },
  quickEnv: { LIMIT_APPEND_TIMEOUT_MS: "1000" },
  spans: {
    full: { calmMs: 5_000, faultMs: 12_000, afterMs: 30_000 },
    quick: { calmMs: 2_000, faultMs: 3_000, afterMs: 20_000 },
  },
  bounds: { outageMsMin: 2_000, outageMs: 25_000, unanswered: 0, firstMs: 10_000, usualMs: 15_000 },
  async strike({ installation, crowd, say, pause, faultMs }) {
    const { redis } = installation;
    say("SIGSTOP of Redis");
    signalAll(redis, "SIGSTOP");
    const fromMs = crowd.nowMs + ON_ITS_WAY_MS;
    await pause(faultMs);
    const toMs = crowd.nowMs;
    signalAll(redis, "SIGCONT");
    say("SIGCONT of Redis");
    return () => {
      const acknowledged = crowd.attempts.filter(({ ask, status, endMs }) =>
        ask !== "page" && status < 300 && status > 0 && endMs > fromMs && endMs < toMs
      );
      return Promise.resolve({
        expectations: [atMost(FALSE_SUCCESS, { unit: "", most: 0, measured: acknowledged.length })],
        notes: [],
      });
    };
  },
};
