import { assertEquals } from "@std/assert";
import { json, problem, type Sent, virtualOutside } from "../../shared/virtual_outside.ts";
import { iso, NOW_MS, reservation } from "../fixtures.ts";
import { codeText, endsSoon, groupOf, isShowable } from "./coupon_groups.ts";
import { coupon, wallet } from "./fixtures.ts";
import { type Boot, createMeModel } from "./model.ts";

function open(answer: (sent: Sent) => Response | Promise<Response>, boot: Partial<Boot> = {}) {
  const outside = virtualOutside(answer);
  const model = createMeModel({
    boot: { signedIn: true, madeMs: NOW_MS, wallet: null, ...boot },
    locale: "zh",
    elder: false,
    outside,
  });
  const paths = () => outside.sent.map(({ path }) => path);
  return { model, outside, paths };
}

Deno.test("a tab is read when it is chosen, once", async () => {
  const { model, outside, paths } = open((sent) =>
    json(
      sent.path.endsWith("/wallet")
        ? wallet()
        : { items: [reservation({ title: "赣南脐橙" })], next: null },
    )
  );
  model.choose("orders");
  await outside.advance(0);
  model.choose("points");
  model.choose("orders");
  await outside.advance(0);
  assertEquals(paths(), ["/api/v1/reservations/mine", "/api/v1/wallet"]);
  assertEquals(model.orders.items.value?.map(({ title }) => title), ["赣南脐橙"]);
});

Deno.test("a long list goes on where it ended", async () => {
  const { model, outside } = open((sent) =>
    sent.path.startsWith("/api/v1/participants/mine")
      ? json({
        items: [{
          campaignId: sent.path.includes("after") ? "r2" : "r1",
          title: "t",
          joinedAt: iso(0),
          invited: 0,
          qualified: 0,
        }],
        next: sent.path.includes("after") ? null : "5.r1",
      })
      : json({})
  );
  model.choose("invites");
  await outside.advance(0);
  assertEquals(model.invites.more.value, true);
  const more = model.invites.next();
  await outside.advance(0);
  await more;
  assertEquals(outside.sent.at(-1)?.path, "/api/v1/participants/mine?after=5.r1");
  assertEquals(model.invites.items.value?.map((one) => one.campaignId), ["r1", "r2"]);
  assertEquals(model.invites.more.value, false);
});

Deno.test("a list that cannot be read says so, and is read again on a tap", async () => {
  let up = false;
  const { model, outside } = open(() =>
    up ? json({ items: [], next: null }) : problem("database-unavailable", 503)
  );
  model.choose("invites");
  await outside.advance(20_000);
  assertEquals(model.invites.failure.value, "database-unavailable");
  up = true;
  const again = model.invites.next();
  await outside.advance(0);
  await again;
  assertEquals([model.invites.failure.value, model.invites.items.value], [null, []]);
});

Deno.test("a coupon that is held out shows its use by itself, and is asked about only then", async () => {
  let used = false;
  const { model, outside } = open(
    () =>
      json(wallet({
        coupons: [
          coupon(
            used ? { state: "used", use: { kind: "redeemed", at: iso(0), unitName: "支行" } } : {},
          ),
        ],
      })),
    { wallet: wallet({ coupons: [coupon()] }) },
  );
  model.hold("k1");
  assertEquals(model.held.value?.state, "unused");
  used = true;
  await outside.advance(2_100);
  assertEquals(model.held.value?.state, "used");
  model.hold(null);
  const before = outside.sent.length;
  await outside.advance(60_000);
  assertEquals(outside.sent.length, before);
});

Deno.test("a page that nobody looks at does not ask about the coupon", async () => {
  const { model, outside } = open(() => json(wallet({ coupons: [coupon()] })), {
    wallet: wallet({ coupons: [coupon()] }),
  });
  model.hold("k1");
  model.visible(false);
  await outside.advance(60_000);
  assertEquals(outside.sent.length, 0);
  model.visible(true);
  await outside.advance(2_100);
  assertEquals(model.held.value?.id, "k1");
  assertEquals(outside.sent.length, 2);
});

Deno.test("a session that has ended shows the page of whoever is signed out", async () => {
  const { model, outside } = open(() => problem("unauthenticated", 401), {
    wallet: wallet({ coupons: [coupon()] }),
  });
  const reading = model.refresh();
  await outside.advance(0);
  await reading;
  assertEquals([model.signedIn.value, model.wallet.value], [false, null]);
});

Deno.test("signing in reads what the chosen tab shows", async () => {
  const { model, outside, paths } = open(() => json(wallet()), { signedIn: false });
  model.choose("points");
  await outside.advance(0);
  assertEquals(paths(), []);
  const done = model.signedInNow();
  await outside.advance(0);
  await done;
  assertEquals(paths(), ["/api/v1/wallet"]);
});

Deno.test("server time ends a coupon, whether or not anybody said so", () => {
  const one = coupon({ validFrom: iso(0), validUntil: iso(10) });
  assertEquals([groupOf(one, NOW_MS), groupOf(one, NOW_MS + 10)], ["usable", "over"]);
  assertEquals(
    [isShowable(one, NOW_MS - 1), isShowable(one, NOW_MS), isShowable(one, NOW_MS + 10)],
    [false, true, false],
  );
  assertEquals([endsSoon(one, NOW_MS), endsSoon(coupon(), NOW_MS)], [true, false]);
});

Deno.test("used, locked and revoked coupons are told apart and cannot be shown", () => {
  assertEquals(
    (["used", "locked", "revoked", "expired"] as const).map((state) => {
      const one = coupon({ state });
      return [groupOf(one, NOW_MS), isShowable(one, NOW_MS)];
    }),
    [["used", false], ["usable", false], ["over", false], ["over", false]],
  );
});

Deno.test("a code is read in groups of four", () => {
  assertEquals(codeText("1234567890123456"), "1234 5678 9012 3456");
});

Deno.test("in another language the wallet's reasons are asked for again", async () => {
  const { model, outside } = open(
    (sent) =>
      json(wallet({
        coupons: [coupon({ state: "revoked", reason: sent.headers.get("Accept-Language") })],
      })),
    { wallet: wallet() },
  );
  model.show({ elder: true });
  await outside.advance(0);
  assertEquals(outside.sent.length, 0);
  model.show({ locale: "en" });
  await outside.advance(0);
  assertEquals(model.wallet.value?.coupons[0]?.reason, "en");
});
