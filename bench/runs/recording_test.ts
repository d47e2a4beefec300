import { assertEquals, assertThrows } from "@std/assert";
import { Recording } from "./recording.ts";

const LINES = [
  { event: "param", data: { aggregates: { counter: ["count", "rate"], gauge: ["value"] } } },
  { event: "metric", data: { time: { type: "gauge" } } },
  { event: "start", data: [[1_000]] },
  { event: "metric", data: { out_grab__201__held: { type: "counter" } } },
  { event: "cumulative", data: [[20, 20], [2_000]] },
  { event: "snapshot", data: [[20, 20], [2_000]] },
  // The new names stand before the others in the alphabet, and one of them is of a phase.
  {
    event: "metric",
    data: { ms_grab: { type: "trend" }, "data{group:::setup}": { type: "counter" } },
  },
  { event: "cumulative", data: [[], [2, 9, 2, 1, 3, 4, 8], [50, 25], [3_000]] },
  { event: "snapshot", data: [[], [2, 9, 2, 1, 3, 4, 8], [30, 30], [3_000]] },
  { event: "threshold", data: { ms_grab: ["p(99)<1"] } },
  { event: "cumulative", data: [[7, 7], [2, 9, 2, 1, 3, 4, 8], [55, 20], [3_300]] },
  { event: "stop", data: [[3_300]] },
].map((line) => JSON.stringify(line)).join("\n") + "\n";

Deno.test("a recording gives each second's metrics by name, those without a sample left out", () => {
  const recording = new Recording();
  const [first, second, ...more] = recording.push(LINES);
  assertEquals(more, []);
  assertEquals(first?.endMs, 2_000);
  assertEquals(first?.metrics.get("out_grab__201__held"), { count: 20, rate: 20 });
  assertEquals(second?.metrics.get("ms_grab"), {
    ...{ avg: 2, max: 9, med: 2, min: 1 },
    ...{ "p(90)": 3, "p(95)": 4, "p(99)": 8 },
  });
  assertEquals(second?.metrics.get("out_grab__201__held")?.["count"], 30);
  assertEquals(second?.metrics.has("data{group:::setup}"), false);
});

Deno.test("what was counted after the last whole second is not lost", () => {
  const recording = new Recording();
  recording.push(LINES);
  assertEquals(
    [...recording.rest],
    [["data{group:::setup}", { count: 7 }], ["out_grab__201__held", { count: 5 }]],
  );
});

Deno.test("a recording is read as it grows, cut anywhere", () => {
  for (const at of [1, 57, 200, LINES.length - 3]) {
    const recording = new Recording();
    const seconds = [
      ...recording.push(LINES.slice(0, at)),
      ...recording.push(LINES.slice(at)),
    ];
    assertEquals(seconds.map(({ endMs }) => endMs), [2_000, 3_000]);
  }
});

Deno.test("a recording in another form is not guessed at", () => {
  const recording = new Recording();
  const text = '{"event":"metric","data":{"time":{"type":"gauge"}}}\n';
  recording.push(text);
  assertThrows(
    () => recording.push('{"event":"snapshot","data":[[1],[2]]}\n'),
    Error,
    "2 values for 1 metrics",
  );
});
