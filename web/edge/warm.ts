/**
 * What is read in the background after a start: who is bound to a manager, so that a rush need not ask each customer's
 * record, and the links, so that they open while the database is away.
 */
import { boundCustomers } from "../store/customers/customers.ts";
import { createLinkSource } from "../store/links/rows_link_source.ts";
import { databaseOf } from "./database.ts";
import type { Services } from "./services.ts";

const READY_MS = 5_000;
const AGAIN_MS = 1_000;
/** One long wait: a shorter one, repeated, would chase what came meanwhile. */
const FOLLOWED_MS = 600_000;
const PAGE = 5_000;

/** What goes on in the background. */
export interface Warming {
  /** Resolves when all is read, at once where there is no database; not while it is away. */
  readonly done: Promise<void>;
  stop(): void;
}

/** Begins; of the numbers of campaigns, too, which are no rows. */
export function warm(services: Services): Warming {
  let stopped = false;
  let cancel = () => {};
  const { promise: done, resolve } = Promise.withResolvers<void>();

  async function attempt(): Promise<void> {
    const { database, log } = services;
    if (database === null) return resolve();
    if (stopped) return;
    try {
      if (await database.ready(READY_MS) && !stopped) {
        await readAhead(services, () => stopped);
        return resolve();
      }
    } catch (error) {
      if (!stopped) log.warn("links and bindings are not read yet", { error: String(error) });
    }
    if (!stopped) cancel = services.world.scheduler.after(AGAIN_MS, () => void attempt());
  }

  // Campaigns that are not known by then are asked for when somebody comes by their links.
  services.share.invitations.numbers.load().catch((error) => {
    services.log.warn("the numbers of campaigns are not read yet", { error: String(error) });
  });
  void attempt();
  return {
    done,
    stop() {
      stopped = true;
      cancel();
    },
  };
}

/** Fills the filter of bound customers, then the links. Rejects while the database is away. */
export async function readAhead(
  services: Pick<Services, "database" | "limits" | "projection" | "share">,
  isStopped: () => boolean,
): Promise<void> {
  const { limits, share, projection } = services;
  const database = databaseOf(services);
  // Bindings of before this start are in the rows by then; new ones add themselves.
  if (!await projection.reached(FOLLOWED_MS)) throw new Error("the rows are behind");
  for (let after = "";;) {
    const ids = await boundCustomers(database.sql, { after, limit: PAGE });
    for (const id of ids) share.bound.add(id);
    const last = ids.at(-1);
    if (isStopped()) return;
    if (last === undefined || ids.length < PAGE) break;
    after = last;
  }
  share.bound.complete();
  const source = createLinkSource(database);
  for (let after = ""; share.bearings.size < limits.linksKeptMax;) {
    const links = await source.page(after, PAGE);
    for (const link of links) share.bearings.put(link.code, link);
    const last = links.at(-1);
    if (isStopped() || last === undefined || links.length < PAGE) return;
    after = last.code;
  }
}
