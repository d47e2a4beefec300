import { assertEquals } from "@std/assert";
import type { RedeemableJson } from "../../shared/api_wallet.ts";
import { json, problem, type Sent } from "../../shared/virtual_outside.ts";
import { openShell, STAFF } from "../fixtures.ts";
import { createRedeem } from "./redeem_model.ts";

const CODE = "1234567890123456";
const COUPON: RedeemableJson = {
  code: CODE,
  rules: {
    title: "新客立减券",
    amountFen: 1_000,
    minimumFen: 0,
    validity: { kind: "days", days: 30 },
    units: [],
    note: "",
  },
  state: "unused",
  customer: "139****0101",
  validFrom: "2026-11-22T00:00:00.000Z",
  validUntil: "2026-12-22T00:00:00.000Z",
  use: null,
  redeemable: true,
  why: null,
};
const USED: RedeemableJson = {
  ...COUPON,
  state: "used",
  use: { kind: "redeemed", at: "2026-11-22T11:29:59.000Z", unitName: "八一支行", by: "李" },
  redeemable: false,
  why: "已经用过",
};

async function open(answer: (sent: Sent) => Response | null) {
  const { shell, outside } = await openShell((sent) =>
    answer(sent) ?? (sent.path.endsWith(CODE) ? json(COUPON) : null)
  );
  const model = createRedeem(shell);
  const counter = () => model.counter.value.kind;
  const look = async () => {
    model.type("1234 5678 9012 3456");
    await outside.advance(10);
  };
  const redeem = async (waitMs = 10) => {
    const done = model.redeem();
    await outside.advance(waitMs);
    await done;
  };
  return { shell, outside, model, counter, look, redeem };
}

Deno.test("the last digit looks the coupon up, and redeeming it clears the counter for the next", async () => {
  const { model, outside, counter, look, redeem } = await open((sent) =>
    sent.path.endsWith("/redeem") ? json({ ...USED, use: { ...USED.use, by: "王" } }) : null
  );
  model.type("1234 5678");
  assertEquals([counter(), outside.sent.filter((one) => one.path.includes("coupons"))], [
    "empty",
    [],
  ]);
  await look();
  assertEquals(counter(), "coupon");
  await redeem();
  assertEquals([counter(), model.digits.value, model.history.value.length], ["redeemed", "", 1]);
});

Deno.test("a second redemption is refused and shows when, where and by whom the first was", async () => {
  let used = false;
  const { model, look, redeem } = await open((sent) => {
    if (!sent.path.endsWith("/redeem")) return used ? json(USED) : null;
    used = true;
    return problem("already-used", 409, { title: "已经核销", detail: "这张券已经用过。" });
  });
  await look();
  await redeem();
  const shown = model.counter.value;
  assertEquals(shown.kind === "coupon" && [shown.refusal?.text, shown.coupon.use], [
    "已经核销：这张券已经用过。",
    USED.use,
  ]);
  assertEquals(model.history.value, []);
});

Deno.test("one press is one redemption: a repetition after silence carries the same key", async () => {
  let posts = 0;
  const { outside, counter, look, redeem, model } = await open((sent) => {
    if (!sent.path.endsWith("/redeem")) return null;
    return ++posts === 1 ? problem("outcome-unknown", 503) : json(USED);
  });
  await look();
  void model.redeem();
  await redeem(5_000);
  const keys = outside.sent.filter((one) => one.method === "POST")
    .map((one) => one.headers.get("Idempotency-Key"));
  assertEquals([counter(), keys.length, new Set(keys).size], ["redeemed", 2, 1]);
});

Deno.test("a redemption whose answer is lost is known by what the coupon says", async () => {
  for (
    const [by, outcome] of [[STAFF.name, "redeemed"], ["李", "coupon"]] as const
  ) {
    let lost = false;
    const { counter, look, redeem } = await open((sent) => {
      if (sent.path.endsWith("/redeem")) {
        lost = true;
        throw new Error("no connection");
      }
      return lost && sent.path.endsWith(CODE) ? json({ ...USED, use: { ...USED.use, by } }) : null;
    });
    await look();
    await redeem(30_000);
    assertEquals(counter(), outcome, by);
  }
});

Deno.test("an answer for a code that was typed over is not shown", async () => {
  const { model, outside, counter } = await open((sent) =>
    sent.path.endsWith(CODE) ? problem("not-found", 404) : null
  );
  model.type(CODE);
  model.clear();
  await outside.advance(100);
  assertEquals([counter(), model.digits.value], ["empty", ""]);
  model.type(CODE);
  await outside.advance(100);
  assertEquals(counter(), "unread");
});

Deno.test("the history outlives the page and not the person", async () => {
  const { shell, model, outside, look, redeem } = await open((sent) =>
    sent.path.endsWith("/redeem")
      ? json(USED)
      : sent.path.endsWith("/login")
      ? json({ token: "t", staff: { ...STAFF, id: "s9" } })
      : null
  );
  await look();
  await redeem();
  assertEquals(createRedeem(shell).history.value, model.history.value);
  const signing = shell.signIn("other", "x");
  await outside.advance(10);
  await signing;
  assertEquals(createRedeem(shell).history.value, []);
});
