import { assertEquals } from "@std/assert";
import { rateText, stepsOf } from "./funnel.ts";

const FUNNEL = {
  clicks: 200,
  visits: 250,
  participants: 50,
  invited: 40,
  qualified: 10,
  rewarded: 0,
  flagged: 1,
};

Deno.test("each step says its rate of the one before, unless that one had fewer", () => {
  const steps = stepsOf(FUNNEL);
  assertEquals(steps.map((one) => rateText(one.rate)), [
    "–",
    "–",
    "20.0%",
    "80.0%",
    "25.0%",
    "0.0%",
  ]);
  assertEquals(steps.map((one) => one.share), [0.8, 1, 0.2, 0.16, 0.04, 0]);
});

Deno.test("a campaign that nobody has seen draws nothing and divides by nothing", () => {
  const none = { ...FUNNEL, clicks: 0, visits: 0, participants: 0, invited: 0, qualified: 0 };
  assertEquals(stepsOf(none).every((one) => one.share === 0 && one.rate === null), true);
});
