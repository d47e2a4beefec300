import { assertEquals, assertThrows } from "@std/assert";
import { Refusal } from "../runs/plan.ts";
import { optionsOf } from "./options.ts";

const lineOf = (...args: string[]) => assertThrows(() => optionsOf(args), Refusal).message;

Deno.test("a campaign is all that is needed", () => {
  assertEquals(optionsOf(["sale.json"]), {
    what: "sale.json",
    url: "http://127.0.0.1:8000",
    token: null,
    peakPerSecond: null,
    leastHeadroom: 1,
    p99Ms: 1_000,
    playS: 30,
    probeS: 6,
    searchS: 180,
    dryRun: false,
    isProductionMeant: false,
    out: "bench/out",
    given: ["sale.json"],
  });
});

Deno.test("a quick rehearsal is shorter, and its search as long as is asked for", () => {
  const { playS, searchS } = optionsOf(["x", "--quick", "--seconds", "20"]);
  assertEquals([playS, searchS], [10, 20]);
});

Deno.test("a token is not repeated", () => {
  assertEquals(optionsOf(["x", "--token=abc"]).given, ["x", "--token=$TOKEN"]);
});

Deno.test("what is wrong on the command line is one line", () => {
  assertEquals(lineOf(), "Nothing to rehearse: name a campaign's id, or the file of its spec");
  assertEquals(lineOf("a", "b"), "Cannot rehearse 2 campaigns at once: name one");
  assertEquals(
    lineOf("a", "--peak", "lots"),
    '--peak is "lots": expected a whole number from 1 to 1000000',
  );
  assertEquals(
    lineOf("a", "--headroom", "-1").split(":")[0],
    "--headroom needs a value",
  );
  assertEquals(
    lineOf("a", "--headroom", "0"),
    '--headroom is "0": expected a number above 0, such as 1.5',
  );
  assertEquals(lineOf("a", "--peek", "3").split(":")[0], "Unknown flag --peek");
  assertEquals(lineOf("a", "--peak").split(":")[0], "--peak needs a value");
});
