import { assertEquals } from "@std/assert";
import type { Page } from "playwright-core";
import { hasPostgres, startPostgres } from "../store/testing/postgres_server.ts";
import { BROWSER_PATH, openStand, signIn, type Stand, type Visit } from "../testing/browser.ts";

const WAIT_MS = 30_000;
const POSTGRES = BROWSER_PATH !== null && await hasPostgres();

async function enter(page: Page): Promise<void> {
  await page.goto("/console");
  await page.getByRole("button", { name: "省联社" }).click();
  await page.locator(".console h1").waitFor();
}

/** A customer takes one unit; the console shows it. */
async function grab(visit: Visit, sale: { id: string; phone: string }): Promise<void> {
  const customer = await visit.person();
  await customer.goto(`/c/${sale.id}`);
  await customer.locator(".the-button").first().click();
  await signIn(customer, sale.phone);
  await customer.getByText("去付款").waitFor({ timeout: WAIT_MS });
}

async function held(page: Page, units: number): Promise<void> {
  const figure = page.locator(".tiles .held dd").filter({ hasText: new RegExp(`^${units}$`) });
  await figure.waitFor({ timeout: WAIT_MS });
}

async function withStand(
  env: Record<string, string>,
  run: (stand: Stand, visit: Visit) => Promise<void>,
): Promise<void> {
  const stand = await openStand(env);
  const visit = stand.visit();
  try {
    await run(stand, visit);
  } finally {
    await visit.leave();
    await stand.close();
  }
}

Deno.test({
  name: "the product is killed in the middle of a sale, and the console goes on by itself",
  ignore: BROWSER_PATH === null,
  sanitizeOps: false,
  sanitizeResources: false,
  fn: () =>
    withStand({}, async (stand, visit) => {
      const id = await visit.sale({ units: 10, title: "重启中的活动" }, -1_000);
      const page = await visit.person({ wide: true });
      await enter(page);
      await page.goto(`/console/campaigns/${id}`);
      await grab(visit, { id, phone: "13900000011" });
      await held(page, 1);
      const restarted = stand.restart("SIGKILL");
      await page.getByText("连接已断开").waitFor({ timeout: WAIT_MS });
      assertEquals(await page.locator(".tiles .held dd").innerText(), "1");
      await restarted;
      await page.getByText("连接已断开").waitFor({ state: "detached", timeout: WAIT_MS });
      await grab(visit, { id, phone: "13900000012" });
      await held(page, 2);
      await page.locator(".phase.open").waitFor();
      await page.getByRole("button", { name: "紧急暂停" }).click();
      await page.locator("dialog[open] button[type=submit]").click();
      await page.locator(".phase.paused").waitFor();
    }),
});

Deno.test({
  name: "Postgres stops: the sale goes on, the console says what stands still and since when",
  ignore: !POSTGRES,
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    await using postgres = await startPostgres();
    await withStand({ DATABASE_URL: postgres.url }, async (_stand, visit) => {
      const id = await visit.sale({ units: 10, title: "没有数据库的活动" }, -1_000);
      const page = await visit.person({ wide: true });
      await enter(page);
      await page.locator(".attention").waitFor({ timeout: WAIT_MS });
      await postgres.stop("SIGINT");
      const banner = page.locator(".banner.warn");
      await banner.filter({ hasText: /停在 \d\d:\d\d:\d\d/ }).waitFor({ timeout: WAIT_MS });
      await page.goto(`/console/campaigns/${id}`);
      await grab(visit, { id, phone: "13900000013" });
      await held(page, 1);
      await postgres.start();
      await page.goto("/console");
      await page.locator(".attention").waitFor({ timeout: WAIT_MS });
      await banner.waitFor({ state: "detached", timeout: WAIT_MS });
    });
  },
});
