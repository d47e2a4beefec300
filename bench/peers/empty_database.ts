/**
 * The files of an empty embedded database: a first start of the product takes five seconds of processor time for
 * them, and a benchmark makes dozens of first starts.
 */
import { run } from "../machine/process.ts";
import { createTemplate } from "../machine/template.ts";

const ROOT = new URL("../../", import.meta.url).pathname;
const MAKER = "web/store/testing/make_cluster.ts";

const copyTo = createTemplate(async (folder) => {
  const args = ["run", "-A", "--no-check", MAKER, folder];
  await run({ name: "make_cluster", command: Deno.execPath(), args, cwd: ROOT });
});

/** Puts the files where a start looks for them, unless they are there. */
export async function emptyDatabase(dataDir: string): Promise<void> {
  const place = `${dataDir}/postgres`;
  if (await Deno.stat(place).then(() => true, () => false)) return;
  await copyTo(place);
}
