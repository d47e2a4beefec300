/** A real browser and the real product for tests of the pages. */
import axe, { type AxeResults } from "axe-core";
import { type Browser, chromium, type Page } from "playwright-core";
import type { FlashSaleRequest, StaffCampaignJson } from "../shared/api.ts";
import { type Product, startProduct, TEST_SECRET } from "../../engine/crash/product.ts";
import { signToken } from "../edge/token.ts";

const NAMES = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
const PHONE = { width: 390, height: 844 };
const STAFF_TOKEN_SECONDS = 3_600;

/** Path of an installed browser, null for none: then browser tests are skipped by name. */
export const BROWSER_PATH: string | null = await findBrowser();

/** What a person holds in hands; a phone in daylight by default. */
export interface Device {
  readonly wide?: boolean;
  readonly dark?: boolean;
  readonly userAgent?: string;
}

/** The people of one test, and what their pages complained about. */
export interface Visit {
  /** A fresh person: own cookies, own device. */
  person(device?: Device): Promise<Page>;
  /** Errors on the console, failed scripts, requests to anyone else; empty is right. */
  readonly complaints: readonly string[];
  /** Makes and schedules a sale that starts `startsInMs` from now. */
  sale(spec: Partial<FlashSaleRequest>, startsInMs: number): Promise<string>;
  /** Everybody leaves: their pages close. */
  leave(): Promise<void>;
}

/** A product and a browser. */
export interface Stand {
  readonly product: Product;
  visit(): Visit;
  /** Ends the product by a signal and starts it again at the same address, as a supervisor would. */
  restart(signal: Deno.Signal): Promise<void>;
  close(): Promise<void>;
}

/** Starts both. `env` is added to the product's. */
export async function openStand(env: Record<string, string> = {}): Promise<Stand> {
  const dataDir = await Deno.makeTempDir();
  const settings = { DEMO: "1", APPROVAL: "off", ...env };
  let product = await startProduct({ dataDir, env: settings });
  const browser = await chromium.launch({
    executablePath: BROWSER_PATH ?? "",
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  });
  return {
    get product() {
      return product;
    },
    visit: () => newVisit(browser, product.url),
    restart: async (signal) => {
      const { port } = new URL(product.url);
      product.signal(signal);
      await product.ended;
      product = await startProduct({ dataDir, env: { ...settings, PORT: port } });
    },
    close: async () => {
      await browser.close();
      product.signal("SIGTERM");
      await product.ended;
      await Deno.remove(dataDir, { recursive: true });
    },
  };
}

function newVisit(browser: Browser, origin: string): Visit {
  const complaints: string[] = [];
  const pages: Page[] = [];
  return {
    complaints,
    person: async (device = {}) => {
      const page = await newPerson(browser, origin, { ...device, complaints });
      pages.push(page);
      return page;
    },
    sale: (spec, startsInMs) => newSale(origin, spec, startsInMs),
    leave: async () => {
      for (const page of pages) await page.context().close();
    },
  };
}

async function newPerson(
  browser: Browser,
  origin: string,
  options: Device & { complaints: string[] },
): Promise<Page> {
  const context = await browser.newContext({
    baseURL: origin,
    locale: "zh-CN",
    viewport: options.wide ? { width: 1440, height: 900 } : PHONE,
    colorScheme: options.dark ? "dark" : "light",
    ...(options.userAgent === undefined ? {} : { userAgent: options.userAgent }),
  });
  const page = await context.newPage();
  page.on("pageerror", (error) => options.complaints.push(error.message));
  page.on("console", (message) => {
    // A refusal (4xx) is logged by the browser itself: it is an answer, not an error of the page.
    const refusal = message.text().startsWith("Failed to load resource");
    if (message.type() === "error" && !refusal) options.complaints.push(message.text());
  });
  page.on("request", (request) => {
    const foreign = ![origin, "data:", "tel:"].some((one) => request.url().startsWith(one));
    if (foreign) options.complaints.push(`request to ${request.url()}`);
  });
  return page;
}

async function newSale(
  origin: string,
  spec: Partial<FlashSaleRequest>,
  startsInMs: number,
): Promise<string> {
  const nowMs = Date.now();
  const sale: FlashSaleRequest = {
    kind: "flash-sale",
    title: "赣南脐橙 5 斤装",
    product: "赣州安远",
    priceFen: 990,
    units: 1,
    perCustomerMax: 1,
    holdSeconds: 300,
    startsAt: new Date(nowMs + startsInMs).toISOString(),
    endsAt: new Date(nowMs + 3_600_000).toISOString(),
    ...spec,
  };
  const { id, approval } = await asStaff(origin, { path: "/api/v1/campaigns", body: sale });
  const path = `/api/v1/campaigns/${id}`;
  if (approval) {
    await asStaff(origin, { path: `${path}/submit` });
    await asStaff(origin, { path: `${path}/approve`, sub: "staff-other" });
  }
  await asStaff(origin, { path: `${path}/schedule` });
  return id;
}

/** Posts as a member of the province's staff. */
async function asStaff(
  origin: string,
  request: { path: string; body?: FlashSaleRequest; sub?: string },
): Promise<StaffCampaignJson> {
  const { path, body, sub = "staff-test" } = request;
  const exp = Math.floor(Date.now() / 1000) + STAFF_TOKEN_SECONDS;
  const token = signToken({ sub, role: "province", unit: "jx", exp }, TEST_SECRET);
  const response = await fetch(`${origin}${path}`, {
    method: "POST",
    headers: {
      "Authorization": `Bearer ${token}`,
      ...(body === undefined ? {} : { "Content-Type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`);
  return JSON.parse(text);
}

/** What a machine can find wrong with a page for people with disabilities (WCAG 2.2 AA), one line each. */
export async function barriers(page: Page): Promise<readonly string[]> {
  // A colour in the middle of its transition is nobody's colour.
  await page.emulateMedia({ reducedMotion: "reduce" });
  await page.evaluate(axe.source);
  const found = await page.evaluate<AxeResults>("axe.run(document)");
  return found.violations.map((one) =>
    `${one.id}: ${one.help} (${one.nodes.map((node) => node.target.join(" ")).join(", ")})`
  );
}

/** Signs in with a phone number and the code that a demonstration shows. */
export async function signIn(page: Page, phone: string): Promise<void> {
  await page.locator("#phone").fill(phone);
  await page.getByRole("button", { name: "获取验证码" }).click();
  const said = await page.getByText(/演示环境验证码/).textContent();
  await page.locator("#otp").fill(/\d{6}/.exec(said ?? "")?.[0] ?? "");
  await page.locator("dialog[open]").getByRole("button", { name: "登录", exact: true }).click();
  await page.locator("dialog[open]").waitFor({ state: "detached" });
}

async function findBrowser(): Promise<string | null> {
  for (const folder of (Deno.env.get("PATH") ?? "").split(":")) {
    for (const name of NAMES) {
      const path = `${folder}/${name}`;
      if (await Deno.stat(path).then((found) => found.isFile, () => false)) return path;
    }
  }
  return null;
}
