/** What the projector stores: a page with its positions in one transaction, and a rebuild page by page. */
import type postgres from "postgres";
import type { AnyKind } from "../../engine/mod.ts";
import type { FollowedPage } from "../../engine/projector.ts";
import { recordsOf } from "../store/archive.ts";
import { isUnavailable } from "../store/database.ts";
import { decodePage, eventsOf } from "./decode.ts";
import type { ProjectedRecord, Projection } from "./projection.ts";

/** How far a rebuild has come, by `archive.record.id`. */
export interface RebuildStep {
  readonly done: number;
  readonly until: number;
  readonly finished: boolean;
}

/** Rows of the archive that one transaction of a rebuild replays. */
const REPLAYED_ROWS = 500;
/** Version of a fold that threw: no release has it. */
const BROKEN = 0;
/** Classes of SQLSTATE that another attempt may get over: connection, conflict, resources, operator, system. */
const PASSING = /^(08|40|53|55|57|58)/;

export class Rows {
  readonly #sql: postgres.Sql;
  readonly #kinds: ReadonlyMap<string, AnyKind>;
  readonly #projections: readonly Projection[];
  readonly #broke: (name: string, error: unknown) => void;
  /** Folds that threw, and why. */
  readonly broken = new Map<string, string>();

  constructor(
    sql: postgres.Sql,
    parts: {
      readonly kinds: readonly AnyKind[];
      readonly projections: readonly Projection[];
      readonly broke: (name: string, error: unknown) => void;
    },
  ) {
    this.#sql = sql;
    this.#kinds = new Map(parts.kinds.map((kind) => [kind.name, kind]));
    this.#projections = parts.projections;
    this.#broke = parts.broke;
  }

  /** Where shards stand. */
  async positions(shards: number): Promise<ReadonlyMap<number, number>> {
    await this.#sql`
      insert into archive.feed (shard, position)
      select shard, 0 from generate_series(0, ${shards - 1}::int) shard
      on conflict do nothing`;
    const rows = await this.#sql<{ shard: number; position: string }[]>`
      select shard, position from archive.feed`;
    return new Map(rows.map(({ shard, position }) => [shard, Number(position)]));
  }

  /**
   * Rows, archive and positions, or nothing. Rejects where a shard does not stand where the page begins. Resolves to
   * the records that it had.
   */
  async write(page: FollowedPage): Promise<readonly ProjectedRecord[]> {
    const { records, archive } = decodePage(page, this.#kinds);
    const moves = page.moves.map(({ shard, from, to }) => ({ shard, was: from, is: to }));
    await this.#sql.begin(async (tx) => {
      const moved = await tx`
        update archive.feed set position = move.is
        from jsonb_to_recordset(${tx.json(moves)}) as move (shard int, was bigint, "is" bigint)
        where feed.shard = move.shard and feed.position = move.was`;
      if (moved.count !== moves.length) {
        throw new Error(`Cannot write a page: ${moves.length - moved.count} shards have moved`);
      }
      await tx`
        insert into archive.record
          (shard, kind, key, seq, count, position, from_ms, to_ms, body)
        select shard, kind, key, seq, count, position, from_ms, to_ms, decode(body, 'base64')
        from jsonb_to_recordset(${tx.json([...archive] as never)}) as row (
          shard int, kind text, key text, seq bigint, count int, position bigint,
          from_ms double precision, to_ms double precision, body text
        )`;
      await this.#apply(tx, records);
    });
    return records;
  }

  /** Asks for a rebuild where the folds are not those that made the rows; says whether one is due. */
  async prepare(options: { readonly rebuild: boolean }): Promise<boolean> {
    const wanted = this.#projections.map(({ name, version }) => ({ name, version: version ?? 1 }));
    return await this.#sql.begin(async (tx) => {
      const made = await tx<{ name: string; version: number }[]>`
        select name, version from archive.projection`;
      const same = made.length === wanted.length &&
        wanted.every((one) =>
          made.some(({ name, version }) => name === one.name && version === one.version)
        );
      if (!same || options.rebuild) await this.#begin(tx, wanted);
      const [due] = await tx`select 1 from archive.rebuild`;
      return due !== undefined;
    });
  }

  /** Replays the next rows of the archive. */
  async replay(): Promise<RebuildStep> {
    return await this.#sql.begin(async (tx) => {
      const [rebuild] = await tx<{ done: string; until: string }[]>`
        select done, until from archive.rebuild for update`;
      if (rebuild === undefined) return { done: 0, until: 0, finished: true };
      const until = Number(rebuild.until);
      const rows = await tx<(Parameters<typeof recordsOf>[0] & { readonly id: string })[]>`
        select id, shard, kind, key, seq, position, body from archive.record
        where id > ${rebuild.done} and id <= ${until} order by id limit ${REPLAYED_ROWS}`;
      const records: ProjectedRecord[] = rows.flatMap((row) =>
        recordsOf(row, (record) => eventsOf(record, this.#kinds.get(row.kind)))
      );
      await this.#apply(tx, records);
      const finished = rows.length < REPLAYED_ROWS;
      const done = Number(rows.at(-1)?.id ?? rebuild.done);
      if (finished) await tx`delete from archive.rebuild`;
      else await tx`update archive.rebuild set done = ${done}`;
      return { done, until, finished };
    });
  }

  /**
   * Applies every fold. One that throws is left out from now on, so that neither the archive nor other folds wait
   * for it: its rows are old, and a start with a release that has mended it rebuilds them.
   */
  async #apply(tx: postgres.TransactionSql, records: readonly ProjectedRecord[]): Promise<void> {
    for (const projection of this.#projections) {
      const { name } = projection;
      if (this.broken.has(name)) continue;
      try {
        await tx.savepoint((point) => projection.apply(point, records));
      } catch (error) {
        if (isPassing(error)) throw error;
        await tx`update archive.projection set version = ${BROKEN} where name = ${name}`;
        this.broken.set(name, error instanceof Error ? error.message : String(error));
        this.#broke(name, error);
      }
    }
  }

  /** Empties what folds write, and nothing else. */
  async #begin(
    tx: postgres.TransactionSql,
    wanted: readonly { readonly name: string; readonly version: number }[],
  ): Promise<void> {
    const tables = this.#projections.flatMap((one) => one.tables);
    if (tables.length > 0) await tx.unsafe(`truncate ${tables.join(", ")}`);
    await tx`delete from archive.projection`;
    await tx`delete from archive.rebuild`;
    await tx`
      insert into archive.projection (name, version)
      select name, version
      from jsonb_to_recordset(${tx.json([...wanted])}) as row (name text, version int)`;
    await tx`
      insert into archive.rebuild (done, until)
      select 0, id from archive.record order by id desc limit 1`;
  }
}

function isPassing(error: unknown): boolean {
  if (isUnavailable(error)) return true;
  return typeof error === "object" && error !== null && "code" in error &&
    typeof error.code === "string" && PASSING.test(error.code);
}
