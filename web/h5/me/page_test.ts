import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { iso, NOW_MS } from "../fixtures.ts";
import { coupon, entry, wallet } from "./fixtures.ts";
import type { Boot } from "./model.ts";
import { renderMePage } from "./page.tsx";

function html(boot: Partial<Boot> = {}, locale: "zh" | "en" = "zh"): string {
  return renderMePage({
    boot: { signedIn: true, madeMs: NOW_MS, wallet: null, ...boot },
    locale,
    elder: false,
    assets: { script: "/assets/me.1.js", style: "/assets/me.1.css" },
  });
}

Deno.test("first paint shows what each coupon is worth, from when it is taken and until when", () => {
  const page = html({
    wallet: wallet({
      coupons: [coupon(), coupon({ id: "k2", validUntil: iso(86_400_000) })],
    }),
  });
  for (
    const text of [
      "¥10.00",
      "商超满减券",
      "满 ¥50.00 可用",
      "12月21日 20:00 前有效",
      "即将过期",
      "出示使用",
    ]
  ) assertStringIncludes(page, text);
});

Deno.test("a code is in no picture and no text of the page before it is held out", () => {
  const page = html({ wallet: wallet({ coupons: [coupon()] }) });
  const [body = ""] = page.split('<script type="application/json"');
  assert(!body.includes("1234"));
  assert(!body.includes("qr.svg"));
});

Deno.test("signed out, the page says what is behind the sign-in and nothing else", () => {
  const page = html({ signedIn: false });
  assertStringIncludes(page, "登录后查看您的优惠券");
  assert(!page.includes("tablist"));
});

Deno.test("while the wallet is being read its place is held", () => {
  assertStringIncludes(html(), "正在读取");
});

Deno.test("an empty wallet says how to fill it", () => {
  assertStringIncludes(html({ wallet: wallet() }), "还没有可用的券");
});

Deno.test("first paint in English where the cookie says so", () => {
  const page = html(
    { wallet: wallet({ points: { ...wallet().points, entries: [entry()] } }) },
    "en",
  );
  assertStringIncludes(page, '<html lang="en">');
  assertStringIncludes(page, "My things");
});

Deno.test("the page keeps to the content security policy and names every button", () => {
  const page = html({ wallet: wallet({ coupons: [coupon()] }) });
  assert(!/<[^>]+ on[a-z]+=/.test(page));
  assert(!/ style=/.test(page));
  assertEquals(page.match(/<h1/g)?.length, 1);
  for (const [, attributes = "", text = ""] of page.matchAll(/<button([^>]*)>(.*?)<\/button>/gs)) {
    assert(attributes.includes("aria-label=") || text.trim() !== "", attributes);
  }
});

Deno.test("a coupon that is limited to outlets names them, as far as their names are known", () => {
  const rules = { ...coupon().rules, units: ["jx.a.1", "jx.a.2"] };
  const shown = (unitNames: readonly string[] | null) =>
    html({ wallet: wallet({ coupons: [coupon({ rules, unitNames })] }) });
  assertStringIncludes(shown(["滕王阁支行", "红谷滩支行"]), "限滕王阁支行、红谷滩支行使用");
  assertStringIncludes(shown(null), "指定网点可用");
});
