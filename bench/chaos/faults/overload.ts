import { number } from "../../report/figures.ts";
import type { Attempt } from "../attempt.ts";
import type { Expectation } from "../chaos_report.ts";
import type { Fault, Findings } from "../fault.ts";
import { atLeast, atMost, patientMs } from "../judge.ts";
import { CONNECTIONS, press, type Pressed } from "../pressure.ts";
import { type Usual, usualOf } from "../timeline.ts";

/** What the installation is said to carry, since the generator shares its cores. */
const CAPACITY_PER_S = 1_000;
const TIMES = 10;
/** A little more, since a connection that waits for an answer offers nothing. */
const OFFERED_PER_S = 1.1 * TIMES * CAPACITY_PER_S;
const GOODPUT_SHARE = 0.8;
const SERVED_P99_MS_MAX = 1_000;
const RECOVER_MS_MAX = 5_000;
/** Latency of fewer says nothing. */
const SERVED_MIN = 20;

/** Ten times of what it can is offered. */
export const overload: Fault = {
  name: "overload",
  what: {
    zh:
      `容量的 ${TIMES} 倍：每秒放行 ${CAPACITY_PER_S} 次抢购（LIMIT_GRABS_PER_SECOND），wrk 每秒发起约 ${
        number(CAPACITY_PER_S * TIMES)
      } 次，持续 60 秒（快速：10 秒）`,
    en: `${TIMES} times the capacity: ${
      number(CAPACITY_PER_S)
    } grabs/s are let in (LIMIT_GRABS_PER_SECOND), wrk offers about ${
      number(CAPACITY_PER_S * TIMES)
    }/s for 60 s (quick: 10 s)`,
  },
  promise: {
    zh: "有效吞吐不低于容量的 80 %，内存平稳，放行的很快得到答复，负载过后 5 秒内恢复如常",
    en:
      "Goodput stays at 80 % of the capacity at least, memory is flat, who is let in is served soon, and all is as usual within 5 s of the load's end",
  },
  needs: ["wrk"],
  setting: {
    journal: "sqlite",
    database: "embedded",
    env: {
      LIMIT_GRABS_PER_SECOND: String(CAPACITY_PER_S),
      LIMIT_CUSTOMER_REQUESTS_PER_SECOND: "1000000",
      LIMIT_CUSTOMER_BURST: "1000000",
    },
  },
  sale: { perCustomerMax: 8_192, units: 1_000_000, expectedPeakPerSecond: CAPACITY_PER_S },
  spans: {
    full: { calmMs: 5_000, faultMs: 60_000, afterMs: 15_000 },
    quick: { calmMs: 3_000, faultMs: 10_000, afterMs: 15_000 },
  },
  bounds: { unanswered: 0, firstMs: RECOVER_MS_MAX, usualMs: RECOVER_MS_MAX },
  async strike(scene) {
    const { crowd, memory, say, faultMs } = scene;
    say(`wrk offers ${number(OFFERED_PER_S)} grabs/s`);
    const fromMs = crowd.nowMs;
    const usual = usualOf(crowd.attempts, { fromMs: 0, toMs: fromMs });
    const memoryMs = memory.nowMs;
    const pressed = await press(scene, { seconds: faultMs / 1_000, perSecond: OFFERED_PER_S });
    const toMs = crowd.nowMs;
    const flat = memory.flat(memoryMs);
    say(`wrk is over: ${pressed.created} of ${pressed.sent} grabs were served`);
    return () => {
      const within = crowd.attempts.filter(({ ask, sentMs }) =>
        ask === "grab" && sentMs >= fromMs && sentMs < toMs
      );
      return Promise.resolve(findingsOf({ pressed, within, usual, flat }));
    };
  },
};

/** What both loads together offered and got; latency is the crowd's, whose every request is noted. */
function findingsOf(
  { pressed, within, usual, flat }: {
    readonly pressed: Pressed;
    readonly within: readonly Attempt[];
    /** Before it. */
    readonly usual: Usual | null;
    readonly flat: Expectation;
  },
): Findings {
  const { sent, created, ids, shed, other, broken, seconds } = pressed;
  const boundMs = usual === null ? SERVED_P99_MS_MAX : patientMs(SERVED_P99_MS_MAX, usual);
  const served = within.filter((one) => one.served);
  const latency = served.length < SERVED_MIN
    ? null
    : usualOf(served, { fromMs: 0, toMs: Infinity });
  const [offeredPerS, goodputPerS] = [
    (sent + within.length) / seconds,
    (created + served.length) / seconds,
  ];
  return {
    expectations: [
      atLeast({ zh: "发起 ÷ 容量", en: "offered ÷ capacity" }, {
        ...{ unit: "×", least: TIMES, measured: offeredPerS / CAPACITY_PER_S },
      }),
      atLeast({ zh: "有效吞吐 ÷ 容量", en: "goodput ÷ capacity" }, {
        ...{ unit: "×", least: GOODPUT_SHARE, measured: goodputPerS / CAPACITY_PER_S },
      }),
      flat,
      atMost({ zh: "放行者的 p99 延迟", en: "p99 of what is served" }, {
        ...{ unit: "ms", most: boundMs, measured: latency?.p99Ms ?? null },
      }),
      atMost({
        zh: "既非 201 也非 503 的答复与断开",
        en: "answers but 201 and 503, and what broke",
      }, {
        ...{ unit: "", most: 0, measured: other + broken },
      }),
    ],
    notes: [{
      zh: `wrk 用 ${CONNECTIONS} 个连接在 ${seconds.toFixed(1)} 秒内发起 ${
        number(sent)
      } 次抢购，另有匀速人群 ${number(within.length)} 次：每秒共 ${number(offeredPerS)} 次，成功 ${
        number(goodputPerS)
      } 次；${number(shed)} 次被请求稍后再来（503）。放行从一桶 ${
        number(CAPACITY_PER_S)
      } 个名额开始，所以短时可高于容量。`,
      en: `wrk offered ${number(sent)} grabs in ${
        seconds.toFixed(1)
      } s over ${CONNECTIONS} connections, the paced crowd ${number(within.length)} beside them: ${
        number(offeredPerS)
      }/s together, of which ${number(goodputPerS)}/s were served; ${
        number(shed)
      } were asked to come again (503). Admission begins with ${
        number(CAPACITY_PER_S)
      } places to give away, so a short load may be served above the capacity.`,
    }],
    others: { ids, unsure: CONNECTIONS + broken },
  };
}
