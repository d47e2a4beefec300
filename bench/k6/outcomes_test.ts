import { assert, assertEquals } from "@std/assert";
import { SUITE_SCENARIOS } from "./names.ts";
import {
  countedAs,
  isExpected,
  isShed,
  metricOf,
  outcomeOf,
  outcomesOf,
  REQUESTS,
  successOf,
  USES,
} from "./outcomes.ts";

const ALL = REQUESTS.flatMap(outcomesOf);

Deno.test("the name of a counter tells its outcome", () => {
  for (const outcome of ALL) assertEquals(outcomeOf(metricOf(outcome)), outcome);
  assertEquals(new Set(ALL.map(metricOf)).size, ALL.length);
  const grab = { request: "grab", status: 409, reason: "sold-out" } as const;
  assertEquals(metricOf(grab), "out_grab__409__sold_out");
  assertEquals(outcomeOf("http_reqs"), null);
  assertEquals(outcomeOf("out_nobody__200__shown"), null);
});

Deno.test("names of counters are such as k6 accepts", () => {
  for (const outcome of ALL) assert(/^[a-zA-Z_][a-zA-Z0-9_]{0,127}$/.test(metricOf(outcome)));
});

Deno.test("a status below 400 has the reason that the caller says, else its first", () => {
  for (const request of REQUESTS) {
    const good = outcomesOf(request)
      .filter(({ status, reason }) => status >= 200 && status < 400 && reason !== "other");
    for (const { status, reason } of good) {
      assertEquals(successOf(request, status, reason), reason);
      const first = good.find((one) => one.status === status)?.reason;
      assertEquals(successOf(request, status), first);
      assertEquals(successOf(request, status, "nothing-of-it"), first);
    }
  }
});

Deno.test("an answer that nobody knows is counted under a status that stands for it", () => {
  const counted = (status: number, reason: string) => {
    const found = countedAs({ request: "grab", status, reason });
    return `${found.status} ${found.reason}`;
  };
  assertEquals(counted(409, "sold-out"), "409 sold-out");
  assertEquals(counted(409, "new-code"), "409 other");
  assertEquals(counted(418, "other"), "400 other");
  assertEquals(counted(504, "other"), "500 other");
  assertEquals(counted(0, "dns"), "0 other");
});

Deno.test("whatever is counted as other, or as no answer, is unexpected", () => {
  for (const scenario of SUITE_SCENARIOS) {
    for (const outcome of USES[scenario].flatMap(outcomesOf)) {
      if (outcome.reason === "other" || outcome.status === 0) {
        assert(!isExpected(scenario, outcome));
      }
      if (isShed(outcome)) assert(isExpected(scenario, outcome));
    }
  }
});

Deno.test("of a sale that is sold out, nothing but that is expected", () => {
  const held = { request: "grab", status: 201, reason: "held" } as const;
  assert(isExpected("flash_sale", held));
  assert(!isExpected("sold_out", held));
});
