import { run } from "../../machine/process.ts";
import type { Fault } from "../fault.ts";
import { atLeast, felt } from "../judge.ts";
import { readiness, watch } from "../probe.ts";

/** The embedded database takes half of it. */
const DISK_BYTES = 96 * 1_048_576;
const BLOCKS_BYTES = [65_536, 4_096, 512] as const;

/** No space is left where the product keeps its data. */
export const diskFull: Fault = {
  name: "disk-full",
  what: {
    zh: "DATA_DIR 在 96 MB 的 tmpfs 上，写满到最后一个字节，持续 8 秒（快速：3 秒）",
    en: "DATA_DIR on a tmpfs of 96 MB that is filled to the last byte for 8 s (quick: 3 s)",
  },
  promise: {
    zh: "写不下的不会答复成功，/readyz 变为 503；有空间后 10 秒内恢复抢购",
    en:
      "Nobody is told what could not be written, /readyz turns 503, and it sells again within 10 s of there being space",
  },
  needs: ["mount"],
  setting: { journal: "sqlite", database: "embedded" },
  spans: {
    full: { calmMs: 5_000, faultMs: 8_000, afterMs: 30_000 },
    quick: { calmMs: 2_000, faultMs: 3_000, afterMs: 20_000 },
  },
  bounds: { outageMsMin: 1_000, outageMs: 20_000, unanswered: 0, firstMs: 10_000, usualMs: 15_000 },
  async prepare(directory) {
    const path = `${directory}/data`;
    await Deno.mkdir(path);
    await mount(path);
    return {
      async [Symbol.asyncDispose]() {
        await run({ name: "umount", command: "umount", args: [path] });
      },
    };
  },
  async strike({ installation, place, say, pause, faultMs }) {
    const filler = `${installation.dataDir}/filler`;
    let unready = 0;
    const looking = watch({
      signal: place.signal,
      async look() {
        if (await readiness(place.origin) === 503) unready++;
      },
      result: () => unready,
    });
    say("the disk is filled");
    await fill(filler);
    await pause(faultMs);
    await Deno.remove(filler);
    say("there is space again");
    return async () => ({
      expectations: [
        atLeast(felt("/readyz turned 503, times", "/readyz 变为 503 的次数"), {
          unit: "",
          least: 1,
          measured: await looking.stop(),
        }),
      ],
      notes: [],
    });
  },
};

/** Whether this user may mount a file system; tried on a folder of its own. */
export async function mayMount(): Promise<boolean> {
  const path = await Deno.makeTempDir({ prefix: "yundian-chaos-" });
  try {
    await mount(path);
    await run({ name: "umount", command: "umount", args: [path] });
    return true;
  } catch {
    return false;
  } finally {
    await Deno.remove(path);
  }
}

async function mount(path: string): Promise<void> {
  const args = ["-t", "tmpfs", "-o", `size=${DISK_BYTES}`, "tmpfs", path];
  await run({ name: "mount", command: "mount", args });
}

/** Writes until there is no space left. */
async function fill(path: string): Promise<void> {
  using file = await Deno.open(path, { write: true, create: true });
  for (const bytes of BLOCKS_BYTES) {
    const block = new Uint8Array(bytes);
    try {
      while (await file.write(block) > 0);
    } catch (error) {
      if (!/no space/i.test(String(error))) throw error;
    }
  }
}
