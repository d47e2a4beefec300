/** Puts what was measured where one finds it. */
import { peersPage } from "./page.ts";
import type { Results } from "./results.ts";
import { summaryOf } from "./summary.ts";

const BENCH = new URL("../", import.meta.url).pathname;
const ALL_PARTS = ["http", "crashes", "paced", "process"] as const;

/** Writes raw results, the page and the section for `RESULTS.md`, and says what it says. */
export async function writeReport(results: Results, log: (line: string) => void): Promise<void> {
  const folder = `${BENCH}out/${results.id}`;
  await Deno.mkdir(folder, { recursive: true });
  await Deno.writeTextFile(`${folder}/results.json`, JSON.stringify(results, null, 1));
  // What was tried and why a target is missed belongs to a run that measured all of it.
  const isWhole = ALL_PARTS.every((part) => results[part] !== undefined);
  const notes = isWhole ? await Deno.readTextFile(`${BENCH}notes.md`) : "";
  const summary = summaryOf(results, notes);
  await Deno.writeTextFile(`${folder}/summary.md`, summary);
  await Deno.writeTextFile(`${folder}/report.html`, await peersPage(results));
  log(`\n${summary.trim()}\n\nbench/out/${results.id}/report.html`);
}
