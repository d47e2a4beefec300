/** The list of campaigns and the log of what was done to them. */
import type postgres from "postgres";
import type { CampaignEvent, Deed } from "../../actors/campaign/events.ts";
import type { CampaignSpec } from "../../actors/campaign/protocol.ts";
import type { ProjectedRecord, Projection } from "./projection.ts";

/** A row of `projected.campaign`. */
interface Campaign {
  readonly id: string;
  readonly created_ms: number;
  readonly kind: string;
  title: string;
  product: string;
  phase: string;
  starts_ms: number;
  ends_ms: number;
  units: number;
  price_fen: number;
  readonly author: string;
  readonly unit: string;
  approved_by: string | null;
  archived: boolean;
  spec: CampaignSpec;
}

/** A row of `projected.campaign_change`. */
interface Change {
  readonly subject: string;
  readonly seq: number;
  readonly place: number;
  readonly at_ms: number;
  readonly by: string;
  readonly action: string;
  readonly unit: string;
  readonly before: Fields | null;
  readonly after: Fields | null;
}

type Fields = { readonly [name: string]: postgres.JSONValue };
type DeedEvent = CampaignEvent & { readonly deed: Deed };

/** `projected.campaign` and `projected.campaign_change`. */
export const campaigns: Projection = {
  name: "campaigns",
  tables: ["projected.campaign", "projected.campaign_change"],
  async apply(tx, batch) {
    const deeds = batch.filter((record) =>
      record.kind === "campaign" && record.events.some(isDeed)
    );
    if (deeds.length === 0) return;
    const rows = await rowsOf(tx, [...new Set(deeds.map(({ key }) => key))]);
    const changes: Change[] = [];
    for (const record of deeds) fold(record, rows, changes);
    await write(tx, [...rows.values()], changes);
  },
};

/** What cells report and get is no deed, and most of what a sale's campaign stores. */
function isDeed(event: unknown): event is DeedEvent {
  return typeof event === "object" && event !== null && "deed" in event;
}

function fold(record: ProjectedRecord, rows: Map<string, Campaign>, changes: Change[]): void {
  for (const [place, event] of record.events.entries()) {
    if (!isDeed(event)) continue;
    const { deed } = event;
    const row = event.kind === "created" ? created(record.key, event) : rows.get(record.key);
    // Its creation was never archived: a journal of before there was a projector.
    if (row === undefined) continue;
    rows.set(record.key, row);
    const before = event.kind === "created" ? {} : shownOf(row);
    apply(row, event);
    const { was, is } = difference(before, shownOf(row));
    const after = {
      ...is,
      ...event.kind === "released" ? { released: event.units } : {},
      ...event.kind === "budget-changed" ? { pool: event.pool, delta: event.delta } : {},
      ...event.kind === "withdrawn" ? { withdrawn: event.fromReserve + event.fromUnreleased } : {},
      ...deed.reason === undefined ? {} : { reason: deed.reason },
    };
    changes.push({
      subject: record.actor,
      seq: record.seq,
      place,
      at_ms: Math.round(deed.atMs),
      by: deed.by,
      action: `campaign.${
        event.kind === "archived" && !event.archived ? "unarchived" : event.kind
      }`,
      unit: row.unit,
      before: event.kind === "created" ? null : was,
      after,
    });
  }
}

function created(id: string, event: CampaignEvent & { kind: "created" }): Campaign {
  const { spec, author, deed } = event;
  return {
    id,
    created_ms: Math.round(deed.atMs),
    kind: spec.kind,
    ...written(spec),
    phase: "draft",
    author: author.id,
    unit: author.unit,
    approved_by: null,
    archived: false,
  };
}

function written(spec: CampaignSpec) {
  return {
    title: spec.title,
    starts_ms: Math.round(spec.startsAtMs),
    ends_ms: Math.round(spec.endsAtMs),
    ...spec.kind === "flash-sale"
      ? { product: spec.product, units: spec.units, price_fen: spec.priceFen }
      : { product: "", units: spec.budget.units ?? spec.budget.fen ?? 0, price_fen: 0 },
    spec,
  };
}

function apply(row: Campaign, event: DeedEvent): void {
  switch (event.kind) {
    case "created":
    case "released":
    case "withdrawn":
    case "budget-warned":
      return;
    case "amended":
      Object.assign(row, written(event.spec), { approved_by: null });
      return;
    case "submitted":
      row.phase = "in-review";
      return;
    case "approved":
      row.approved_by = event.deed.by;
      return;
    case "rejected":
      row.phase = "draft";
      row.approved_by = null;
      return;
    case "warmed":
      row.phase = "warming";
      return;
    case "opened":
      row.phase = "open";
      return;
    case "resumed":
      row.phase = event.phase;
      return;
    case "scheduled":
    case "paused":
    case "ended":
    case "settled":
      row.phase = event.kind;
      return;
    case "extended":
      row.ends_ms = Math.round(event.endsAtMs);
      return;
    case "archived":
      row.archived = event.archived;
      return;
    case "units-added":
      row.units += event.units;
      return;
    case "budget-changed":
      if (event.delta > 0 && event.pool === poolOf(row.spec)) row.units += event.delta;
      return;
  }
}

/** The pool whose total is shown as units. */
function poolOf(spec: CampaignSpec): "fen" | "units" | null {
  if (spec.kind === "flash-sale") return null;
  return spec.budget.units === undefined ? "fen" : "units";
}

/** What a person compares. */
function shownOf(row: Campaign): Fields {
  const common = {
    phase: row.phase,
    startsAt: new Date(row.starts_ms).toISOString(),
    endsAt: new Date(row.ends_ms).toISOString(),
    units: row.units,
    approvedBy: row.approved_by,
    archived: row.archived,
  };
  if (row.spec.kind === "referral") {
    const { startsAtMs: _starts, endsAtMs: _ends, ...rest } = row.spec;
    return { ...fieldsOf(rest), ...common };
  }
  const { startsAtMs: _starts, endsAtMs: _ends, units: _units, releases, ...rest } = row.spec;
  return {
    ...fieldsOf(rest),
    ...common,
    ...releases === undefined ? {} : {
      releases: releases.map(({ atMs, units }) => ({ at: new Date(atMs).toISOString(), units })),
    },
  };
}

/** Terms are JSON: what is absent is left out. */
function fieldsOf(terms: object): Fields {
  return JSON.parse(JSON.stringify(terms));
}

/** The fields that differ, as they were and as they are. */
function difference(before: Fields, after: Fields): { was: Fields; is: Fields } {
  const was: Record<string, postgres.JSONValue> = {};
  const is: Record<string, postgres.JSONValue> = {};
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const one = before[name] ?? null;
    const other = after[name] ?? null;
    if (JSON.stringify(one) === JSON.stringify(other)) continue;
    was[name] = one;
    is[name] = other;
  }
  return { was, is };
}

async function rowsOf(
  tx: postgres.TransactionSql,
  ids: readonly string[],
): Promise<Map<string, Campaign>> {
  const rows = await tx<(Campaign & Record<Big, string>)[]>`
    select * from projected.campaign where id = any(${[...ids]}::text[])`;
  return new Map(rows.map((row) => [row.id, {
    ...row,
    created_ms: Number(row.created_ms),
    starts_ms: Number(row.starts_ms),
    ends_ms: Number(row.ends_ms),
    units: Number(row.units),
    price_fen: Number(row.price_fen),
  }]));
}

type Big = "created_ms" | "starts_ms" | "ends_ms" | "units" | "price_fen";

async function write(
  tx: postgres.TransactionSql,
  rows: readonly Campaign[],
  changes: readonly Change[],
): Promise<void> {
  await tx`
    insert into projected.campaign
    select * from jsonb_populate_recordset(null::projected.campaign, ${json(tx, rows)})
    on conflict (id) do update set
      title = excluded.title, product = excluded.product, phase = excluded.phase,
      starts_ms = excluded.starts_ms, ends_ms = excluded.ends_ms, units = excluded.units,
      price_fen = excluded.price_fen, approved_by = excluded.approved_by,
      archived = excluded.archived, spec = excluded.spec`;
  await tx`
    insert into projected.campaign_change
    select * from jsonb_populate_recordset(null::projected.campaign_change, ${json(tx, changes)})`;
}

/** Rows as one parameter: a statement with as many parameters as cells would have a bound. */
function json(tx: postgres.TransactionSql, rows: readonly object[]): postgres.Parameter {
  return tx.json(rows as unknown as postgres.JSONValue);
}
