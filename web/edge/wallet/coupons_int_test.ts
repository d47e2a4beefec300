/** Coupon templates on both databases, and redemption in the change log. */
import { assertEquals, assertRejects } from "@std/assert";
import type { CouponTemplateJson, CouponTemplateRequest } from "../../shared/api_wallet.ts";
import { couponRulesOf } from "../../store/coupons/coupon_rules.ts";
import { DatabaseUnavailable } from "../../store/database.ts";
import { eachBank } from "../fixtures/bank_rows.ts";
import { give } from "../fixtures/coupons.ts";
import { problemOf, type SendOptions, STAFF, type TestEdge } from "../fixtures/edge.ts";
import { referralOf } from "../fixtures/referral.ts";

const PATH = "/api/v1/coupon-templates";

const templateOf = (part: Partial<CouponTemplateRequest> = {}): CouponTemplateRequest => ({
  title: "满 50 减 10",
  amountFen: 1_000,
  minimumFen: 5_000,
  validity: { kind: "days", days: 30 },
  units: [],
  note: "每人每次一张",
  ...part,
});

async function written(
  edge: TestEdge,
  as: SendOptions["as"],
  part: Partial<CouponTemplateRequest> = {},
): Promise<CouponTemplateJson> {
  const reply = await edge.post(PATH, {
    ...(as === undefined ? {} : { as }),
    body: templateOf(part),
  });
  assertEquals(reply.status, 201, reply.text);
  return reply.json;
}

function patch(edge: TestEdge, id: string, options: SendOptions) {
  return edge.send(`${PATH}/${id}`, { method: "PATCH", ...options });
}

const titles = (list: { readonly items: readonly CouponTemplateJson[] }) =>
  list.items.map(({ title }) => title);

eachBank("templates are written by a unit and seen by those above and below it", async (edge) => {
  const own = await written(edge, STAFF.bank, { title: "甲" });
  assertEquals([own.unit, own.version, own.on], ["jx.a", 1, true]);
  await edge.world.advance(10);
  await written(edge, STAFF.province, { title: "全省" });
  await edge.world.advance(10);
  await written(edge, STAFF.otherBank, { title: "乙", on: false });
  const seen = async (as: SendOptions["as"], query = "") =>
    titles((await edge.send(PATH + query, as === undefined ? {} : { as })).json);
  assertEquals(await seen(STAFF.manager), ["全省", "甲"]);
  assertEquals(await seen(STAFF.otherBank), ["乙", "全省"]);
  assertEquals(await seen(STAFF.province), ["乙", "全省", "甲"]);
  assertEquals(await seen(STAFF.otherBank, "?on=true"), ["全省"]);
  const first = (await edge.send(`${PATH}?limit=2`, { as: STAFF.sre })).json;
  const rest = (await edge.send(`${PATH}?limit=2&after=${first.next}`, { as: STAFF.sre })).json;
  assertEquals([titles(first), titles(rest), rest.next], [["乙", "全省"], ["甲"], null]);
  problemOf(await edge.post(PATH, { as: STAFF.manager, body: templateOf() }), 403, "forbidden");
});

eachBank(
  "a template is changed in the version that was read, within its scope, and logged",
  async (edge, sql) => {
    const { id } = await written(edge, STAFF.bank);
    const from = "2026-12-01T00:00:00.000Z";
    const validity = { kind: "dates", from, until: "2026-12-31T16:00:00.000Z" } as const;
    const body = { version: 1, validity, units: ["jx.a.1"], on: false };
    const changed = await patch(edge, id, { as: STAFF.approver, body });
    assertEquals([changed.status, changed.json.version, changed.json.on], [200, 2, false]);
    assertEquals([changed.json.validity, changed.json.units], [validity, ["jx.a.1"]]);
    const stale = problemOf(await patch(edge, id, { as: STAFF.bank, body }), 409, "stale");
    assertEquals(stale.version, 2);
    problemOf(await patch(edge, id, { as: STAFF.otherBank, body }), 404, "not-found");
    problemOf(await patch(edge, id, { as: STAFF.outlet, body }), 403, "forbidden");
    problemOf(await patch(edge, "none", { as: STAFF.bank, body }), 404, "not-found");
    const log = await sql`select action, by, unit, after from bank.change order by at_ms, id`;
    assertEquals(log.map(({ action, by, unit }) => [action, by, unit]), [
      ["coupon-template.created", "s-bank", "jx.a"],
      ["coupon-template.changed", "s-approver", "jx.a"],
    ]);
    assertEquals(Object.keys(log[1]?.after).toSorted(), [
      "on",
      "outlets",
      "validDays",
      "validFrom",
      "validUntil",
    ]);
  },
);

eachBank("wrong fields are named with their fix", async (edge) => {
  const wrong = async (part: Record<string, unknown>) => {
    const body = { ...templateOf(), ...part };
    const problem = problemOf(await edge.post(PATH, { as: STAFF.bank, body }), 422, "invalid");
    return problem.errors?.map(({ field }) => field);
  };
  assertEquals(await wrong({ amountFen: -1, minimumFen: 0.5, title: " " }), [
    "title",
    "amountFen",
    "minimumFen",
  ]);
  const from = "2026-12-01T00:00:00.000Z";
  assertEquals(await wrong({ validity: { kind: "dates", from, until: from } }), ["validity.until"]);
  const past = { kind: "dates", from: "2020-01-01T00:00:00Z", until: "2020-02-01T00:00:00Z" };
  assertEquals(await wrong({ validity: past }), ["validity.until"]);
  assertEquals(await wrong({ units: ["jx.a.1", "jx.b"] }), ["units.1"]);
  assertEquals(await wrong({ units: ["jx.a.9"] }), ["units.0"]);
  assertEquals(await wrong({ amountFen: Number.MAX_SAFE_INTEGER }), ["amountFen"]);
});

eachBank(
  "a campaign's coupons take their rules from templates, as they are when it is written",
  async (edge, _sql, flow) => {
    const bank = await written(edge, STAFF.bank);
    const all = await written(edge, STAFF.province, { title: "全省通用" });
    const reward = (ref: string) => ({ kind: "coupon", ref, amount: 700 } as const);
    const rewards = [reward(bank.id), reward(all.id), reward("自定义")];
    const rules = await couponRulesOf(flow.database, rewards);
    assertEquals(rules[bank.id]?.units, ["jx.a"], "a bank's coupons are redeemed at its outlets");
    assertEquals([rules[all.id]?.title, rules[all.id]?.units], ["全省通用", []]);
    const named = { title: "自定义", amountFen: 700, minimumFen: 0, units: [], note: "" };
    assertEquals(rules["自定义"], { ...named, validity: { kind: "days", days: 90 } });
    const draft = (ref: string) =>
      edge.post("/api/v1/campaigns", {
        as: STAFF.bank,
        body: referralOf({ rewards: { perInvitee: reward(ref) }, budget: { fen: 700_000 } }),
      });
    const created = await draft(all.id);
    assertEquals([created.status, created.json.coupons?.[all.id]?.title], [201, "全省通用"]);
    flow.stop();
    problemOf(await draft(all.id), 503, "database-unavailable");
    await assertRejects(() => couponRulesOf(flow.database, rewards), DatabaseUnavailable);
    const points = { perInvitee: { kind: "points", ref: "points", amount: 100 } } as const;
    const plain = await edge.post("/api/v1/campaigns", {
      as: STAFF.bank,
      body: referralOf({ rewards: points }),
    });
    assertEquals(plain.status, 201, "nothing of it is asked of the database");
  },
);

eachBank(
  "a redemption names the outlet and whoever redeemed, and stands in the change log",
  async (edge, sql, flow) => {
    const { code, id } = await give(edge, "ann");
    const redeem = (of: string) => edge.post(`/api/v1/coupons/${of}/redeem`, { as: STAFF.manager });
    const redeemed = await redeem(code);
    assertEquals(redeemed.status, 200, redeemed.text);
    assertEquals([redeemed.json.use.unitName, redeemed.json.use.by], ["甲一支行", "陈安"]);
    const log = await sql`select action, by, subject, unit from bank.change`;
    assertEquals(log.map((row) => ({ ...row })), [
      { action: "coupon.redeemed", by: "s-manager", subject: `coupon/${id}`, unit: "jx.a.1" },
    ]);
    flow.stop();
    const second = await give(edge, "ann", { id: "x.0.2" });
    assertEquals((await redeem(second.code)).json.use.unitName, "jx.a.1", "the database is away");
  },
);

eachBank("a coupon of some outlets names them in the customer's wallet", async (edge, sql) => {
  const [unit] = await sql<{ name: string }[]>`select name from bank.unit where id = 'jx.a.1'`;
  assertEquals(typeof unit?.name, "string");
  const coupon = await give(edge, "ann", { rules: { units: ["jx.a.1", "jx.gone"] } });
  assertEquals(coupon.unitNames, [unit?.name, "jx.gone"]);
});
