/**
 * Two lock files: `deno.lock` for what the product, its build and the benchmarks import, and
 * `.ci/deno.lock` for that and the tests. `deno task` downloads every package that deno.lock names,
 * so a start would download the test tools too, were they in it.
 *
 * Checks both with FROZEN=1, else only that `deno.lock` names no test tool, which any command that runs a test without
 * `--lock=.ci/deno.lock` writes into it; `deno run -A .ci/lock_files.ts write` makes them anew.
 */
import { join } from "@std/path";
import { sources } from "./sources.ts";

const ROOT = join(import.meta.dirname ?? ".", "..");

if (import.meta.main) {
  const write = Deno.args.includes("write");
  const whole = write || Deno.env.get("FROZEN") === "1";
  Deno.exit(await (whole ? lockFiles(write) : hasNoTools("deno.lock")) ? 0 : 1);
}

async function lockFiles(write: boolean): Promise<boolean> {
  const files = await sources(ROOT);
  const product = files.filter((file) => !isForTests(file));
  const right = [
    await cache({ lock: "deno.lock", files: product, write }),
    await cache({ lock: ".ci/deno.lock", files, write }),
  ];
  return right.every((one) => one);
}

/** Files that may import what only tests have; what k6 plays is checked by Deno and run by k6. */
function isForTests(file: string): boolean {
  return file.startsWith(".ci/packages/") || file.startsWith("web/testing/") ||
    file.startsWith("bench/k6/") ||
    file.includes("/fixtures/") || /_test\.tsx?$/.test(file);
}

/** `npm:` names of the packages that only tests have. */
async function testTools(): Promise<string[]> {
  const names = new Set<string>();
  const folder = join(ROOT, ".ci", "packages");
  for await (const { name } of Deno.readDir(folder)) {
    const text = await Deno.readTextFile(join(folder, name));
    for (const [, tool = ""] of text.matchAll(/"(npm:@?[^@"]+)@/g)) names.add(tool);
  }
  return [...names];
}

async function cache(
  options: { lock: string; files: readonly string[]; write: boolean },
): Promise<boolean> {
  const { lock, files, write } = options;
  const path = join(ROOT, lock);
  if (write) await Deno.remove(path).catch(() => undefined);
  const before = write ? "" : await Deno.readTextFile(path);
  const { success } = await new Deno.Command(Deno.execPath(), {
    args: ["cache", `--lock=${lock}`, ...write ? [] : ["--frozen"], ...files],
    cwd: ROOT,
  }).spawn().status;
  const after = await Deno.readTextFile(path);
  const right = lock !== "deno.lock" || await hasNoTools(lock);
  return success && right && (write || before === after);
}

async function hasNoTools(lock: string): Promise<boolean> {
  const text = await Deno.readTextFile(join(ROOT, lock));
  const tools = (await testTools()).filter((tool) => text.includes(`"${tool}@`));
  if (tools.length > 0) {
    console.error(`${lock} names ${tools.join(", ")}: restore it, or write it anew`);
  }
  return tools.length === 0;
}
