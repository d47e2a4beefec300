import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { customer, iso, manager, reservation, sale } from "./fixtures.ts";
import { renderLostPage } from "./lost_page.tsx";
import type { Boot } from "./model.ts";
import { renderSalePage } from "./page.tsx";

function html(boot: Partial<Boot> = {}, locale: "zh" | "en" = "zh"): string {
  return renderSalePage({
    boot: { campaign: sale(), me: null, signedIn: false, demo: false, ...boot },
    locale,
    elder: false,
    assets: { script: "/assets/h5.1.js", style: "/assets/h5.1.css" },
  });
}

Deno.test("first paint says what, how much, how many are left, when, and what to do", () => {
  const page = html({ campaign: sale({ startsAt: iso(3_661_000), phase: "scheduled" }) });
  for (
    const text of ["赣南脐橙", "¥9.90", "剩余 6 件", "共 10 件", "1小时1分1秒", "登录并预约提醒"]
  ) {
    assertStringIncludes(page, text);
  }
});

Deno.test("a winner's first paint shows the reservation, not the sale", () => {
  const page = html({
    signedIn: true,
    me: customer({ reservations: [reservation({ state: "confirmed" })] }),
  });
  assertStringIncludes(page, "已抢到");
  assertStringIncludes(page, "c1.0.1");
});

Deno.test("whoever came by a manager's link sees the card, without the number", () => {
  const page = html({ manager: manager({ name: `陈"<b>` }), via: "staff-ann" });
  for (
    const text of ["高级客户经理", "南昌农商银行 · 滕王阁支行", "打电话", 'href="/s/staff-ann"']
  ) {
    assertStringIncludes(page, text);
  }
  assert(!page.includes(`陈"<b>`));
  assert(!html().includes("manager-card"));
  assert(!html({ manager: manager({ phone: null }) }).includes("打电话"));
});

Deno.test("first paint in English where the cookie says so", () => {
  const page = html({}, "en");
  assertStringIncludes(page, '<html lang="en">');
  assertStringIncludes(page, "6 left");
});

Deno.test("a title cannot break out of the page", () => {
  const title = `</script><script>alert(1)</script>"'&<u>`;
  const page = html({ campaign: sale({ title }) });
  assert(!page.includes("<script>alert"));
  assert(!page.includes("<u>"));
  const data = /<script type="application\/json" id="boot">(.*?)<\/script>/s.exec(page)?.[1] ?? "";
  assertEquals(JSON.parse(data).boot.campaign.title, title);
});

Deno.test("the page keeps to the content security policy: no inline script, style or handler", () => {
  const page = html();
  assert(!/<[^>]+ on[a-z]+=/.test(page));
  assert(!/ style=/.test(page));
  assert(!/<style/.test(page));
  assert(!/(src|href)="(https?:)?\/\//.test(page));
  assertEquals(page.match(/<script(?! type="application\/json")[^>]*>/g), [
    '<script type="module" src="/assets/h5.1.js">',
  ]);
});

Deno.test("the page has one h1 and a name for every button", () => {
  const page = html({ campaign: sale({ perCustomerMax: 3, perOrderMax: 3 }), signedIn: true });
  assertEquals(page.match(/<h1/g)?.length, 1);
  for (const [, attributes = "", text = ""] of page.matchAll(/<button([^>]*)>(.*?)<\/button>/gs)) {
    assert(attributes.includes("aria-label=") || text.trim() !== "", attributes);
  }
});

Deno.test("a sale that does not exist is said in words", () => {
  assertStringIncludes(
    renderLostPage({ locale: "zh", elder: false, style: "/a.css" }),
    "没有找到这场活动",
  );
});

Deno.test("what a sale grants stands among its terms", () => {
  const grants = { kind: "coupon", ref: "t10", amount: 1_000 } as const;
  assertStringIncludes(html({ campaign: sale({ grants }) }), "¥10.00 优惠券，成功后放入");
  assert(!html().includes("购买即赠"));
});

Deno.test("a receipt says what a coupon took off, and what was paid", () => {
  const paid = reservation({ state: "confirmed", discountFen: 490 });
  const page = html({ signedIn: true, me: customer({ reservations: [paid] }) });
  assertStringIncludes(page, "用券抵扣 ¥4.90");
  assertStringIncludes(page, "<dd>¥5.00</dd>");
});
