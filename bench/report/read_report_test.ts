import { assertEquals, assertThrows } from "@std/assert";
import { believableRun } from "./fixtures/believable_run.ts";
import { readReport } from "./read_report.ts";

Deno.test("a report is read as it was written", () => {
  const run = believableRun();
  assertEquals(readReport(JSON.stringify(run)), JSON.parse(JSON.stringify(run)));
});

Deno.test("what is no report is refused with what is wrong", () => {
  const run = believableRun();
  const refused = (value: unknown, message: string) =>
    assertThrows(
      () => readReport(typeof value === "string" ? value : JSON.stringify(value)),
      Error,
      message,
    );
  refused("{", "it is no JSON");
  refused({ ...run, version: 2 }, "it has version 2, and this program reads version 1");
  refused({}, "there is no version");
  refused([], "it is no object");
  refused({ ...run, scenario: "picnic" }, "scenario is none of flash_sale");
  refused({ ...run, latencies: [{ request: "grab" }] }, "latencies[0].count is no number");
  refused({ ...run, series: { ...run.series, atS: [1] } }, "values for 1 seconds");
});
