/** Statistics of the real process, with its projector in a Worker, while customers grab, pay and cancel. */
import { assert, assertEquals } from "@std/assert";
import { bearer, openSale, until } from "../../../engine/crash/crowd.ts";
import { startProduct } from "../../../engine/crash/product.ts";
import type { StatisticsJson, StatisticsQueryJson } from "../../shared/api_statistics.ts";
import { hasPostgres, startPostgres } from "../../store/testing/postgres_server.ts";

const ROUNDS = 4;
const PARALLEL = 8;
const BROUGHT_BY = ["staff-manager", "staff-manager2", "staff-manager3", null];
const ENV = {
  DEMO: "1",
  APPROVAL: "off",
  LIMIT_CUSTOMER_BURST: "1000000",
  LIMIT_ADDRESS_BURST: "1000000",
};

Deno.test("while customers grab, every figure of the running product is what its log says", async () => {
  await prove({});
});

Deno.test({
  name: "while customers grab, the same on PostgreSQL",
  ignore: !await hasPostgres(),
  async fn() {
    await using server = await startPostgres();
    await prove({ DATABASE_URL: server.url });
  },
});

async function prove(env: Readonly<Record<string, string>>): Promise<void> {
  const dataDir = await Deno.makeTempDir({ prefix: "yundian-statistics-" });
  const product = await startProduct({ dataDir, env: { ...ENV, ...env } });
  try {
    const sale = await openSale(product.url, { units: 20_000, perCustomerMax: 1 });
    const crowd = new Crowd(product.url, sale);
    const running = crowd.run();
    const grabs: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const before = grabs.at(-1) ?? 0;
      await until(() => crowd.grabbed > before, "customers grab");
      const { total, credited, items } = await ask<StatisticsJson>(
        product.url,
        `/api/v1/statistics?campaign=${sale}&by=unit`,
      );
      grabs.push(total.figures.grabs);
      assert(total.figures.grabs >= before, JSON.stringify(grabs));
      for (const { href } of [total, credited, ...items]) {
        const { differing, stored, recomputed } = await ask<StatisticsQueryJson>(product.url, href);
        assertEquals(differing, [], JSON.stringify({ href, stored, recomputed }));
      }
    }
    crowd.stop();
    await running;
    const path = `/api/v1/statistics?campaign=${sale}&by=unit`;
    await until(async () => {
      const { total } = await ask<StatisticsJson>(product.url, path);
      return total.figures.grabs === crowd.grabbed && total.figures.orders === crowd.paid &&
        total.figures.lapsed === crowd.cancelled;
    }, "figures are what customers were told");
    assert((grabs.at(-1) ?? 0) > 0 && crowd.paid > 0 && crowd.cancelled > 0);
  } finally {
    product.signal("SIGTERM");
    await product.ended;
    await Deno.remove(dataDir, { recursive: true });
  }
}

/** Customers who each grab once, brought by a manager or nobody, and then pay, cancel or wait. */
class Crowd {
  grabbed = 0;
  paid = 0;
  cancelled = 0;
  readonly #url: string;
  readonly #sale: string;
  #customers = 0;
  #stopped = false;

  constructor(url: string, sale: string) {
    this.#url = url;
    this.#sale = sale;
  }

  stop(): void {
    this.#stopped = true;
  }

  async run(): Promise<void> {
    await Promise.all(Array.from({ length: PARALLEL }, async () => {
      while (!this.#stopped) await this.#one(this.#customers++);
    }));
  }

  async #one(n: number): Promise<void> {
    const as = bearer(`statistics-customer-${n}`, "customer");
    const via = BROUGHT_BY[n % BROUGHT_BY.length] ?? null;
    const grab = await post(
      `${this.#url}/api/v1/campaigns/${this.#sale}/grabs`,
      { as, body: via === null ? {} : { via } },
    );
    assertEquals(grab.status, 201, grab.text);
    this.grabbed++;
    const reservation = `${this.#url}/api/v1/reservations/${JSON.parse(grab.text).reservation.id}`;
    if (n % 3 === 0) {
      assertEquals((await post(`${reservation}/confirm`, { as, body: {} })).status, 200);
      this.paid++;
    } else if (n % 5 === 0) {
      assertEquals((await post(`${reservation}/cancel`, { as, body: {} })).status, 200);
      this.cancelled++;
    }
  }
}

async function post(
  url: string,
  { as, body }: { readonly as: string; readonly body: unknown },
): Promise<{ readonly status: number; readonly text: string }> {
  const response = await fetch(url, {
    method: "POST",
    headers: { authorization: as, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return { status: response.status, text: await response.text() };
}

async function ask<Answer>(url: string, path: string): Promise<Answer> {
  const response = await fetch(url + path, {
    headers: { authorization: bearer("staff-province", "province") },
  });
  const text = await response.text();
  assertEquals(response.status, 200, `${path} ${text}`);
  return JSON.parse(text);
}
