/** Accounts in memory, without sessions: for tests. */
import type { Random } from "../../../engine/mod.ts";
import type { StaffJson } from "../../shared/api.ts";
import type { Accounts } from "./accounts.ts";
import { hashPassword, isPassword } from "./password.ts";

/** A member of staff with a password in clear, only for seeds. */
export interface AccountSeed extends StaffJson {
  readonly password: string;
}

/** Hashes the seeds' passwords; from then on only hashes are kept. */
export async function createMemoryAccounts(
  seeds: readonly AccountSeed[],
  random: Random,
): Promise<Accounts> {
  const byName = new Map<string, { staff: StaffJson; hash: string }>();
  const byId = new Map<string, StaffJson>();
  await Promise.all(seeds.map(async ({ password, ...staff }) => {
    byName.set(staff.username, { staff, hash: await hashPassword(password, random.id(16)) });
    byId.set(staff.id, staff);
  }));
  const nobody = await hashPassword(random.id(21), random.id(16));
  return {
    async signIn({ username, password }) {
      const found = byName.get(username);
      const right = await isPassword(password, found?.hash ?? nobody);
      return found !== undefined && right
        ? { kind: "staff", staff: found.staff, session: null }
        : { kind: "refused" };
    },
    find: (id) => Promise.resolve(byId.get(id) ?? null),
    signOut: () => Promise.resolve(),
  };
}
