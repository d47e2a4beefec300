/** Folders that take seconds to make: made once for all runs of this process, then copied. */
import { run } from "./process.ts";

/** Copies what `make` has put in its folder to an empty place, or to one that is not there yet. */
export function createTemplate(
  make: (folder: string) => Promise<void>,
): (place: string) => Promise<void> {
  let made: Promise<string> | null = null;
  return async (place) => {
    const folder = await (made ??= makeOnce(make));
    await Deno.mkdir(place, { recursive: true });
    // With owner and mode, which PostgreSQL looks at; `.` is the folder itself.
    await run({ name: "cp", command: "cp", args: ["-a", `${folder}/.`, place] });
  };
}

async function makeOnce(make: (folder: string) => Promise<void>): Promise<string> {
  const parent = await Deno.makeTempDir({ prefix: "yundian_bench_template_" });
  globalThis.addEventListener("unload", () => Deno.removeSync(parent, { recursive: true }));
  // Another user than ours may have to come through.
  await Deno.chmod(parent, 0o755);
  await make(`${parent}/folder`);
  return `${parent}/folder`;
}
