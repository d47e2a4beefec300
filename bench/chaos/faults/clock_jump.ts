import type { Fault } from "../fault.ts";
import { signalAll } from "../installation.ts";
import { atLeast, atMost, felt } from "../judge.ts";
import { watch } from "../probe.ts";
import { campaign } from "../staff.ts";

const PRELOAD = new URL("../clock_preload.ts", import.meta.url).pathname;
const JUMPS = 3;
/** How long an answer may be under way, and then some for a busy machine. */
const SLACK_MS = 1_000;
/** `clockSlewMsPerS`: so fast may the product follow a wall clock that differs. */
const SLEW_MS_PER_S = 50;

/** Somebody sets the time while a sale runs. */
export const clockJump: Fault = {
  name: "clock-jump",
  what: {
    zh: "产品的系统时间向前跳 1 小时，再跳到比真实时间慢 1 小时，再跳回；保留时长 10 分钟",
    en:
      "The wall clock of the product jumps 1 h ahead, then to 1 h behind, then back; units are held for 10 min",
  },
  promise: {
    zh: "页面上的时间既不跳也不倒退，没有保留因此过期，没有人被拒绝",
    en: "Time on the page neither jumps nor runs backwards, no hold runs out, nobody is refused",
  },
  needs: [],
  setting: {
    journal: "sqlite",
    database: "embedded",
    denoFlags: [`--preload=${PRELOAD}`],
  },
  sale: { holdSeconds: 600 },
  spans: {
    full: { calmMs: 5_000, faultMs: 15_000, afterMs: 10_000 },
    quick: { calmMs: 2_000, faultMs: 6_000, afterMs: 5_000 },
  },
  bounds: { outageMs: 1_000, failures: 0, firstMs: 1_000, usualMs: 5_000 },
  async strike({ installation, place, sale, say, pause, faultMs }) {
    const { product } = installation;
    const startMs = Date.now();
    let backwardsMs = 0;
    let awayMs = 0;
    let lastMs = 0;
    const clock = watch({
      signal: place.signal,
      async look() {
        const shownMs = Date.parse((await campaign(place, sale)).serverTime);
        backwardsMs = Math.max(backwardsMs, lastMs - shownMs);
        awayMs = Math.max(awayMs, Math.abs(Date.now() - shownMs));
        lastMs = shownMs;
      },
      result: () => Date.now() - startMs,
    });
    for (let jump = 0; jump < JUMPS; jump++) {
      signalAll(product, "SIGUSR2");
      say(`the wall clock jumps (${["1 h ahead", "1 h behind", "back"][jump]})`);
      if (jump < JUMPS - 1) await pause(faultMs / (JUMPS - 1));
    }
    return async () => {
      const lookedMs = await clock.stop();
      const jumped = product.output().split("The wall clock jumps").length - 1;
      const driftMs = SLACK_MS + SLEW_MS_PER_S * lookedMs / 1_000;
      return {
        expectations: [
          atLeast(felt("jumps in the product's log", "产品日志中的跳变次数"), {
            ...{ unit: "", least: JUMPS, measured: jumped },
          }),
          atMost({ zh: "页面时间倒退", en: "time on the page ran backwards" }, {
            ...{ unit: "ms", most: 0, measured: backwardsMs },
          }),
          atMost(
            { zh: "页面时间与真实时间之差", en: "time on the page is away from the real one" },
            {
              ...{ unit: "ms", most: driftMs, measured: awayMs },
            },
          ),
        ],
        notes: [],
      };
    };
  },
};
