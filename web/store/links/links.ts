/** Rows of short links. Codes never change and are never taken back. */
import type { Row, Sql, TransactionSql } from "postgres";
import { readTarget } from "../../share/targets.ts";
import type { LinkChannelJson, LinkTargetJson } from "../../shared/api_links.ts";
import { LINK_CHANNELS } from "../../shared/api_links.ts";
import { violatedIndex } from "../written.ts";

/** A link as it is stored. */
export interface LinkRow {
  readonly code: string;
  /** Whose it was when it was made. */
  readonly manager: string;
  readonly channel: LinkChannelJson;
  readonly target: LinkTargetJson;
  readonly label: string;
  readonly printed: boolean;
  readonly createdMs: number;
  readonly version: number;
  readonly clicks: number;
}

export interface NewLink {
  readonly manager: string;
  readonly channel: LinkChannelJson;
  readonly target: LinkTargetJson;
  readonly label?: string;
  /** The manager's permanent code, or that of a poster: both exist once. */
  readonly only?: "printed" | "poster";
  readonly atMs: number;
  readonly by: string;
}

/** Codes that happen to be taken already; with 10^13 of them the second try is a formality. */
const TRIES_MAX = 5;

/** Makes a link; with `only` the one that exists already, if any. */
export async function addLink(
  sql: Sql | TransactionSql,
  link: NewLink,
  newCode: () => string,
): Promise<LinkRow> {
  for (let tries = 0; tries < TRIES_MAX; tries++) {
    const [row] = await sql`
      insert into bank.link
        (code, manager, channel, target, label, printed, poster, created_ms, created_by)
      values (${newCode()}, ${link.manager}, ${link.channel}, ${sql.json({ ...link.target })},
        ${link.label ?? ""}, ${link.only === "printed"}, ${link.only === "poster"},
        ${Math.floor(link.atMs)}, ${link.by})
      on conflict do nothing
      returning *, 0 as clicks`;
    if (row !== undefined) return linkRow(row);
    const there = await onlyLink(sql, link);
    if (there !== null) return there;
  }
  throw new Error("Cannot make a link: every code was taken");
}

/** The link that is there once. */
async function onlyLink(sql: Sql | TransactionSql, link: NewLink): Promise<LinkRow | null> {
  if (link.only === undefined) return null;
  const [row] = link.only === "printed"
    ? await sql`select *, 0 as clicks from bank.link where manager = ${link.manager} and printed`
    : await sql`
      select *, 0 as clicks from bank.link
      where manager = ${link.manager} and channel = ${link.channel} and poster
        and target = ${sql.json({ ...link.target })}`;
  return row === undefined ? null : linkRow(row);
}

/** One link; null where there is none. */
export async function findLink(sql: Sql | TransactionSql, code: string): Promise<LinkRow | null> {
  const [row] = await sql`
    select *, ${clicksOf(sql)} as clicks from bank.link where code = ${code}`;
  return row === undefined ? null : linkRow(row);
}

/** A page of a manager's links, the printed one first, then the newest; `after` is a code of this manager. */
export async function linksOf(
  sql: Sql | TransactionSql,
  page: { readonly manager: string; readonly after?: string | undefined; readonly limit: number },
): Promise<readonly LinkRow[]> {
  // Added up once: a manager has many links, and each of them many days.
  const rows = await sql`
    select link.*, coalesce(clicked.n, 0) as clicks from bank.link
    left join (
      select item, sum(n) as n from projected.visit
      where measure = 'link' and projected.visit.manager in (
        select id from bank.staff where id = ${page.manager} union all
        select successor from bank.staff where id = ${page.manager} and successor is not null
      )
      group by item
    ) clicked on clicked.item = link.code
    where link.manager = ${page.manager} ${
    page.after === undefined ? sql`` : sql`
      and (printed, created_ms, code) <
        (select printed, created_ms, code from bank.link where code = ${page.after})`
  }
    order by printed desc, created_ms desc, code desc
    limit ${page.limit}`;
  return rows.map(linkRow);
}

/** Changes where a link leads; null when `version` is not the present one. */
export async function changeLink(
  sql: Sql | TransactionSql,
  change: {
    readonly code: string;
    readonly version: number;
    readonly target?: LinkTargetJson | undefined;
    readonly label?: string | undefined;
  },
): Promise<LinkRow | null> {
  const { target, label } = change;
  try {
    const [row] = await sql`
      update bank.link set version = version + 1
        ${target === undefined ? sql`` : sql`, target = ${sql.json({ ...target })}, poster = false`}
        ${label === undefined ? sql`` : sql`, label = ${label}`}
      where code = ${change.code} and version = ${change.version}
      returning *, ${clicksOf(sql)} as clicks`;
    return row === undefined ? null : linkRow(row);
  } catch (error) {
    if (violatedIndex(error) !== null) return null;
    throw error;
  }
}

/** Clicks stand where visits do, by whoever had the link at that time. */
function clicksOf(sql: Sql | TransactionSql) {
  return sql`(
    select coalesce(sum(n), 0) from projected.visit
    where projected.visit.manager in (
        select link.manager union all
        select successor from bank.staff where id = link.manager and successor is not null
      ) and measure = 'link' and item = link.code
  )`;
}

function linkRow(row: Row): LinkRow {
  const channel = LINK_CHANNELS.find((one) => one === row["channel"]);
  if (channel === undefined) throw new Error(`Cannot read a link: channel "${row["channel"]}"`);
  return {
    code: String(row["code"]),
    manager: String(row["manager"]),
    channel,
    target: readTarget(row["target"]),
    label: String(row["label"]),
    printed: row["printed"] === true,
    createdMs: Number(row["created_ms"]),
    version: Number(row["version"]),
    clicks: Number(row["clicks"]),
  };
}
