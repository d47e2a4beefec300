/** Re-evaluation of a campaign from its archived log. It reads, and writes nothing. */
import type { Sql, TransactionSql } from "postgres";
import type { CustomerEvent } from "../../../../actors/customer/protocol.ts";
import { createKinds } from "../../../../actors/mod.ts";
import type { Limits } from "../../../../engine/mod.ts";
import { readArchive, recordsOf } from "../../../store/archive.ts";
import { eventsOf } from "../../decode.ts";
import type { LogRecord } from "../../statistics/book.ts";
import { type Difference, differenceOf } from "./difference.ts";
import { judge } from "./judge.ts";
import { orderOf } from "./log.ts";
import { changed, type RuleChange, rulesOf } from "./rules.ts";

export interface ReEvaluation {
  readonly campaign: string;
  readonly title: string;
  /** Whether nothing can come any more. */
  readonly isOver: boolean;
  readonly was: RulesInWords;
  readonly is: RulesInWords;
  readonly difference: Difference;
}

/** The rules that can be changed. */
export interface RulesInWords {
  readonly attribution: string;
  readonly windowDays: number;
  readonly perInviter: number | null;
  readonly perDay: number | null;
  readonly budgetFen: number | null;
}

const CUSTOMERS = 500;
const DAY_MS = 86_400_000;

/** Null: the archive has no referral of this id that was ever scheduled. */
export async function reEvaluate(
  sql: Sql,
  asked: { readonly campaign: string; readonly change: RuleChange; readonly limits: Limits },
): Promise<ReEvaluation | null> {
  const { campaign, change, limits } = asked;
  const records = await sql.begin(
    "isolation level repeatable read read only",
    (tx) => logOf(tx, campaign, limits),
  );
  const turns = orderOf(records);
  const rules = rulesOf(turns);
  if (rules === null) return null;
  const others = changed(rules, change);
  const phases = turns.flatMap((turn) => turn.kind === "campaign" ? [...turn.events] : []);
  return {
    campaign,
    title: rules.terms.title,
    isOver: phases.some(({ kind }) => kind === "ended" || kind === "settled"),
    was: wordsOf(rules),
    is: wordsOf(others),
    difference: differenceOf(judge(turns, others)),
  };
}

function wordsOf({ terms, budget }: ReturnType<typeof changed>): RulesInWords {
  return {
    attribution: terms.attribution,
    windowDays: terms.windowMs / DAY_MS,
    perInviter: terms.caps.perInviter ?? null,
    perDay: terms.caps.perDay ?? null,
    budgetFen: budget.fen ?? null,
  };
}

async function logOf(
  tx: TransactionSql,
  campaign: string,
  limits: Limits,
): Promise<readonly LogRecord[]> {
  const records: LogRecord[] = [];
  const customers = new Set<string>();
  for await (const record of readArchive(tx, { kind: "campaign", keyPrefix: campaign })) {
    if (record.key === campaign) records.push(record);
  }
  for await (const record of readArchive(tx, { kind: "referral", keyPrefix: `${campaign}/` })) {
    records.push(record);
    for (const event of record.events) {
      if (isJoin(event)) customers.add(event.customer);
    }
  }
  const kind = createKinds(limits).find(({ name }) => name === "customer");
  const ids = [...customers];
  for (let at = 0; at < ids.length; at += CUSTOMERS) {
    const rows = await tx<Parameters<typeof recordsOf>[0][]>`
      select shard, kind, key, seq, position, body from archive.record
      where kind = 'customer' and key = any(${ids.slice(at, at + CUSTOMERS)}::text[])
      order by key, seq`;
    for (const row of rows) {
      records.push(...recordsOf(row, (record) => eventsOf(record, kind)).filter(hasNews));
    }
  }
  return records;
}

function isJoin(event: unknown): event is { readonly customer: string } {
  return typeof event === "object" && event !== null && "kind" in event &&
    event.kind === "joined" && "customer" in event;
}

function hasNews({ events }: LogRecord): boolean {
  return (events as readonly CustomerEvent[])
    .some(({ kind }) => kind === "happened" || kind === "taken-back");
}
