/** Worker: audits campaigns from the journal as stored, with a reader of its own. */
import { audit, createKinds, findReservations, type LoadState } from "../../actors/mod.ts";
import { createRedisHttpJournal } from "../../engine/journal/redis_http.ts";
import { createRedisTcpJournal } from "../../engine/journal/redis_tcp.ts";
import { openSqliteReader } from "../../engine/journal/sqlite.ts";
import {
  type AnyKind,
  Fault,
  type FaultCode,
  type Journal,
  type Limits,
  loadState,
} from "../../engine/mod.ts";
import type { AuditJson, AuditReservationsJson } from "../shared/api.ts";
import type { JournalConfig } from "./config.ts";

/** The first message: what to read. */
export interface AuditSetup {
  readonly journal: JournalConfig;
  /** File of the embedded journal. */
  readonly journalPath: string;
  readonly limits: Limits;
}

/** Every later message. */
export type AuditQuestion =
  | { readonly kind: "audit"; readonly question: number; readonly campaignId: string }
  | {
    readonly kind: "reservations";
    readonly question: number;
    readonly campaignId: string;
    readonly ids: readonly string[];
  };

export type AuditAnswer =
  | { readonly kind: "audit"; readonly question: number; readonly audit: AuditJson | null }
  | {
    readonly kind: "reservations";
    readonly question: number;
    readonly reservations: AuditReservationsJson | null;
  }
  | {
    readonly kind: "fault";
    readonly question: number;
    readonly code: FaultCode;
    readonly message: string;
  };

type Reader = Pick<Journal, "load">;

let setup: AuditSetup | null = null;
let reader: Promise<Reader> | null = null;
let kinds = new Map<string, AnyKind>();

self.onmessage = async ({ data }: MessageEvent<AuditSetup | AuditQuestion>) => {
  if ("journal" in data) {
    setup = data;
    kinds = new Map(createKinds(data.limits).map((kind) => [kind.name, kind]));
    return;
  }
  const { question } = data;
  try {
    self.postMessage(await answerTo(data));
  } catch (error) {
    const code = error instanceof Fault ? error.code : "bug";
    const message = error instanceof Error ? error.message : String(error);
    self.postMessage({ kind: "fault", question, code, message });
  }
};

async function answerTo(asked: AuditQuestion): Promise<AuditAnswer> {
  const { kind, question, campaignId } = asked;
  switch (kind) {
    case "audit":
      return { kind, question, audit: await auditOf(campaignId) };
    case "reservations":
      return { kind, question, reservations: await reservationsOf(campaignId, asked.ids) };
  }
}

async function auditOf(campaignId: string): Promise<AuditJson | null> {
  let journalHead = 0;
  const load = await loader((name, seq) => {
    if (name === "campaign") journalHead = seq;
  });
  const report = await audit(load, campaignId);
  return report === null ? null : { ...report, journalHead };
}

async function reservationsOf(
  campaignId: string,
  ids: readonly string[],
): Promise<AuditReservationsJson | null> {
  return await findReservations(await loader(), { campaignId, ids });
}

/** Loads states from the journal; `seen` is told how far each has come. */
async function loader(seen: (kind: string, seq: number) => void = () => {}): Promise<LoadState> {
  if (setup === null) throw new Error("Cannot audit before the setup");
  reader ??= open(setup);
  // A journal that is out of reach is tried anew with the next question.
  reader.catch(() => reader = null);
  const journal = await reader;
  const { shards } = setup.limits;
  return async (name, key) => {
    const kind = kinds.get(name);
    if (kind === undefined) throw new Error(`Cannot load "${name}/${key}": unknown kind`);
    const { state, seq } = await loadState(journal, kind, { key, shards });
    seen(name, seq);
    return state;
  };
}

async function open(from: AuditSetup): Promise<Reader> {
  const { journal, limits } = from;
  if (journal.kind === "sqlite") {
    const sqlite = openSqliteReader(from.journalPath);
    return { load: (_shard, actor) => Promise.resolve(sqlite.load(actor)) };
  }
  const shared = { shards: limits.shards, archive: false, timeoutMs: limits.appendTimeoutMs };
  const redis = journal.kind === "redis-tcp"
    ? createRedisTcpJournal({ ...shared, url: journal.url, cluster: journal.cluster })
    : createRedisHttpJournal({ ...shared, url: journal.url, token: journal.token });
  await redis.open();
  return redis;
}
