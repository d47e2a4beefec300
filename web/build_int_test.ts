import { assert, assertEquals, assertMatch } from "@std/assert";
import { buildAssets } from "./build.ts";
import { loadedFirst } from "./bundle.ts";

const SCRIPT_GZIP_BYTES_MAX = 30 * 1024;
const CONSOLE_GZIP_BYTES_MAX = 150 * 1024;
/** Before anybody has signed in. */
const CONSOLE_FIRST_GZIP_BYTES_MAX = 40 * 1024;

Deno.test("the pages of customers load at most 30 KB of script gzipped", async () => {
  const { files, h5, referral, me, storefront } = await buildAssets();
  for (const { script } of [h5, referral, me, storefront]) {
    const gzipBytes = files.get(script)?.gzip.length ?? 0;
    assert(gzipBytes <= SCRIPT_GZIP_BYTES_MAX, `${script}: ${gzipBytes} bytes`);
    assert(gzipBytes > 5_000, "a bundle without its library is no bundle");
  }
});

Deno.test("the console loads at most 150 KB of script gzipped, whatever area one goes to", async () => {
  const { files, console: page } = await buildAssets();
  const textOf = (path: string) => new TextDecoder().decode(files.get(path)?.bytes);
  const withAll = (path: string, seen = new Set<string>()): ReadonlySet<string> => {
    seen.add(path);
    for (const file of loadedFirst(textOf(path))) {
      if (!seen.has(`/assets/${file}`)) withAll(`/assets/${file}`, seen);
    }
    return seen;
  };
  const gzipBytes = (paths: Iterable<string>) =>
    [...paths].reduce((sum, path) => sum + (files.get(path)?.gzip.length ?? 0), 0);
  const first = withAll(page.script);
  assert(gzipBytes(first) <= CONSOLE_FIRST_GZIP_BYTES_MAX, `${gzipBytes(first)} bytes`);
  assert(gzipBytes(first) > 10_000, "a bundle without its library is no bundle");
  const areas = [...textOf(page.script).matchAll(/import\("\.\/([^"]+)"\)/g)]
    .map(([, file]) => `/assets/${file}`);
  assert(areas.length >= 5, `${areas}`);
  for (const area of areas) {
    assert(files.has(area), area);
    const bytes = gzipBytes(new Set([...first, ...withAll(area)]));
    assert(bytes <= CONSOLE_GZIP_BYTES_MAX, `${area}: ${bytes} bytes`);
  }
});

Deno.test("file names change with their bytes and only with them", async () => {
  const [one, two] = await Promise.all([buildAssets(), buildAssets()]);
  assertEquals([...one.files.keys()], [...two.files.keys()]);
  for (const path of one.files.keys()) {
    assertMatch(path, /^\/assets\/[a-z0-9]+\.[0-9a-f]{16}\.(js|css)$/);
  }
});

Deno.test("compressed files are the same files", async () => {
  const { files } = await buildAssets();
  for (const file of files.values()) {
    const stream = new Response(file.gzip).body?.pipeThrough(new DecompressionStream("gzip"));
    assertEquals(new Uint8Array(await new Response(stream).arrayBuffer()), file.bytes);
  }
});

Deno.test("no bundle asks anyone but our own server", async () => {
  for (const file of (await buildAssets()).files.values()) {
    const text = new TextDecoder().decode(file.bytes);
    const addresses = (text.match(/https?:\/\/[a-z0-9./-]+/g) ?? [])
      .filter((address) => !address.startsWith("http://www.w3.org/"));
    assertEquals(addresses, [], file.path);
  }
});
