import { assertEquals } from "@std/assert";
import { LogLines } from "./log_lines.ts";

Deno.test("the suite's lines become what was prepared and what was promised", () => {
  const log = new LogLines();
  log.push(
    'SETUP {"campaigns":[{"id":"a","kind":"flash-sale","units":9}],"startAtMs":5}\nACK a.0.',
  );
  log.push("0-x k6-1 held\nACK a.0.1-y k6-2 held\nSET a.0.0-x confirmed\n");
  log.push("JOIN p1 k6-3\nsome trouble\nACK a.0.2-z k6-4 held\nACK half");
  assertEquals(log.setup?.campaigns.map(({ id }) => id), ["a"]);
  assertEquals(log.setup?.["startAtMs"], 5);
  assertEquals([...log.acknowledged.reservations], [
    ["a.0.0-x", { customer: "k6-1", state: "confirmed" }],
    ["a.0.1-y", { customer: "k6-2", state: "held" }],
    ["a.0.2-z", { customer: "k6-4", state: "held" }],
  ]);
  assertEquals([...log.acknowledged.joins], [["p1", "k6-3"]]);
  assertEquals(log.others, ["some trouble"]);
});

Deno.test("an answer that is told again later does not undo what came after it", () => {
  const log = new LogLines();
  log.push("ACK a.0.0-x k6-1 held\nSET a.0.0-x cancelled\nACK a.0.0-x k6-1 held\n");
  assertEquals(log.acknowledged.reservations.get("a.0.0-x")?.state, "cancelled");
});
