import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { believableRun } from "./fixtures/believable_run.ts";
import { markdownOf } from "./markdown.ts";
import { markdown, markdownCode, markdownTable, sparkline } from "./markdown_table.ts";

Deno.test("a report as Markdown has the figures, ratios before bounds", () => {
  const text = markdownOf(believableRun());
  assertStringIncludes(text, "| grab p99 | 0.312× | 31.2 ms | ≤ 100 ms | ✅ ok |");
  assertStringIncludes(text, "## Truth");
  assertStringIncludes(text, "--scenario flash_sale --profile spike");
  assert(!/NaN|undefined|null/.test(text));
});

Deno.test("Markdown takes what a run says as text alone", () => {
  assertEquals(
    markdown("a|b <script>\n*c* d_e _f_ `g`"),
    "a\\|b &lt;script&gt; \\*c\\* d_e \\_f\\_ \\`g\\`",
  );
  assertEquals(
    markdownTable(["a", ">b"], [["x|y", null]]),
    "| a | b |\n| --- | ---: |\n| x\\|y | – |",
  );
  assertEquals(markdownCode("a```b"), "````sh\na```b\n````");
});

Deno.test("a sparkline is bounded, begins at zero and shows where nothing was read", () => {
  assertEquals(sparkline([0, 1, null, 7]), "▁▂·█");
  assertEquals(sparkline([]), "");
  assertEquals(sparkline([0, 0]), "▁▁");
  assertEquals(sparkline([null, null]), "··");
  assert([...sparkline(Array.from({ length: 1_800 }, (_, n) => n))].length <= 40);
});
