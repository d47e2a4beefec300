/** What is on storefronts, and what their visitors did by day: `projected.storefront`, `…_item`, `…visit`. */
import type postgres from "postgres";
import type { Content, CountRow, StorefrontEvent } from "../../actors/storefront/protocol.ts";
import type { ProjectedRecord, Projection } from "./projection.ts";

/** A row of `projected.storefront`. */
interface Published {
  readonly manager: string;
  readonly version: number;
  readonly published_ms: number;
  readonly published_by: string;
  readonly chosen: boolean;
  readonly content: Content;
}

/** A row of `projected.visit`. */
interface Visit {
  readonly day: string;
  readonly manager: string;
  readonly outlet: string;
  readonly channel: string;
  readonly measure: CountRow["measure"];
  readonly item: string;
  readonly n: number;
}

/** Where a manager worked from an instant on. */
export interface Assignment {
  readonly unit: string;
  readonly fromMs: number;
}

/** What a batch says. */
export interface StorefrontRows {
  /** The newest of each manager. */
  readonly published: readonly Published[];
  readonly visits: readonly Visit[];
}

export const storefronts: Projection = {
  name: "storefronts",
  tables: ["projected.storefront", "projected.storefront_item", "projected.visit"],
  async apply(tx, batch) {
    const records = batch.filter(({ kind }) => kind === "storefront");
    if (records.length === 0) return;
    const rows = foldStorefronts(records, await assignmentsOf(tx, records));
    if (rows.published.length > 0) await writePublished(tx, rows.published);
    if (rows.visits.length > 0) await writeVisits(tx, rows.visits);
  },
};

/** The pure part: a batch of a storm is few rows. */
export function foldStorefronts(
  records: readonly ProjectedRecord[],
  assignments: ReadonlyMap<string, readonly Assignment[]>,
): StorefrontRows {
  const published = new Map<string, Published>();
  const visits = new Map<string, Visit>();
  for (const { key: manager, atMs, events } of records) {
    const outlet = unitAt(assignments.get(manager) ?? [], atMs);
    // Written by our kind and brought up to date by it.
    for (const event of events as readonly StorefrontEvent[]) {
      switch (event.kind) {
        case "draft-saved":
          break;
        case "published":
        case "rolled-back":
          published.set(manager, {
            manager,
            version: event.version,
            published_ms: Math.floor(event.atMs),
            published_by: event.by,
            chosen: event.content.products !== null,
            content: event.content,
          });
          break;
        case "counted":
          for (const row of event.rows) add(visits, { day: event.day, manager, outlet, ...row });
      }
    }
  }
  return { published: [...published.values()], visits: [...visits.values()] };
}

function add(visits: Map<string, Visit>, one: Visit): void {
  const key = [one.day, one.manager, one.outlet, one.channel, one.measure, one.item].join(" ");
  const sum = visits.get(key);
  visits.set(key, sum === undefined ? one : { ...sum, n: sum.n + one.n });
}

/** The unit at an instant; before the first and for those whom nobody knows none. */
function unitAt(assignments: readonly Assignment[], atMs: number): string {
  return assignments.findLast(({ fromMs }) => fromMs <= atMs)?.unit ?? "";
}

async function assignmentsOf(
  tx: postgres.TransactionSql,
  records: readonly ProjectedRecord[],
): Promise<ReadonlyMap<string, readonly Assignment[]>> {
  const managers = [...new Set(records.map(({ key }) => key))];
  const rows = await tx<{ staff_id: string; unit: string; from_ms: string }[]>`
    select staff_id, unit, from_ms from bank.assignment
    where staff_id = any(${managers}) order by staff_id, from_ms`;
  const assignments = new Map<string, Assignment[]>();
  for (const { staff_id, unit, from_ms } of rows) {
    const own = assignments.get(staff_id) ?? [];
    own.push({ unit, fromMs: Number(from_ms) });
    assignments.set(staff_id, own);
  }
  return assignments;
}

async function writePublished(
  tx: postgres.TransactionSql,
  published: readonly Published[],
): Promise<void> {
  const managers = published.map(({ manager }) => manager);
  await tx`
    insert into projected.storefront
      (manager, version, published_ms, published_by, chosen, content)
    select manager, version, published_ms, published_by, chosen, content
    from jsonb_to_recordset(${JSON.stringify(published)}::text::jsonb) as row (
      manager text, version int, published_ms bigint, published_by text, chosen boolean,
      content jsonb
    )
    on conflict (manager) do update set version = excluded.version,
      published_ms = excluded.published_ms, published_by = excluded.published_by,
      chosen = excluded.chosen, content = excluded.content`;
  await tx`delete from projected.storefront_item where manager = any(${managers})`;
  const items = published.flatMap(({ manager, content }) =>
    (content.products ?? []).map((product, place) => ({ manager, product, place }))
  );
  if (items.length === 0) return;
  await tx`
    insert into projected.storefront_item (manager, product, place)
    select manager, product, place
    from jsonb_to_recordset(${JSON.stringify(items)}::text::jsonb)
      as row (manager text, product text, place int)`;
}

async function writeVisits(tx: postgres.TransactionSql, visits: readonly Visit[]): Promise<void> {
  await tx`
    insert into projected.visit (day, manager, outlet, channel, measure, item, n)
    select day, manager, outlet, channel, measure, item, n
    from jsonb_to_recordset(${JSON.stringify(visits)}::text::jsonb) as row (
      day date, manager text, outlet text, channel text, measure text, item text, n bigint
    )
    on conflict (manager, day, outlet, channel, measure, item)
    do update set n = visit.n + excluded.n`;
}
