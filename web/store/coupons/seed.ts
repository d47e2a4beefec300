/** Coupon templates of a demo: of head office, of a member bank, and of one outlet. */
import type { Sql } from "postgres";
import type { CouponRules } from "../../../actors/wallet/protocol.ts";
import { columnsOf } from "./templates.ts";

interface DemoTemplate {
  readonly id: string;
  readonly unit: string;
  readonly rules: CouponRules;
}

const BANK = "jx.3601";
const OUTLET = "jx.3601.360102002";

const TEMPLATES: readonly DemoTemplate[] = [
  {
    id: "welcome-10",
    unit: "jx",
    rules: {
      title: "助农商品满 50 减 10",
      amountFen: 1_000,
      minimumFen: 5_000,
      validity: { kind: "days", days: 30 },
      units: [],
      note: "全省农商银行云店通用，每笔订单限用一张。",
    },
  },
  {
    id: "harvest-5",
    unit: BANK,
    rules: {
      title: "助农秒杀立减 5 元",
      amountFen: 500,
      minimumFen: 0,
      validity: { kind: "days", days: 60 },
      units: [],
      note: "付款时选用，也可到任一网点抵用。",
    },
  },
  {
    id: "rice-2kg",
    unit: OUTLET,
    rules: {
      title: "井冈山红米 2 公斤 到店领取",
      amountFen: 1_990,
      minimumFen: 0,
      validity: { kind: "days", days: 90 },
      units: [OUTLET],
      note: "凭券码到网点大堂领取。",
    },
  },
];

/** Writes them where no template is yet and their unit is there. */
export async function seedTemplates(sql: Sql, nowMs: number): Promise<void> {
  await sql.begin(async (tx) => {
    const [any] = await tx`select 1 from bank.coupon_template limit 1`;
    if (any !== undefined) return;
    const units = await tx<{ id: string }[]>`
      select id from bank.unit where id in ${tx(TEMPLATES.map(({ unit }) => unit))}`;
    const known = new Set(units.map(({ id }) => id));
    for (const { id, unit, rules } of TEMPLATES) {
      if (!known.has(unit)) continue;
      const stamps = { created_ms: nowMs, updated_ms: nowMs, updated_by: "system" };
      const row = { id, unit, ...columnsOf(rules), is_on: true, ...stamps };
      await tx`insert into bank.coupon_template ${tx(row)} on conflict do nothing`;
    }
  });
}
