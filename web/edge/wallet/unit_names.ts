/** What the outlets of coupons are called: from rows, and unsaid while the database is away. */
import type { WalletView } from "../../../actors/wallet/protocol.ts";
import { isUnavailable } from "../../store/database.ts";
import type { EdgeOptions } from "../options.ts";

/** By id; null where the database does not answer. */
export type UnitNames = ReadonlyMap<string, string> | null;

/** Of all units that coupons of this wallet are limited to; asks nobody where there are none. */
export async function unitNamesOf(
  { database }: Pick<EdgeOptions, "database">,
  { coupons }: Pick<WalletView, "coupons">,
): Promise<UnitNames> {
  const ids = [...new Set(coupons.flatMap(({ rules }) => rules.units))];
  if (ids.length === 0) return new Map();
  if (database === null || !database.available()) return null;
  try {
    const rows = await database.sql<{ id: string; name: string }[]>`
      select id, name from bank.unit where id = any(${ids}::text[])`;
    return new Map(rows.map(({ id, name }) => [id, name]));
  } catch (error) {
    if (isUnavailable(error)) return null;
    throw error;
  }
}
