import { assert, assertEquals } from "@std/assert";
import { join } from "@std/path";
import { audit, Crowd, openSale, status, until } from "./crowd.ts";
import { startProduct } from "./product.ts";

/** A file system of its own, so that only the product's disk is full; the embedded database takes half of it. */
const DISK_BYTES = 96 * 1_048_576;

Deno.test({
  name: "a full disk answers 503, loses nothing, and the sale goes on once there is space",
  ignore: !await mayMount(),
  async fn() {
    const disk = await Deno.makeTempDir();
    await mount(disk);
    try {
      await fillAndFree(disk);
    } finally {
      await run("umount", disk);
      await Deno.remove(disk);
    }
  },
});

async function fillAndFree(disk: string): Promise<void> {
  const env = { APPROVAL: "off", LIMIT_CUSTOMER_BURST: "1000000" };
  const product = await startProduct({ dataDir: disk, env });
  try {
    const sale = await openSale(product.url, { units: 50_000, perCustomerMax: 2 });
    const crowd = new Crowd(sale, { customers: 20_000, perCustomerMax: 2 });
    const rush = crowd.rush(product.url, { parallel: 8 });
    await until(() => crowd.acknowledged > 50, "the crowd is told something");

    await fill(join(disk, "filler"));
    await until(() => (crowd.statuses.get(503) ?? 0) > 0, "a full disk answers 503");
    await until(async () => await status(`${product.url}/readyz`) === 503, "/readyz turns 503");
    assertEquals(await status(`${product.url}/healthz`), 200);

    const before = crowd.acknowledged;
    await Deno.remove(join(disk, "filler"));
    await until(async () => await status(`${product.url}/readyz`) === 200, "/readyz turns 200");
    await until(() => crowd.acknowledged > before + 50, "the sale goes on");
    crowd.stop();
    await rush;

    assertEquals(await crowd.check(product.url), []);
    const sums = await audit(product.url, sale);
    assertEquals([sums.violations, sums.conserved], [[], true]);
    const odd = [...crowd.statuses.keys()].filter((one) => ![200, 201, 409, 503].includes(one));
    assertEquals(odd, []);
  } finally {
    product.signal("SIGTERM");
    assertEquals((await product.ended).code, 0);
  }
}

/** Writes until there is no space left. */
async function fill(path: string): Promise<void> {
  using file = await Deno.open(path, { write: true, create: true });
  for (const size of [65_536, 4_096, 512]) {
    const block = new Uint8Array(size);
    try {
      while (await file.write(block) > 0);
    } catch (error) {
      assert(/no space/i.test(String(error)), String(error));
    }
  }
}

async function mount(path: string): Promise<boolean> {
  return await run("mount", "-t", "tmpfs", "-o", `size=${DISK_BYTES}`, "tmpfs", path);
}

/** Mounting takes root; elsewhere the test is skipped by name. */
async function mayMount(): Promise<boolean> {
  const path = await Deno.makeTempDir();
  const mounted = await mount(path);
  if (mounted) await run("umount", path);
  await Deno.remove(path);
  return mounted;
}

async function run(program: string, ...args: string[]): Promise<boolean> {
  try {
    const { success } = await new Deno.Command(program, {
      args,
      stdout: "null",
      stderr: "null",
    }).output();
    return success;
  } catch {
    return false;
  }
}
