import { assert, assertEquals } from "@std/assert";
import { join } from "@std/path";
import { DatabaseSync } from "node:sqlite";
import { bearer, openSale } from "./crowd.ts";
import { startProduct } from "./product.ts";

const CUSTOMERS = 60;
/** Two cells, from the peak that a cell is made for. */
const PEAK = 4_000;

Deno.test("a corrupted journal record stops that actor with a clear fault and no other", async () => {
  const dataDir = await Deno.makeTempDir();
  const env = { APPROVAL: "off" };
  const first = await startProduct({ dataDir, env });
  const terms = { units: 200, perCustomerMax: 1, expectedPeakPerSecond: PEAK };
  const damaged = await openSale(first.url, terms);
  const sound = await openSale(first.url, terms);
  for (let n = 0; n < 10; n++) {
    assertEquals((await grab(first.url, { sale: damaged, customer: `early-${n}` })).status, 201);
    assertEquals((await grab(first.url, { sale: sound, customer: `early-${n}` })).status, 201);
  }
  first.signal("SIGKILL");
  await first.ended;
  damage(join(dataDir, "journal.sqlite"), `stock/${damaged}/0`);

  const second = await startProduct({ dataDir, env });
  try {
    const codes = new Map<string, number>();
    for (let n = 0; n < CUSTOMERS; n++) {
      const answer = await grab(second.url, { sale: damaged, customer: `c${n}` });
      codes.set(answer.code, (codes.get(answer.code) ?? 0) + 1);
      const other = await grab(second.url, { sale: sound, customer: `c${n}` });
      assertEquals(other.code, "201");
    }
    assertEquals([...codes.keys()].sort(), ["201", "journal-corrupt"]);
    assert((codes.get("journal-corrupt") ?? 0) > 5, JSON.stringify([...codes]));
    const ready = await fetch(`${second.url}/readyz`);
    await ready.body?.cancel();
    assertEquals(ready.status, 200);
  } finally {
    second.signal("SIGTERM");
    assertEquals((await second.ended).code, 0);
    await Deno.remove(dataDir, { recursive: true });
  }
});

/** Changes one letter of one stored record of an actor. */
function damage(path: string, actor: string): void {
  using database = new DatabaseSync(path);
  const { changes } = database.prepare(
    `UPDATE entry SET body = replace(body, '"', '''') WHERE id =
       (SELECT max(id) FROM entry WHERE actor = (SELECT id FROM actor WHERE name = ?))`,
  ).run(actor);
  assertEquals(changes, 1);
}

async function grab(
  url: string,
  options: { sale: string; customer: string },
): Promise<{ status: number; code: string }> {
  const response = await fetch(`${url}/api/v1/campaigns/${options.sale}/grabs`, {
    method: "POST",
    headers: { authorization: bearer(options.customer, "customer") },
  });
  const body = await response.json();
  return { status: response.status, code: body.code ?? String(response.status) };
}
