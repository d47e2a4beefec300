/**
 * `deno task re-evaluate`: what a referral campaign would have given under other rules, from its archived log. Nothing
 * is changed: `deno task re-evaluate <campaign> --attribution first --window-days 14 --per-inviter 5`.
 */
import { parseArgs } from "node:util";
import { join } from "@std/path";
import { lockDataDir } from "../../engine/data_dir.ts";
import { DEFAULT_LIMITS, systemWorld } from "../../engine/mod.ts";
import type { RuleChange } from "../projection/referral/re_evaluation/rules.ts";
import { reEvaluate, type ReEvaluation } from "../projection/referral/re_evaluation/re_evaluate.ts";
import type { Sum } from "../projection/referral/re_evaluation/difference.ts";
import { openReader, type Reader } from "../store/reader.ts";

const USAGE = `Usage: deno task re-evaluate <campaign> [--json]
  --attribution  first, last or registration
  --window-days  of a touch and of a qualifying event
  --per-inviter  rewards for invitees that one inviter gets at most
  --per-day      the same on one day
  --budget-fen   the whole budget
Left out is as it was. Reads DATABASE_URL, else the embedded database in DATA_DIR (.yundian) while
the product does not run.`;
const TEXT = { type: "string" } as const;
const FLAGS = {
  attribution: TEXT,
  "window-days": TEXT,
  "per-inviter": TEXT,
  "per-day": TEXT,
  "budget-fen": TEXT,
  json: { type: "boolean" },
} as const;
const MODES = ["first", "last", "registration"] as const;
const STATEMENT_MS = 600_000;
const INVITERS_SHOWN = 20;
const PASSWORD_CHARACTERS = 24;
const NUMBER_MAX = 1_000_000_000_000;

if (import.meta.main) Deno.exit(await main());

async function main(): Promise<number> {
  const asked = askedOf(Deno.args.filter((arg) => arg !== "--"));
  if (asked === null) {
    console.error(USAGE);
    return 2;
  }
  const opened = await open();
  if (typeof opened === "string") {
    console.error(opened);
    return 1;
  }
  try {
    const { campaign, change } = asked;
    const found = await reEvaluate(opened.sql, { campaign, change, limits: DEFAULT_LIMITS });
    if (found === null) {
      console.error(`Cannot re-evaluate "${campaign}": no referral of this id was scheduled`);
      return 1;
    }
    console.log(asked.json ? JSON.stringify(found, null, 2) : textOf(found));
    return 0;
  } catch (error) {
    console.error(`Cannot re-evaluate: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  } finally {
    await opened.close();
  }
}

interface Asked {
  readonly campaign: string;
  readonly change: RuleChange;
  readonly json: boolean;
}

/** Null for anything but the usage. */
export function askedOf(args: readonly string[]): Asked | null {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: FLAGS,
      allowPositionals: true,
    });
    const [campaign, ...others] = positionals;
    const attribution = MODES.find((mode) => mode === values.attribution);
    if (campaign === undefined || others.length > 0) return null;
    if (values.attribution !== undefined && attribution === undefined) return null;
    return {
      campaign,
      json: values.json ?? false,
      change: {
        ...attribution === undefined ? {} : { attribution },
        ...numbered("windowDays", values["window-days"]),
        ...numbered("perInviter", values["per-inviter"]),
        ...numbered("perDay", values["per-day"]),
        ...numbered("budgetFen", values["budget-fen"]),
      },
    };
  } catch {
    return null;
  }
}

/** Throws for what is no whole number from 0 on. */
function numbered(name: keyof RuleChange, text: string | undefined): RuleChange {
  if (text === undefined) return {};
  const number = Number(text);
  if (!/^\d+$/.test(text) || number > NUMBER_MAX) throw new Error(`${name}: ${text}`);
  return { [name]: number };
}

/** The database, or why not. */
async function open(): Promise<Reader | string> {
  const { scheduler, random } = systemWorld();
  const options = { scheduler, statementMs: STATEMENT_MS };
  const url = Deno.env.get("DATABASE_URL") ?? "";
  if (url !== "") return await openReader({ kind: "postgres", url }, options);
  const path = Deno.env.get("DATA_DIR") ?? ".yundian";
  const folder = join(path, "postgres");
  if (!await isThere(folder)) return `Cannot read "${folder}": there is no embedded database`;
  const locked = await lockDataDir(path);
  switch (locked.kind) {
    case "taken":
      return `Cannot read "${folder}": the product runs on it, stop it or name a DATABASE_URL`;
    case "failed":
      return `Cannot read "${folder}": ${locked.message}`;
    case "ok": {
      const password = random.id(PASSWORD_CHARACTERS);
      const reader = await openReader({ kind: "pglite", folder, password }, options);
      return {
        sql: reader.sql,
        async close() {
          await reader.close();
          locked.dataDir.release();
        },
      };
    }
  }
}

async function isThere(path: string): Promise<boolean> {
  try {
    await Deno.stat(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

function textOf({ campaign, title, isOver, was, is, difference }: ReEvaluation): string {
  const { participants, moved, before, after, gained, lost, refused, inviters } = difference;
  const rules = Object.entries(is).map(([name, value]) => {
    const old = was[name as keyof typeof was];
    return `  ${name.padEnd(14)}${shown(old)}${old === value ? "" : ` → ${shown(value)}`}`;
  });
  const reasons = Object.entries(refused).map(([reason, count]) =>
    `  ${reason.padEnd(20)}${count.before} → ${count.after}`
  );
  const people = inviters.slice(0, INVITERS_SHOWN).map((one) =>
    `  ${`${one.participant} ${one.name ?? ""}`.padEnd(24)}${sumText(one.before)} → ${
      sumText(one.after)
    }`
  );
  return [
    `${title} (${campaign}), ${participants} participants${isOver ? "" : ", not over yet"}`,
    "Rules",
    ...rules,
    `Inviter differs: ${moved.length}`,
    ...moved.slice(0, INVITERS_SHOWN).map(({ participant, name, was, is, refused }) =>
      `  ${`${participant} ${name ?? ""}`.padEnd(24)}${was ?? "nobody"} → ${is ?? "nobody"}${
        refused === null ? "" : ` (${refused})`
      }`
    ),
    ...moved.length > INVITERS_SHOWN ? [`  and ${moved.length - INVITERS_SHOWN} more`] : [],
    `Rewards: ${sumText(before)} → ${sumText(after)}`,
    `  gained ${sumText(gained)}, lost ${sumText(lost)}`,
    ...reasons.length > 0 ? ["Refused", ...reasons] : [],
    ...people.length > 0 ? ["By inviter, most first", ...people] : [],
    "Nothing was changed. Joins that were refused are not in the log.",
  ].join("\n");
}

function sumText({ rewards, fen }: Sum): string {
  return `${rewards} (¥${(fen / 100).toFixed(2)})`;
}

function shown(value: string | number | null): string {
  return value === null ? "none" : String(value);
}
