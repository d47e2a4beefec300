/** Reports in a real browser, from a file, as one opens them. */
import { assert, assertEquals } from "@std/assert";
import { type Browser, chromium, type Page } from "playwright-core";
import { barriers, BROWSER_PATH } from "../../web/testing/browser.ts";
import { comparisonHtml } from "./compare_html.ts";
import { compareRuns } from "./comparison.ts";
import { believableRun } from "./fixtures/believable_run.ts";
import { curveChart } from "./charts.ts";
import { htmlOf } from "./html.ts";
import {
  badge,
  banner,
  bars,
  charts,
  code,
  command,
  facts,
  joined,
  meter,
  pageOf,
  section,
} from "./page.ts";
import type { RunReport } from "./run_report.ts";

const WIDTHS = [390, 1440];
const LONG = "unbroken".repeat(60);

interface Opened {
  readonly page: Page;
  /** Errors, and requests to anything but the file; empty is right. */
  readonly complaints: readonly string[];
}

interface Screen {
  readonly width: number;
  readonly dark?: boolean;
}

type Open = (screen: Screen) => Promise<Opened>;

/** One browser for all; each test has a file of its own. */
async function inBrowser(
  test: (
    withPages: (html: string, test: (open: Open) => Promise<void>) => Promise<void>,
  ) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  const browser = await chromium.launch({
    executablePath: BROWSER_PATH ?? "",
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  });
  let files = 0;
  try {
    await test(async (html, test) => {
      const path = `${folder}/report_${++files}.html`;
      await Deno.writeTextFile(path, html);
      await test(({ width, dark = false }) =>
        openPage(browser, { file: `file://${path}`, width, dark })
      );
      for (const context of browser.contexts()) await context.close();
    });
  } finally {
    await browser.close();
    await Deno.remove(folder, { recursive: true });
  }
}

async function openPage(
  browser: Browser,
  { file, width, dark }: Required<Screen> & { readonly file: string },
): Promise<Opened> {
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme: dark ? "dark" : "light",
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  page.on("request", (request) => {
    if (!/^(file|data):/.test(request.url())) complaints.push(`request to ${request.url()}`);
  });
  await page.goto(file);
  return { page, complaints };
}

async function assertSound({ page, complaints }: Opened, { width }: Screen): Promise<void> {
  const wide = await page.evaluate<number>("document.documentElement.scrollWidth");
  assertEquals(wide, width, "the page scrolls sideways");
  assertEquals(await barriers(page), []);
  assertEquals(complaints, []);
}

/** All that makes a page difficult: failures, words without a break, nothing where figures should be. */
function badRun(): RunReport {
  const run = believableRun({ seconds: 20 });
  const [first, ...others] = run.series.groups;
  return {
    ...run,
    id: LONG,
    verdict: "failed",
    sentence: LONG,
    problems: [LONG, "Nothing was checked against the journal"],
    command: `deno task bench --url ${LONG}`,
    environment: { ...run.environment, cpuModel: LONG, settings: { [LONG]: LONG } },
    outcomes: [{ request: "grab", status: 0, reason: LONG, count: 3, expected: false }],
    truth: [{ name: "no oversell", ok: false, text: LONG }],
    thresholds: [{ what: LONG, unit: "ms", bound: { most: 0 }, measured: null, ok: false }],
    offered: { ...run.offered, dropped: 900, generatorCores: null },
    series: {
      ...run.series,
      groups: first === undefined ? [] : [
        {
          ...first,
          title: LONG,
          lines: first.lines.map(({ values }, n) => ({
            label: `${LONG}${n}`,
            values: values.map((value, index) => index % 2 === 0 ? null : value),
          })),
        },
        ...others,
      ],
    },
  };
}

/** What peers, faults, growth and rehearsals use. */
function kitPage(): Promise<string> {
  const x = { label: { zh: "预订数", en: "reservations" }, unit: "" };
  const lines = ["sqlite", "redis"].map((label, n) => ({
    label,
    points: [1_000, 10_000, 100_000, 1_000_000].map((at, power) =>
      [at, power === 2 && n === 1 ? null : 20 + 3 * power + 9 * n] as const
    ),
  }));
  const y = { label: { zh: "每次抢购的 CPU", en: "CPU per grab" }, unit: "µs" };
  const limits = [{ value: 40, label: { zh: "目标", en: "target" } }];
  return pageOf({
    title: { zh: "增长曲线", en: "Growth curves" },
    parts: [
      banner({ tone: "warn", word: "!", sentence: { zh: "平的", en: "Flat" } }),
      section({ title: { zh: "图", en: "Charts" } }, [
        charts([
          curveChart({ title: "log", x, y, lines, limits }),
          curveChart({ title: "linear", x, y, lines, scale: "linear", wide: true }),
          curveChart({ title: "nothing", x, y, lines: [] }),
        ]),
        bars({
          title: { zh: "比较", en: "Compared" },
          head: ["A", "B"],
          items: [
            { label: "sqlite", value: 38_097, text: "38,097/s" },
            { label: "postgres_row", value: null, text: "–", tone: "bad" },
          ],
        }),
        facts([["A", joined([badge("b", "warn"), code("c"), meter({ part: 2, text: "2×" })])]]),
        command("deno task bench growth"),
      ]),
    ],
  });
}

Deno.test({
  name: "reports in a browser",
  ignore: BROWSER_PATH === null,
  fn: (t) =>
    inBrowser(async (withPages) => {
      const run = believableRun();
      const html = await htmlOf(run);

      await t.step(
        "a report opens from a file, on a phone by day and a wide screen by night",
        () =>
          withPages(html, async (open) => {
            for (const screen of [{ width: 390 }, { width: 1440, dark: true }]) {
              const opened = await open(screen);
              await assertSound(opened, screen);
              const drawn = await opened.page.locator(".plot canvas:visible").count();
              assertEquals(drawn, await opened.page.locator(".plot:visible").count());
              assert(drawn >= 10, `${drawn} charts`);
            }
          }),
      );

      await t.step(
        "what is folded away can be opened and is sound, too",
        () =>
          withPages(html, async (open) => {
            const screen = { width: 390 };
            const opened = await open(screen);
            await opened.page.evaluate(
              "document.querySelectorAll('details').forEach((one) => { one.open = true; })",
            );
            const undrawn = opened.page.locator(".plot:not(:has(canvas))");
            await undrawn.first().waitFor({ state: "detached" });
            await assertSound(opened, screen);
          }),
      );

      await t.step(
        "Chinese first, English by one switch, which is remembered",
        () =>
          withPages(html, async (open) => {
            const { page } = await open({ width: 1440 });
            assertEquals(await page.title(), "压测报告：秒杀 · 尖峰（flash_sale · spike）");
            await page.getByText("通过", { exact: true }).waitFor();
            await page.getByRole("button", { name: "English" }).click();
            await page.getByText("Passed", { exact: true }).waitFor();
            await page.reload();
            await page.getByText("Passed", { exact: true }).waitFor();
            assertEquals(await page.title(), "Load test report: flash_sale · spike");
            assertEquals(await barriers(page), []);
          }),
      );

      await t.step(
        "all charts follow one cursor and one zoom",
        () =>
          withPages(html, async (open) => {
            const { page, complaints } = await open({ width: 1440 });
            const plot = page.locator(".plot .u-over").first();
            await plot.hover({ position: { x: 300, y: 50 } });
            const clocks = await page.locator(".chart:visible output.at").allTextContents();
            assert(clocks.length >= 10 && new Set(clocks).size === 1, clocks.join(" "));
            const box = await plot.boundingBox() ?? { x: 0, y: 0 };
            await page.mouse.move(box.x + 200, box.y + 40);
            await page.mouse.down();
            await page.mouse.move(box.x + 400, box.y + 40, { steps: 4 });
            await page.mouse.up();
            // The same place is another second now.
            await plot.hover({ position: { x: 5, y: 50 } });
            const zoomed = await page.locator(".chart:visible output.at").allTextContents();
            assert(
              new Set(zoomed).size === 1 && !["0:00", "0:01"].includes(zoomed[0] ?? ""),
              zoomed.join(" "),
            );
            assertEquals(complaints, []);
          }),
      );

      await t.step(
        "a logarithmic scale and the command at a click",
        () =>
          withPages(html, async (open) => {
            const { page, complaints } = await open({ width: 1440 });
            const log = page.locator("[data-log]:visible").first();
            await log.click();
            assertEquals(await log.getAttribute("aria-pressed"), "true");
            await page.getByRole("button", { name: "复制" }).click();
            assertEquals(complaints, []);
          }),
      );

      await t.step("failures, endless words and missing readings break no page", async () => {
        await withPages(await htmlOf(badRun()), async (open) => {
          for (const width of WIDTHS) await assertSound(await open({ width }), { width });
        });
      });

      await t.step("curves, bars and whatever else pages are made of", async () => {
        await withPages(await kitPage(), async (open) => {
          for (const screen of [{ width: 390 }, { width: 1440, dark: true }]) {
            await assertSound(await open(screen), screen);
          }
        });
      });

      await t.step("two runs compared", async () => {
        const comparison = compareRuns(run, believableRun({ seconds: 33, slowness: 2, seed: 2 }));
        const page = await comparisonHtml(comparison, { command: "deno task bench compare a b" });
        await withPages(page, async (open) => {
          for (const screen of [{ width: 390, dark: true }, { width: 1440 }]) {
            await assertSound(await open(screen), screen);
          }
        });
      });
    }),
});
