/**
 * What a peer loses by `kill -9` under load: a crowd that notes every 201 grabs until nothing is left, one part of the
 * peer is killed and started again on the way, and at the end the books are compared with what the crowd was told.
 * The kernel lives on, so what a process had written is there, synced or not: loss of power is not tested.
 */
import { type Ledger, startLedger } from "../load/ledger.ts";
import type { Part } from "./part.ts";
import { type Audit, balanceOf, type Running } from "./peer.ts";
import type { Row } from "./rows.ts";
import { type Common, withPeer } from "./session.ts";

/** What is killed how often. */
export interface CrashPlan extends Common {
  readonly rows: readonly Row[];
  readonly units: number;
  /** In one run, evenly over the units. */
  readonly kills: number;
  readonly connections: number;
}

/** One part of one peer, killed in one run. */
export interface Crash {
  readonly row: string;
  readonly part: string;
  readonly units: number;
  /** Kills that hit the peer under load. */
  readonly kills: number;
  /** 201s that the crowd saw. */
  readonly acknowledged: number;
  /** Of those, the ones whose reservation is not there any more. */
  readonly lost: number;
  /** Promised or stored beyond the units on sale. */
  readonly oversold: number;
  /** Units that are neither sold nor left. */
  readonly vanished: number;
  /** Units sold to somebody whose answer broke off. */
  readonly untold: number;
  /** The longest time without a 201, the start of the program again included. */
  readonly longestGapMs: number;
  /** What else does not add up. */
  readonly violations: readonly string[];
}

const DOWN_MS = 100;
const READ_MS = 60_000;
const AGAIN_MS = 200;

/** Kills every part that a row names, each in a run of its own. */
export async function runCrashes(
  plan: CrashPlan,
  listener: { log(line: string): void; crash(crash: Crash): void },
): Promise<void> {
  for (const row of plan.rows) {
    for (const part of row.peer.killable) {
      const crash = await withPeer(row, plan, (running) => crashOnce(plan, { row, part, running }));
      listener.crash(crash);
      listener.log(
        `kill -9  ${row.name.padEnd(29)} ${part.padEnd(8)} ${crash.kills} times  ` +
          `${crash.acknowledged} acknowledged, ${crash.lost} lost, ${crash.oversold} oversold, ` +
          `${crash.vanished} vanished`,
      );
    }
  }
}

async function crashOnce(
  plan: CrashPlan,
  run: { readonly row: Row; readonly part: string; readonly running: Running },
): Promise<Crash> {
  const { row, running } = run;
  const part = running.parts.find(({ name }) => name === run.part);
  if (part === undefined) {
    throw new Error(`Cannot kill "${run.part}": ${row.name} has no such part`);
  }
  const url = running.origin + running.path;
  const { secret, connections, signal, units } = plan;
  const ledger = startLedger({ url, secret, connections, signal });
  const kills = await killOnTheWay(part, ledger, plan);
  await ledger.done;
  signal.throwIfAborted();
  const { acknowledged, twice, longestGapMs } = ledger;
  const audit = await patiently(() => running.audit());
  const missing = await patiently(() => running.missing(acknowledged));
  const { oversold, vanished } = balanceOf(audit, units);
  return {
    row: row.name,
    part: part.name,
    units,
    kills,
    acknowledged: acknowledged.length,
    lost: missing.length,
    // Who was told 201 counts as sold to, stored or not.
    oversold: Math.max(oversold, acknowledged.length - units),
    vanished,
    untold: Math.max(0, audit.sold - (acknowledged.length - missing.length)),
    longestGapMs,
    violations: violationsOf(audit, { kills, twice }),
  };
}

/** How often the part was killed before the sale was over. */
async function killOnTheWay(part: Part, ledger: Ledger, plan: CrashPlan): Promise<number> {
  for (let kill = 1; kill <= plan.kills; kill++) {
    if (!await ledger.reached(Math.floor(plan.units * kill / (plan.kills + 1)))) return kill - 1;
    await part.kill();
    await new Promise((resolve) => setTimeout(resolve, DOWN_MS));
    await part.restart();
  }
  return plan.kills;
}

function violationsOf(
  audit: Audit,
  { kills, twice }: { readonly kills: number; readonly twice: readonly string[] },
): string[] {
  return [
    ...audit.violations,
    ...(twice.length > 0 ? [`${twice.length} ids were given twice`] : []),
    ...(kills === 0 ? ["no kill hit the sale: it was over before"] : []),
  ];
}

/** A connection of the harness itself may be one that the kill broke. */
async function patiently<Result>(read: () => Promise<Result>): Promise<Result> {
  const deadlineMs = Date.now() + READ_MS;
  for (;;) {
    try {
      return await read();
    } catch (error) {
      if (Date.now() > deadlineMs) throw error;
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    }
  }
}
