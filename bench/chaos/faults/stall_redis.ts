import type { Fault } from "../fault.ts";
import { signalAll } from "../installation.ts";
import { atMost } from "../judge.ts";

/** A signal takes a moment to reach a busy process. */
const STOPS_MS = 50;
const FALSE_SUCCESS = {
  zh: "Redis 停住期间提出并得到的成功答复",
  en: "asked and told yes while Redis stood still",
};

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
    const fromMs = crowd.nowMs + STOPS_MS;
    await pause(faultMs);
    const toMs = crowd.nowMs;
    signalAll(redis, "SIGCONT");
    say("SIGCONT of Redis");
    return () => {
      // Who asks again for what is stored already may be told yes: that is 200, not 201.
      const untrue = crowd.attempts.filter(({ ask, status, sentMs, endMs }) =>
        sentMs > fromMs && endMs < toMs && ask !== "page" && status === (ask === "grab" ? 201 : 200)
      );
      return Promise.resolve({
        expectations: [atMost(FALSE_SUCCESS, { unit: "", most: 0, measured: untrue.length })],
        notes: [],
      });
    };
  },
};
