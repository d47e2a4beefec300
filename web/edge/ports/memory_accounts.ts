/** Accounts in memory with scrypt hashes: for the demo and for tests. */
import { Buffer } from "node:buffer";
import { scrypt, timingSafeEqual } from "node:crypto";
import type { Random } from "../../../engine/mod.ts";
import type { StaffJson } from "../../shared/api.ts";
import type { Accounts } from "./accounts.ts";

/** A member of staff with a password in clear, only for seeds. */
export interface AccountSeed extends StaffJson {
  readonly password: string;
}

/** Cost of one hash: about 50 ms and 16 MB, off the main thread. */
const SCRYPT = { N: 16_384, r: 8, p: 1 } as const;
const HASH_BYTES = 32;

/** Hashes the seeds' passwords; from then on only hashes are kept. */
export async function createMemoryAccounts(
  seeds: readonly AccountSeed[],
  random: Random,
): Promise<Accounts> {
  const byName = new Map<string, { staff: StaffJson; salt: string; hash: Buffer }>();
  const byId = new Map<string, StaffJson>();
  await Promise.all(seeds.map(async ({ password, ...staff }) => {
    const salt = random.id(16);
    byName.set(staff.username, { staff, salt, hash: await hashOf(password, salt) });
    byId.set(staff.id, staff);
  }));
  const nobody = { salt: random.id(16), hash: await hashOf(random.id(21), "nobody") };
  return {
    async signIn(username, password) {
      const found = byName.get(username);
      const { salt, hash } = found ?? nobody;
      const right = timingSafeEqual(await hashOf(password, salt), hash);
      return found !== undefined && right
        ? { kind: "staff", staff: found.staff }
        : { kind: "refused" };
    },
    find: (id) => Promise.resolve(byId.get(id) ?? null),
  };
}

function hashOf(password: string, salt: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password, salt, HASH_BYTES, SCRYPT, (error, hash) => {
      if (error === null) resolve(hash);
      else reject(error);
    });
  });
}
