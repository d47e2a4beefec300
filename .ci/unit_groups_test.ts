import { assertEquals } from "@std/assert";
import { fromFileUrl, relative } from "@std/path";
import { writeUnitGroups } from "./unit_groups.ts";

Deno.test("every test file is in one group, and neighbours are in different ones", async () => {
  const directory = await Deno.makeTempDir();
  try {
    const files = Array.from({ length: 11 }, (_, n) => `a/${n}_test.ts`);
    const paths = await writeUnitGroups(files, { root: "/r", directory, cores: 2 });
    const texts = await Promise.all(paths.map((path) => Deno.readTextFile(path)));
    const groups = texts.map((text) =>
      [...text.matchAll(/import "(.*)";/g)].map(([, url = ""]) => relative("/r", fromFileUrl(url)))
    );
    assertEquals(groups.map((group) => group.length), [3, 3, 3, 2]);
    assertEquals(groups.flat().toSorted(), files.toSorted());
    assertEquals(groups[0], ["a/0_test.ts", "a/4_test.ts", "a/8_test.ts"]);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});

Deno.test("fewer files than groups make a group each, and none make none", async () => {
  const directory = await Deno.makeTempDir();
  try {
    const options = { root: "/r", directory, cores: 4 };
    assertEquals((await writeUnitGroups(["x_test.ts"], options)).length, 1);
    assertEquals(await writeUnitGroups([], options), []);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});
