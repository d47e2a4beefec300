/** Sees to it that a demo has its catalogue and coupon templates, now or as soon as there is a database. */
import type { Log, World } from "../../../engine/mod.ts";
import { type Database, isUnavailable } from "../database.ts";
import { seedTemplates } from "../coupons/seed.ts";
import { seedCatalogue } from "./seed.ts";

export interface StartCatalogueOptions {
  readonly database: Database;
  readonly world: World;
  readonly log: Log;
}

const PAUSE_MS = 1_000;

/** Resolves when it is there; at once without a database, and then goes on by itself when one answers. */
export async function startCatalogue(options: StartCatalogueOptions): Promise<void> {
  if (options.database.available() && await seed(options)) return;
  void later(options);
}

async function later(options: StartCatalogueOptions): Promise<void> {
  const { database, world } = options;
  do {
    await new Promise<void>((go) => world.scheduler.after(PAUSE_MS, go));
  } while (!database.available() || !await seed(options));
}

/** False when the database went away meanwhile. */
async function seed({ database, world, log }: StartCatalogueOptions): Promise<boolean> {
  try {
    const nowMs = Math.floor(world.clock.nowMs());
    await seedCatalogue(database.sql, nowMs);
    await seedTemplates(database.sql, nowMs);
    return true;
  } catch (error) {
    if (isUnavailable(error)) return false;
    // The product sells without it, and a person has to look.
    log.error("Cannot make the catalogue", { error: String(error) });
    return true;
  }
}
