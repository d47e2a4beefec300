import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { compare } from "./compare.ts";
import { believableRun } from "./fixtures/believable_run.ts";

const SPIKES = ["2026-11-22T10-00-00Z-flash_sale-spike", "2026-11-22T12-00-00Z-flash_sale-spike"];
const HERD = "2026-11-22T11-00-00Z-flash_sale-herd";

/** Two spikes with a herd between them, then faults, which keep a report of their own. */
async function inFolder(
  test: (
    run: (...args: string[]) => Promise<readonly [number, string]>,
    out: string,
  ) => Promise<void>,
): Promise<void> {
  const out = await Deno.makeTempDir();
  const write = async (name: string, text: string) => {
    await Deno.mkdir(`${out}/${name}`);
    await Deno.writeTextFile(`${out}/${name}/report.json`, text);
  };
  try {
    for (const [n, id] of [...SPIKES, HERD].entries()) {
      const profile = id === HERD ? "herd" as const : "spike" as const;
      await write(id, JSON.stringify({ ...believableRun({ slowness: n + 1 }), id, profile }));
    }
    await write("2026-11-22T13-00-00Z-chaos", `{"faults":[]}`);
    await write("2026-11-22T00-00-00Z-cut", `{"version":1,`);
    await test(async (...args) => {
      const lines: string[] = [];
      const say = (line: string) => lines.push(line);
      const code = await compare(args, { out, log: say, complain: say });
      return [code, lines.join("\n")];
    }, out);
  } finally {
    await Deno.remove(out, { recursive: true });
  }
}

Deno.test("compare writes its pages beside B, and latest and previous are runs of one kind", async () => {
  await inFolder(async (run, out) => {
    const [code, said] = await run("previous", "latest");
    assertEquals(code, 0);
    assertMatch(said, new RegExp(`^A {2}${SPIKES[0]} .*\nB {2}${SPIKES[1]} `));
    assertMatch(said, /grab p99 +2× +31\.2 ms +62\.4 ms {2}worse/);
    for (const name of ["compare.html", "compare.md"]) {
      const text = await Deno.readTextFile(`${out}/${SPIKES[1]}/${name}`);
      assertStringIncludes(text, `deno task bench compare ${SPIKES[0]} ${SPIKES[1]}`);
    }
  });
});

Deno.test("compare takes folders, paths and files, and warns of what is not comparable", async () => {
  await inFolder(async (run, out) => {
    const [code, said] = await run(`${out}/${SPIKES[0]}/report.json`, HERD);
    assertEquals(code, 0);
    assertStringIncludes(said, "NOT COMPARABLE:\n  - Another profile: A spike, B herd");
  });
});

Deno.test("compare refuses in one line what it cannot read", async () => {
  await inFolder(async (run, out) => {
    const refused = async (args: readonly string[], line: string) => {
      const [code, said] = await run(...args);
      assertEquals([code, said.includes(line), said.includes("\n")], [2, true, false], said);
    };
    await refused(["yesterday", "latest"], `No run "yesterday": ${out} has 2026-`);
    await refused(["latest"], "compare takes two runs, not 1");
    await refused([], "compare takes two runs, not 0");
    await refused(["a", "b", "c"], "compare takes two runs, not 3");
    await refused(["--json", "a"], "Unknown flag --json");
    await refused(["latest", "2026-11-22T00-00-00Z-cut"], "report.json: it is no JSON");
    await refused(
      ["2026-11-22T13-00-00Z-chaos", "latest"],
      "report.json: it is no report of a run",
    );
  });
});

Deno.test("compare says that there is nothing yet", async () => {
  const lines: string[] = [];
  const say = (line: string) => lines.push(line);
  const around = { out: "/nonexistent", log: say, complain: say };
  assertEquals(await compare(["previous", "latest"], around), 2);
  assertEquals(await compare(["a", "b"], around), 2);
  assertEquals(lines, [
    "There is no previous run: /nonexistent has no run, deno task bench makes one",
    'No run "a": /nonexistent has none yet, deno task bench makes one',
  ]);
});
