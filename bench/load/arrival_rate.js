// Grabs at a fixed rate of arrival, each by another customer, whatever the answers take. wrk cannot pace; k6 can.
// Environment: URL, TOKENS (file), FIRST, COUNT, RATE (per second), SECONDS.
import http from "k6/http";
import exec from "k6/execution";
import { SharedArray } from "k6/data";

const RATE = Number(__ENV.RATE);
const WARM_SECONDS = 3;
const SECONDS = Number(__ENV.SECONDS);

const tokens = new SharedArray("tokens", () => {
  const first = Number(__ENV.FIRST);
  return open(__ENV.TOKENS).split("\n").slice(first, first + Number(__ENV.COUNT));
});

const arrival = {
  executor: "constant-arrival-rate",
  rate: RATE,
  timeUnit: "1s",
  preAllocatedVUs: 256,
  maxVUs: 512,
};

export const options = {
  discardResponseBodies: true,
  systemTags: ["scenario", "status"],
  summaryTrendStats: ["med", "p(99)", "max", "count"],
  scenarios: {
    warm: { ...arrival, duration: `${WARM_SECONDS}s`, gracefulStop: "0s" },
    measured: { ...arrival, duration: `${SECONDS}s`, startTime: `${WARM_SECONDS}s` },
  },
  thresholds: {
    "http_req_failed{scenario:measured}": ["rate==0"],
    "http_req_duration{scenario:measured}": ["max>=0"],
    "dropped_iterations{scenario:measured}": ["count>=0"],
  },
};

export default function () {
  const warm = exec.scenario.name === "warm";
  const index = exec.scenario.iterationInTest + (warm ? 0 : RATE * WARM_SECONDS);
  http.post(__ENV.URL, null, { headers: { authorization: `Bearer ${tokens[index]}` } });
}

export function handleSummary(data) {
  const of = (name) => data.metrics[`${name}{scenario:measured}`]?.values ?? {};
  const duration = of("http_req_duration");
  const result = {
    offeredPerSecond: RATE,
    answered: duration.count,
    dropped: of("dropped_iterations").count ?? 0,
    failedShare: of("http_req_failed").rate,
    p50Ms: duration.med,
    p99Ms: duration["p(99)"],
    maxMs: duration.max,
  };
  return { stdout: `RESULT ${JSON.stringify(result)}\n` };
}
