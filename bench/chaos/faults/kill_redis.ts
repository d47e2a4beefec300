import { type Fault, NOTHING_MORE } from "../fault.ts";

const AWAY_MS = 1_000;

/** `kill -9` of the Redis that keeps the journal. */
export const killRedis: Fault = {
  name: "kill-redis",
  what: {
    zh: "对存放日志的 Redis（appendfsync always）kill -9，1 秒后恢复",
    en: "kill -9 of the Redis that keeps the journal (appendfsync always); it is back after 1 s",
  },
  promise: {
    zh: "Redis 没有存下的，不会答复给任何人；Redis 回来后 10 秒内恢复抢购",
    en: "Nobody is told what Redis has not stored, and it sells again within 10 s of its return",
  },
  needs: ["redis"],
  setting: { journal: "redis", database: "embedded" },
  spans: {
    full: { calmMs: 5_000, faultMs: 0, afterMs: 30_000 },
    quick: { calmMs: 2_000, faultMs: 0, afterMs: 20_000 },
  },
  bounds: { outageMsMin: 500, outageMs: 15_000, unanswered: 0, firstMs: 10_000, usualMs: 15_000 },
  async strike({ installation, say, pause }) {
    say("kill -9 of Redis");
    await installation.kill(installation.redis);
    await pause(AWAY_MS);
    say("Redis is started again");
    await installation.startRedis();
    return NOTHING_MORE;
  },
};
