/**
 * Unit tests in a few modules, each of which imports many test files: two hundred files that each load the whole edge
 * for themselves take longer to load than to run.
 */
import { join, toFileUrl } from "@std/path";

/** Two a core, so that no core waits long for the last one. */
const GROUPS_PER_CORE = 2;

/** Writes the modules into `directory`; their paths. Neighbours, which take alike long, come into different ones. */
export async function writeUnitGroups(
  files: readonly string[],
  options: { readonly root: string; readonly directory: string; readonly cores: number },
): Promise<string[]> {
  const { root, directory, cores } = options;
  const count = Math.min(files.length, cores * GROUPS_PER_CORE);
  const groups = Array.from(
    { length: count },
    (_, n) => files.filter((_, index) => index % count === n),
  );
  return await Promise.all(groups.map(async (group, n) => {
    const path = join(directory, `unit_${n + 1}_test.ts`);
    const imports = group.map((file) => `import ${JSON.stringify(toFileUrl(join(root, file)))};\n`);
    await Deno.writeTextFile(path, imports.join(""));
    return path;
  }));
}
