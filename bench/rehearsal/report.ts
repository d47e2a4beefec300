/** Keeps what a rehearsal found in a folder of its own. */
import { join } from "@std/path";
import type { RunReport } from "../report/run_report.ts";
import { newFolder } from "../runs/save.ts";
import { markdownOfRehearsal } from "./markdown.ts";
import { pageOfRehearsal } from "./page.ts";
import type { Result } from "./result.ts";

/** Writes the page, the Markdown and, of the campaign itself, `report.json`; their paths, the one to open first. */
export async function saveRehearsal(result: Result, out: string): Promise<readonly string[]> {
  const time = new Date(result.startedAtMs).toISOString().slice(0, 19).replaceAll(":", "-");
  const folder = await newFolder(join(out, `${time}Z-rehearsal`));
  const { played, cut } = result.findings;
  const report = played?.report ?? cut;
  const files: Record<string, string> = {
    "report.html": await pageOfRehearsal(result),
    "report.md": markdownOfRehearsal(result),
    ...report === null
      ? {}
      : { "report.json": JSON.stringify(judged(result, report, folder), null, 1) },
  };
  const paths: string[] = [];
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, name);
    await Deno.writeTextFile(path, text);
    paths.push(path);
  }
  return paths;
}

/** The campaign's own run with the verdict of its rehearsal, for comparisons with other runs. */
function judged(result: Result, report: RunReport, folder: string): RunReport {
  const { verdict, played } = result.findings;
  const missed = (played?.verdicts ?? []).filter(({ ok }) => !ok);
  return {
    ...report,
    id: folder.split("/").at(-1) ?? report.id,
    command: result.command,
    verdict: verdict.word,
    sentence: verdict.sentence.en,
    problems: missed.map(({ what, measured }) => `${what}: ${measured ?? "not measured"}`),
    thresholds: played?.verdicts ?? report.thresholds,
  };
}
