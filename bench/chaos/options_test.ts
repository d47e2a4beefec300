import { assertEquals } from "@std/assert";
import { parseOptions } from "./options.ts";

const NAMES = ["kill-product", "kill-redis"];

Deno.test("without words all faults are run, with words those", () => {
  const optionsOf = (...args: string[]) => {
    const parsed = parseOptions(args, NAMES);
    return parsed.kind === "ok" ? parsed.options : parsed;
  };
  assertEquals(optionsOf(), {
    faults: null,
    quick: false,
    seconds: null,
    grabsPerSecond: 200,
    out: "bench/out",
  });
  assertEquals(
    optionsOf(
      "kill-redis,kill-product",
      "--quick",
      "--seconds=5",
      "--rate",
      "50",
      "--out",
      "there",
    ),
    {
      faults: ["kill-redis", "kill-product"],
      quick: true,
      seconds: 5,
      grabsPerSecond: 50,
      out: "there",
    },
  );
});

Deno.test("what cannot be run is named, with what can", () => {
  const problemOf = (...args: string[]) => {
    const parsed = parseOptions(args, NAMES);
    return parsed.kind === "invalid" ? parsed.problem : parsed.kind;
  };
  assertEquals(
    problemOf("kill-redis,flood"),
    'Unknown fault "flood", the faults are: kill-product, kill-redis',
  );
  assertEquals(problemOf("--seconds", "0"), "--seconds: expected 1 to 3600");
  assertEquals(problemOf("--seconds"), "--seconds: expected 1 to 3600");
  assertEquals(problemOf("--rate", "fast"), "--rate: expected 1 to 1000");
  assertEquals(problemOf("--slow").split(",")[0], 'Unknown flag "--slow"');
  assertEquals(problemOf("--help"), "help");
});
