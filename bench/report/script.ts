/** The script of the pages, as text. */
import { fromFileUrl } from "@std/path";

/** Bundled from `browser/entry.ts` at each call, in about 0.1 s; nothing is kept that could be stale. */
export async function bundledScript(): Promise<string> {
  const result = await Deno.bundle({
    entrypoints: [fromFileUrl(new URL("./browser/entry.ts", import.meta.url))],
    platform: "browser",
    format: "iife",
    minify: true,
    write: false,
  });
  const text = result.outputFiles?.[0]?.text();
  if (!result.success || text === undefined) {
    throw new Error(
      `Cannot bundle the script of reports: ${result.errors.map((e) => e.text).join("; ")}`,
    );
  }
  // Inside of a page, text of the script could end the script.
  return text.replace(/<\/(script)/gi, "<\\/$1").replace(/<!--/g, "<\\!--");
}
