/** Who stands behind the counter, by name and outlet: from rows, and by their ids while the database is away. */
import type { Actor } from "../../../actors/campaign/protocol.ts";
import { recordChange } from "../../store/changes.ts";
import { isUnavailable } from "../../store/database.ts";
import { lineOf } from "../../store/catalogue/rules.ts";
import type { Services } from "../services.ts";

export interface Redeemer {
  readonly by: string;
  readonly unit: string;
  readonly unitName: string;
  /** From the outlet up. */
  readonly units: readonly string[];
}

export async function redeemerOf(services: Services, staff: Actor): Promise<Redeemer> {
  const { id: by, unit } = staff;
  const units = lineOf(unit).toReversed();
  const rows = await asked(services, (sql) =>
    sql<{ name: string }[]>`
    select name from bank.unit where id = ${unit}`);
  return { by, unit, unitName: rows?.[0]?.name ?? unit, units };
}

/** The name of a member of staff; the id where it is not known now. */
export async function staffName(services: Services, id: string): Promise<string> {
  const rows = await asked(services, (sql) =>
    sql<{ name: string }[]>`
    select name from bank.staff where id = ${id}`);
  return rows?.[0]?.name ?? id;
}

/** A redemption in the change log. The wallet has it anyway, so a database that is away refuses nobody. */
export async function logRedemption(
  services: Services,
  one: {
    readonly redeemer: Redeemer;
    readonly coupon: string;
    readonly title: string;
    readonly amountFen: number;
    readonly atMs: number;
  },
): Promise<void> {
  const { redeemer, coupon, title, amountFen, atMs } = one;
  const written = await asked(services, async (sql) => {
    await recordChange(sql, {
      atMs: Math.floor(atMs),
      by: redeemer.by,
      action: "coupon.redeemed",
      subject: `coupon/${coupon}`,
      unit: redeemer.unit,
      before: null,
      after: { title, amountFen },
    });
    return true;
  });
  if (written === null) services.log.warn("redemption is not in the change log", { coupon });
}

/** Null where the database does not answer. */
async function asked<Value>(
  { database }: Services,
  ask: (sql: NonNullable<Services["database"]>["sql"]) => Promise<Value>,
): Promise<Value | null> {
  if (database === null || !database.available()) return null;
  try {
    return await ask(database.sql);
  } catch (error) {
    if (isUnavailable(error)) return null;
    throw error;
  }
}
