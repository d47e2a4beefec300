/** What a start puts into the organisation's tables: the demo's, or the first account of a bank. */
import type { Log, World } from "../../../engine/mod.ts";
import type { AccountSeed } from "../../edge/ports/memory_accounts.ts";
import { hashPassword } from "../../edge/ports/password.ts";
import type { Scale } from "../../shared/scale.ts";
import type { Database } from "../database.ts";
import { isUnavailable } from "../database.ts";
import { type SeedAccount, seedAdmin, seedOrganisation } from "./seed.ts";

export interface StartOptions {
  readonly database: Database;
  /** Null without the demo: then only the province and the accounts are made. */
  readonly scale: Scale | null;
  readonly accounts: readonly AccountSeed[];
  readonly world: World;
  readonly log: Log;
  /** Takes a line for whoever waits at the terminal. */
  say(line: string): void;
}

const SALT_CHARACTERS = 16;
/** A start waits so long: the embedded one comes for certain, a server may be away. The rest is done when it comes. */
const READY_MS = { pglite: 45_000, postgres: 5_000 } as const;
const PAUSE_MS = 1_000;
/** Fewer rows are there before anyone could read a line about them. */
const TOLD_ROWS_MIN = 2_000;

/**
 * Resolves when the rows are there, or after a while without a database: then it goes on by itself as soon as one
 * answers.
 */
export async function startOrganisation(options: StartOptions): Promise<void> {
  const { database } = options;
  if (await database.ready(READY_MS[database.kind]) && await seed(options)) return;
  void later(options);
}

async function later(options: StartOptions): Promise<void> {
  const { database, world } = options;
  do {
    await new Promise<void>((go) => world.scheduler.after(PAUSE_MS, go));
  } while (!database.available() || !await seed(options));
}

/** False when the database went away meanwhile: it goes on where it was, the next time. */
async function seed(options: StartOptions): Promise<boolean> {
  const { database: { sql }, scale, world, log, say } = options;
  const nowMs = Math.floor(world.clock.nowMs());
  try {
    const accounts = await hashed(options);
    if (scale === null) {
      for (const account of accounts) await seedAdmin(sql, { account, nowMs });
      return true;
    }
    let told = 0;
    const added = await seedOrganisation(sql, {
      scale,
      accounts,
      nowMs,
      progress(done, total) {
        const tenths = Math.floor(10 * done / total);
        if (total < TOLD_ROWS_MIN || tenths === told) return;
        told = tenths;
        say(`  Organisation "${scale}": ${done} of ${total} rows`);
      },
    });
    if (added > 0) log.info("organisation made", { scale, rows: added });
    return true;
  } catch (error) {
    if (isUnavailable(error)) return false;
    // The product sells without it, and a person has to look.
    log.error("Cannot make the organisation", { error: String(error) });
    return true;
  }
}

/** One hash for all who share a password and so a demo starts at once. */
async function hashed(
  { accounts, world }: StartOptions,
): Promise<readonly SeedAccount[]> {
  const hashes = new Map<string, Promise<string>>();
  return await Promise.all(accounts.map(async ({ password, ...account }) => {
    const hash = hashes.get(password) ?? hashPassword(password, world.random.id(SALT_CHARACTERS));
    hashes.set(password, hash);
    return { ...account, password: await hash };
  }));
}
