/** Finds the reports that a command line names. */
import { basename, dirname, join } from "@std/path";
import { Refusal } from "../runs/plan.ts";
import { readReport } from "./read_report.ts";
import type { RunReport } from "./run_report.ts";

/** A report and where it lies. */
export interface Found {
  readonly report: RunReport;
  readonly folder: string;
}

const FILE = "report.json";
const NAMED_MAX = 8;

/**
 * By id or folder in `out`, by path, or by `latest` and `previous`: the newest run, and the one before it of the same
 * scenario and profile, else the one before it. Throws a `Refusal` with one line.
 */
export async function findReport(name: string, out: string): Promise<Found> {
  if (name === "latest" || name === "previous") return await byAge(name, out);
  for (const path of [name, join(name, FILE), join(out, name, FILE)]) {
    const isFile = await Deno.stat(path).then((found) => found.isFile, () => false);
    if (isFile) return await read(path);
  }
  throw new Refusal(`No run "${name}": ${await whatThereIs(out)}`);
}

async function byAge(name: "latest" | "previous", out: string): Promise<Found> {
  const folders = await runsOf(out);
  const newest: Found[] = [];
  // Faults and rehearsals keep reports of their own there, and a run may be writing right now.
  for (const folder of folders.toReversed()) {
    const found = await read(join(out, folder, FILE)).catch(() => null);
    if (found === null) continue;
    if (name === "latest") return found;
    newest.push(found);
    const [latest] = newest;
    if (latest !== found && latest !== undefined && isAlike(found.report, latest.report)) {
      return found;
    }
  }
  const [, before] = newest;
  if (before !== undefined) return before;
  const count = newest.length === 0 ? "no run" : "only one run";
  throw new Refusal(`There is no ${name} run: ${out} has ${count}, deno task bench makes one`);
}

async function read(path: string): Promise<Found> {
  try {
    const report = readReport(await Deno.readTextFile(path));
    return { report, folder: dirname(path) };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Refusal(`Cannot read ${basename(dirname(path))}/${basename(path)}: ${why}`);
  }
}

async function whatThereIs(out: string): Promise<string> {
  const runs = (await runsOf(out)).toReversed();
  if (runs.length === 0) return `${out} has none yet, deno task bench makes one`;
  const more = runs.length > NAMED_MAX ? ` and ${runs.length - NAMED_MAX} older` : "";
  return `${out} has ${runs.slice(0, NAMED_MAX).join(", ")}${more}`;
}

/** Folders with a report, the oldest first: their names begin with their time. */
async function runsOf(out: string): Promise<string[]> {
  const folders: string[] = [];
  try {
    for await (const { name, isDirectory } of Deno.readDir(out)) {
      if (!isDirectory) continue;
      const found = await Deno.stat(join(out, name, FILE)).then(() => true, () => false);
      if (found) folders.push(name);
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return folders.sort();
}

function isAlike(one: RunReport, other: RunReport): boolean {
  return one.scenario === other.scenario && one.profile === other.profile;
}
