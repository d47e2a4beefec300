import { assert, assertEquals } from "@std/assert";
import type { Page } from "playwright-core";
import { qrSvg } from "../../share/qr.ts";
import { barriers } from "../../testing/browser.ts";
import { browserTests } from "../../testing/browser_tests.ts";
import { EVENTS_SECRET, openReferral, writeTemplate } from "../../testing/referral_people.ts";
import { enter, overflows } from "../../testing/staff.ts";

const WAIT_MS = 15_000;
const POLL_MS = 200;

const browserTest = browserTests({ atOnce: 2, env: { EVENTS_SECRET } });

/** Codes of coupons that `customer` has won, one for each friend who opened an account. */
async function wins(
  origin: string,
  of: { customer: string; friends: number },
): Promise<readonly string[]> {
  const ref = await writeTemplate(origin);
  const campaign = await openReferral(origin, {
    rewards: { perInvitee: { kind: "coupon", ref, amount: 1_000 } },
  });
  const { link } = await campaign.join(of.customer);
  for (let friend = 0; friend < of.friends; friend++) {
    const name = `${of.customer}-friend-${friend}`;
    await campaign.join(name, link.code);
    await campaign.qualify(name);
  }
  for (;;) {
    const { coupons } = await campaign.wallet(of.customer);
    if (coupons.length === of.friends) return coupons.map((one) => one.code);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** Who is signed in. */
async function nameOf(page: Page): Promise<string> {
  const answer = await page.context().request.get("/api/v1/staff/me");
  const { staff } = await answer.json();
  return staff.name;
}

function originOf(page: Page): string {
  return new URL(page.url()).origin;
}

browserTest(
  "a coupon is redeemed once: the second counter sees when, where and by whom the first was",
  async ({ person }) => {
    const counter = await person();
    await enter(counter, { username: "manager", path: "/redeem" });
    const [code = "", next = ""] = await wins(originOf(counter), {
      customer: "redeem-ann",
      friends: 2,
    });
    const field = counter.getByLabel("券码", { exact: true });
    await field.pressSequentially(code);
    assertEquals(await field.inputValue(), code.replace(/(\d{4})(?=\d)/g, "$1 "));
    await counter.getByRole("heading", { name: "新客立减券" }).waitFor();
    await counter.getByText("减 ¥10.00").waitFor();
    await counter.getByText("满 ¥50.00 可用").waitFor();
    assertEquals(await barriers(counter), []);
    assert(!await overflows(counter));

    const other = await person({ wide: true });
    await enter(other, { username: "bank", path: "/redeem" });
    await other.getByLabel("券码", { exact: true }).fill(code);
    await other.getByRole("button", { name: "确认核销" }).waitFor();

    await counter.getByRole("button", { name: "确认核销" }).click();
    await counter.getByText("核销成功").waitFor();
    await counter.locator(".redeemed li").filter({ hasText: "新客立减券" }).waitFor();

    await other.getByRole("button", { name: "确认核销" }).click();
    const used = other.locator(".coupon .used");
    await used.getByText("今天").waitFor();
    await used.getByText(await nameOf(counter)).waitFor();
    assertEquals(await other.getByRole("button", { name: "确认核销" }).count(), 0);
    assertEquals(await barriers(other), []);

    await counter.getByRole("button", { name: "下一张" }).click();
    await field.fill("1234 5678 9012 3456");
    await counter.getByText("没有这张券").waitFor();
    await field.fill(next);
    await counter.getByRole("button", { name: "确认核销" }).click();
    await counter.locator(".redeemed li").nth(1).waitFor();
  },
);

browserTest(
  "a code is read by the camera, and another picture is said to be another",
  async ({ person }) => {
    const page = await person();
    await enter(page, { username: "manager", path: "" });
    const [code = ""] = await wins(originOf(page), { customer: "scan-ann", friends: 1 });
    await page.addInitScript(showToCamera, [
      svgUrl("https://bank.example/r/abc"),
      svgUrl(code),
    ]);
    await page.goto("/console/redeem");
    await page.getByRole("button", { name: "扫码" }).click();
    await page.getByText("这不是优惠券的二维码").waitFor({ timeout: WAIT_MS });
    await page.getByRole("heading", { name: "新客立减券" }).waitFor({ timeout: WAIT_MS });
    assertEquals(await page.locator("video").count(), 0, "the camera is closed");
  },
);

browserTest("without a camera the page says what to do instead", async ({ person }) => {
  const page = await person();
  await enter(page, { username: "manager", path: "/redeem" });
  await page.getByRole("button", { name: "扫码" }).click();
  await page.getByText("请直接输入券码").waitFor({ timeout: WAIT_MS });
  await page.getByRole("button", { name: "关闭相机" }).click();
  await page.getByLabel("券码", { exact: true }).waitFor();
});

function svgUrl(text: string): string {
  return `data:image/svg+xml,${encodeURIComponent(qrSvg(text, 400))}`;
}

/** Runs in the page: holds pictures before the camera, one after the other. */
function showToCamera(pictures: readonly string[]): void {
  const SHOWN_MS = 2_500;
  navigator.mediaDevices.getUserMedia = async () => {
    const canvas = document.createElement("canvas");
    canvas.width = 640;
    canvas.height = 480;
    const pen = canvas.getContext("2d");
    const images = await Promise.all(pictures.map(async (source) => {
      const image = new Image();
      image.src = source;
      await image.decode();
      return image;
    }));
    const beganMs = performance.now();
    const draw = () => {
      const at = Math.floor((performance.now() - beganMs) / SHOWN_MS);
      const image = images[Math.min(at, images.length - 1)];
      if (pen === null || image === undefined) return;
      pen.fillStyle = "#ccc";
      pen.fillRect(0, 0, 640, 480);
      pen.drawImage(image, 180, 100, 280, 280);
      requestAnimationFrame(draw);
    };
    draw();
    return canvas.captureStream(15);
  };
}
