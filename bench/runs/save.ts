/** Keeps a run's report in a folder of its own. */
import { dirname, join } from "@std/path";
import { htmlOf } from "../report/html.ts";
import { markdownOf } from "../report/markdown.ts";
import type { RunReport } from "../report/run_report.ts";

/** Writes `<out>/<id>/report.json` and its pages; the paths, the one to open first. */
export async function saveReport(report: RunReport, out: string): Promise<readonly string[]> {
  const folder = await newFolder(join(out, report.id));
  const files = { html: join(folder, "report.html"), markdown: join(folder, "report.md") };
  const data = join(folder, "report.json");
  // The data first: whatever goes wrong with a page, the run is kept.
  await Deno.writeTextFile(data, JSON.stringify(report, null, 1));
  await Deno.writeTextFile(files.markdown, markdownOf(report));
  await Deno.writeTextFile(files.html, await htmlOf(report));
  return [files.html, files.markdown, data];
}

/** Makes it under this name, or one like it: two runs may begin in one second. */
export async function newFolder(path: string): Promise<string> {
  await Deno.mkdir(dirname(path), { recursive: true });
  for (let tries = 1;; tries++) {
    const folder = tries === 1 ? path : `${path}-${tries}`;
    try {
      await Deno.mkdir(folder);
      return folder;
    } catch (error) {
      if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
    }
  }
}
