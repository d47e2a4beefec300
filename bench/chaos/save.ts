/** Keeps a report on faults in a folder of its own: the page, the section for `bench/RESULTS.md`, and the data. */
import { join } from "@std/path";
import type { ChaosReport } from "./chaos_report.ts";
import { chaosPage } from "./chaos_page.ts";
import { summaryOf } from "./summary.ts";

/** Writes them; their paths, the one to open first. */
export async function saveChaos(report: ChaosReport, out: string): Promise<readonly string[]> {
  const folder = join(out, report.id);
  await Deno.mkdir(folder, { recursive: true });
  const files = {
    "report.html": await chaosPage(report),
    "summary.md": summaryOf(report),
    "report.json": `${JSON.stringify(report, null, 1)}\n`,
  };
  for (const [name, text] of Object.entries(files)) {
    await Deno.writeTextFile(join(folder, name), text);
  }
  return Object.keys(files).map((name) => join(folder, name));
}
