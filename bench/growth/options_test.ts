import { assertEquals } from "@std/assert";
import { parseOptions } from "./options.ts";

const NAMES = ["reservations", "campaigns", "subscribers"];

Deno.test("without a word all curves are measured, else those that are named, each once", () => {
  const curvesOf = (...args: string[]) => {
    const parsed = parseOptions(args, NAMES);
    return parsed.kind === "ok" ? parsed.options.curves : parsed.kind;
  };
  assertEquals(curvesOf(), null);
  assertEquals(curvesOf("campaigns,reservations", "campaigns"), ["campaigns", "reservations"]);
  assertEquals(curvesOf("--quick", "subscribers"), ["subscribers"]);
  assertEquals(curvesOf("--help"), "help");
});

Deno.test("what is wrong is one line that lists what there is", () => {
  const problemOf = (...args: string[]) => {
    const parsed = parseOptions(args, NAMES);
    return parsed.kind === "invalid" ? parsed.problem : parsed.kind;
  };
  assertEquals(
    problemOf("stores"),
    'Unknown curve "stores", the curves are: reservations, campaigns, subscribers',
  );
  assertEquals(problemOf("--fast"), "Unknown flag --fast, the flags are: --quick, --out, --help");
  assertEquals(problemOf("--out"), "--out needs a folder");
  assertEquals(problemOf("--out=here", "--quick"), "ok");
});
