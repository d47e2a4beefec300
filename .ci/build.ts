/**
 * Fetches all that a start needs, the bundler included, and bundles the pages once: afterwards a start works
 * without a network. Prints the size of each bundle.
 */
import { join } from "@std/path";
import { buildAssets } from "../web/build.ts";
import { sources } from "./sources.ts";

const ROOT = join(import.meta.dirname ?? ".", "..");

const files = (await sources(ROOT)).filter((file) =>
  file === "deploy.ts" || /_worker\.ts$/.test(file) && !file.startsWith("bench/")
);
const { code } = await new Deno.Command(Deno.execPath(), {
  args: ["cache", "--frozen", ...files],
  cwd: ROOT,
}).spawn().status;
if (code !== 0) Deno.exit(code);
for (const { path, bytes, gzip } of (await buildAssets()).files.values()) {
  console.log(`${path}  ${bytes.length} bytes, ${gzip.length} gzipped`);
}
