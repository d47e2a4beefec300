/** Finds the source files of this repository. */
import { join, relative } from "@std/path";

const PARTS = ["actors", "bench", "engine", "web", ".ci"];
/** Kept by tools or made by builds: no source of ours. */
const FOREIGN = new Set(["node_modules", "out", "dist", ".yundian"]);

/** Every source file of ours, relative to the root, in order. */
export async function sources(root: string): Promise<string[]> {
  const found: string[] = [];
  for await (const entry of Deno.readDir(root)) {
    if (entry.isFile && /\.tsx?$/.test(entry.name)) found.push(entry.name);
  }
  for (const part of PARTS) await walk(join(root, part), { root, found });
  return found.sort();
}

async function walk(
  folder: string,
  to: { readonly root: string; readonly found: string[] },
): Promise<void> {
  for await (const entry of Deno.readDir(folder)) {
    const path = join(folder, entry.name);
    if (entry.isDirectory && !FOREIGN.has(entry.name)) await walk(path, to);
    if (entry.isFile && /\.tsx?$/.test(entry.name)) to.found.push(relative(to.root, path));
  }
}
