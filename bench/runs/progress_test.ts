import { assertEquals } from "@std/assert";
import { lineOf, openScreen } from "./progress.ts";

function progressAt(elapsedS: number) {
  const percentiles = { p50Ms: 2, p95Ms: 8, p99Ms: 41, maxMs: 60 };
  return {
    ...{ elapsedS, totalS: 25, errors: 0, unitsLeft: 1_200 },
    second: {
      ...{ endMs: 0, planned: 300, completed: 280, dropped: 4, answered: 1_810, vus: 9 },
      outcomes: new Map(),
      latencies: new Map([["grab", percentiles]]),
    },
  };
}

Deno.test("progress tells how far, how much, how slow and what went wrong", () => {
  assertEquals(
    lineOf(progressAt(12)),
    "12/25 s: offered 300/s, served 1,810/s, dropped 4/s, p99 41 ms, errors 0, units left 1,200",
  );
  assertEquals(lineOf(progressAt(27)).split(":")[0], "27 s, finishing");
});

Deno.test("a terminal has one line that changes, a file a line every few seconds", () => {
  const written = (isTerminal: boolean) => {
    let text = "";
    const screen = openScreen({ isTerminal, columns: 30, write: (more) => text += more });
    screen.log("The load begins");
    for (let s = 1; s <= 11; s++) screen.progress(progressAt(s));
    screen.log("Done");
    return text;
  };
  const terminal = written(true);
  assertEquals(terminal.split("\n").length, 4);
  assertEquals(terminal.split("\r").length, 12);
  const file = written(false).split("\n");
  assertEquals(file.map((line) => line.split(" ")[0]), [
    "The",
    "1/25",
    "6/25",
    "11/25",
    "Done",
    "",
  ]);
});
