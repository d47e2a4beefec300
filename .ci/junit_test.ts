import { assertEquals } from "@std/assert";
import { addCounts, readJunit } from "./junit.ts";

const REPORT = `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="deno test" tests="4" failures="1" errors="0" time="0.006">
    <testsuite name="./a_test.ts" tests="4" disabled="1" errors="0" failures="1">
        <testcase name="holds &lt;two&gt; units" classname="./a_test.ts" time="0.001" line="1">
        </testcase>
        <testcase name="talks to &quot;Redis&quot; &amp; back" classname="./a_test.ts" time="0.000">
            <skipped/>
        </testcase>
        <testcase name="sells once" classname="./a_test.ts" time="0.000">
            <failure message="Uncaught Error: x">Error: x
    at a_test.ts:3:26</failure>
        </testcase>
    </testsuite>
</testsuites>`;

Deno.test("a report is counted by passed, failed and skipped, the last by name", () => {
  assertEquals(readJunit(REPORT), {
    passed: 1,
    failed: 1,
    skipped: [`talks to "Redis" & back`],
  });
});

Deno.test("a report without tests counts nothing", () => {
  assertEquals(readJunit("<testsuites></testsuites>"), { passed: 0, failed: 0, skipped: [] });
});

Deno.test("counts add up over reports", () => {
  const total = { passed: 1, failed: 0, skipped: ["a"] };
  addCounts(total, { passed: 2, failed: 3, skipped: ["b"] });
  assertEquals(total, { passed: 3, failed: 3, skipped: ["a", "b"] });
});
