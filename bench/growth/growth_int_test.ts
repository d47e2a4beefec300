import { assertEquals, assertStringIncludes } from "@std/assert";
import { growth } from "./growth.ts";
import type { GrowthReport } from "./growth_report.ts";

Deno.test("two curves are measured in a real product, and their report opens by itself", async () => {
  const out = await Deno.makeTempDir();
  try {
    assertEquals(await growth(["reservations,subscribers", "--quick", "--out", out]), 0);
    const [folder] = [...Deno.readDirSync(out)].map(({ name }) => `${out}/${name}`);
    const read = (name: string) => Deno.readTextFile(`${folder ?? ""}/${name}`);
    const report: GrowthReport = JSON.parse(await read("report.json"));
    assertEquals(report.failures, []);
    assertEquals(report.curves.map(({ name, sizes }) => [name, sizes]), [
      ["reservations", [200, 1_000]],
      ["subscribers", [5, 20]],
    ]);
    for (const { lines, sizes } of report.curves) {
      for (const { points } of lines) assertEquals(points.map(({ size }) => size), sizes);
    }
    const [grab] = report.curves[0]?.lines ?? [];
    assertEquals(grab?.points.every(({ mainUs, allUs }) => mainUs > 0 && allUs >= mainUs), true);
    assertStringIncludes(await read("summary.md"), "## Growth");
    assertStringIncludes(await read("report.html"), "<!doctype html>");
  } finally {
    await Deno.remove(out, { recursive: true });
  }
});

Deno.test("an unknown curve is refused before anything is started", async () => {
  assertEquals(await growth(["nothing"]), 2);
});
