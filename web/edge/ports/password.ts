/** Passwords as scrypt hashes (RFC 7914), and which ones are too weak. */
import { Buffer } from "node:buffer";
import { scrypt, timingSafeEqual } from "node:crypto";

/** Cost of one hash: about 50 ms and 16 MB, off the main thread. */
const COST = { N: 16_384, r: 8, p: 1 } as const;
/** Most that a stored hash may ask for. */
const N_MAX = 1_048_576;
const HASH_BYTES = 32;
const SHAPE = /^scrypt\$(\d{1,7})\$(\d{1,2})\$(\d{1,2})\$([^$]{1,64})\$([A-Za-z0-9_-]{43})$/;

/** Characters that a new password must have. */
export const PASSWORD_CHARACTERS_MIN = 12;
/** Fewer different ones are a pattern, not a password. */
const DISTINCT_MIN = 5;

/** `scrypt$N$r$p$salt$hash`; give a new random salt. */
export async function hashPassword(password: string, salt: string): Promise<string> {
  const hash = await scryptOf(password, salt, COST);
  return `scrypt$${COST.N}$${COST.r}$${COST.p}$${salt}$${hash.toString("base64url")}`;
}

/** Whether the password is the one of this hash. Takes as long for a wrong one. */
export async function isPassword(password: string, stored: string): Promise<boolean> {
  const [, n = "", r = "", p = "", salt = "", hash = ""] = SHAPE.exec(stored) ?? [];
  if (hash === "" || Number(n) > N_MAX) return false;
  const cost = { N: Number(n), r: Number(r), p: Number(p) };
  return timingSafeEqual(await scryptOf(password, salt, cost), Buffer.from(hash, "base64url"));
}

export type Weakness = "short" | "name" | "pattern";

/** Why a new password will not do; null when it will. */
export function weaknessOf(
  password: string,
  owner: { readonly username: string | null; readonly name: string },
): Weakness | null {
  if ([...password].length < PASSWORD_CHARACTERS_MIN) return "short";
  const lower = password.toLowerCase();
  for (const name of [owner.username, owner.name]) {
    if (name !== null && name.length > 1 && lower.includes(name.toLowerCase())) return "name";
  }
  return new Set(lower).size < DISTINCT_MIN ? "pattern" : null;
}

function scryptOf(
  password: string,
  salt: string,
  cost: { readonly N: number; readonly r: number; readonly p: number },
): Promise<Buffer> {
  const maxmem = 2 * 128 * cost.N * cost.r;
  return new Promise((resolve, reject) => {
    scrypt(password, salt, HASH_BYTES, { ...cost, maxmem }, (error, hash) => {
      if (error === null) resolve(hash);
      else reject(error);
    });
  });
}
