// k6: a short rush on one sale, at a fixed arrival rate. `.ci/smoke.ts` runs it and checks the audit.
import crypto from "k6/crypto";
import encoding from "k6/encoding";
import exec from "k6/execution";
import http from "k6/http";
import { Counter } from "k6/metrics";

const reserved = new Counter("reserved");
const unexpected = new Counter("unexpected");

export const options = {
  scenarios: {
    rush: {
      executor: "constant-arrival-rate",
      rate: Number(__ENV.RATE),
      timeUnit: "1s",
      duration: __ENV.DURATION,
      preAllocatedVUs: 50,
      maxVUs: 200,
    },
  },
  thresholds: {
    unexpected: ["count==0"],
    http_req_duration: ["p(99)<500"],
    dropped_iterations: ["count<30"],
  },
  summaryTrendStats: ["med", "p(95)", "p(99)", "max"],
};

const header = encode({ alg: "HS256", typ: "JWT" });

function encode(value) {
  return encoding.b64encode(JSON.stringify(value), "rawurl");
}

function tokenOf(customer) {
  const exp = Math.floor(Date.now() / 1000) + 3600;
  const message = `${header}.${encode({ sub: customer, role: "customer", exp })}`;
  const signature = crypto.hmac("sha256", __ENV.SECRET, message, "base64rawurl");
  return `${message}.${signature}`;
}

export default function () {
  const authorization = `Bearer ${tokenOf(`k6-${exec.scenario.iterationInTest}`)}`;
  const response = http.post(__ENV.GRABS, null, { headers: { authorization } });
  if (response.status === 201) reserved.add(1);
  else if (response.status !== 409) unexpected.add(1);
}
