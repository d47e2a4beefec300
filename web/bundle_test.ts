import { assert, assertEquals, assertMatch } from "@std/assert";
import { bundle, loadedFirst } from "./bundle.ts";

/** Sources in a folder of their own. */
async function inFolder(
  files: Readonly<Record<string, string>>,
  run: (entry: URL) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    for (const [name, text] of Object.entries(files)) {
      await Deno.writeTextFile(`${folder}/${name}`, text);
    }
    await run(new URL(`file://${folder}/entry.ts`));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const FILES = {
  "entry.ts": `import { both } from "./both.ts";
    document.onclick = async () => (await import("./later.ts")).run(both);`,
  "later.ts":
    `import { both } from "./both.ts"; export const run = (n: number) => alert(n + both);`,
  "both.ts": "export const both = Math.random();",
};

Deno.test("what is imported on demand is a script of its own, named by its bytes", async () => {
  await inFolder(FILES, async (entry) => {
    const { text, chunks } = await bundle(entry, { name: "page", split: true });
    assertEquals(chunks.size, 2);
    for (const file of chunks.keys()) assertMatch(file, /^page\.[0-9a-f]{16}\.js$/);
    const [first] = loadedFirst(text);
    assert(first !== undefined && chunks.has(first), "what both need comes with the entry");
    const later = [...chunks].find(([file]) => text.includes(`import("./${file}")`));
    assertEquals(loadedFirst(later?.[1] ?? ""), [first]);
  });
});

Deno.test("a change in what a script loads changes its own name too", async () => {
  const names = async (files: typeof FILES) => {
    let found: readonly string[] = [];
    await inFolder(files, async (entry) => {
      found = [...(await bundle(entry, { name: "page", split: true })).chunks.keys()];
    });
    return new Set(found);
  };
  const before = await names(FILES);
  assertEquals(await names(FILES), before);
  const after = await names({ ...FILES, "both.ts": "export const both = 2 * Math.random();" });
  assertEquals(before.intersection(after), new Set());
});

Deno.test("a page that is not split is one script", async () => {
  await inFolder(FILES, async (entry) => {
    const { text, chunks } = await bundle(entry, { name: "page", split: false });
    assertEquals([chunks.size, loadedFirst(text)], [0, []]);
  });
});
