/**
 * A referral campaign in a storm, in one process without HTTP: participants invite each other while events come early,
 * late and twice, some do not last, some try to cheat, and staff take back. In the end the books are made again offline
 * and must agree to the fen; joins must cost as much among very many participants as among few.
 *
 *     deno run -A --no-lock bench/storm/main.ts [--seed 1] [--participants 200000] [--journal memory|sqlite]
 */
import { parseArgs } from "node:util";
import { createMemoryJournal } from "../../engine/journal/memory.ts";
import { createSqliteJournal } from "../../engine/journal/sqlite.ts";
import { DEFAULT_LIMITS, type Journal } from "../../engine/mod.ts";
import { Cells } from "./alone.ts";
import { calm, mainCpuUs } from "./calm.ts";
import { Crowd } from "./crowd.ts";
import { type Recount, recount } from "./recount.ts";
import { openReferral, startEngine, type Theatre } from "./stage.ts";

const IN_FLIGHT = 256;
const FEW = 2_000;
const WINDOW = 2_000;
const WINDOWS = 7;
const WARM = 10_000;
/** So that it is used up before the end. */
const FEN_PER_PARTICIPANT = 11;
/** Invitees of one inviter, of a hundred participants. */
const HUB_PER_CENT = 5;
const RATIO_MAX = 1.15;
const OPTIONS = {
  seed: { type: "string", default: "1" },
  participants: { type: "string", default: "200000" },
  journal: { type: "string", default: "sqlite" },
} as const;

export interface Storm {
  readonly books: Recount;
  readonly answers: { readonly [word: string]: number };
}

/** A storm of so many participants, and whether its books agree. */
export async function storm(
  theatre: Theatre,
  by: { readonly seed: number; readonly participants: number; readonly id?: string },
): Promise<Storm & { readonly crowd: Crowd }> {
  const { seed, participants, id = "storm" } = by;
  const fen = participants * FEN_PER_PARTICIPANT;
  const stage = await openReferral(theatre, id, { participants, fen });
  const crowd = new Crowd(stage, { prefix: `${id}-`, seed });
  const hub = Math.floor(participants * HUB_PER_CENT / 100);
  await crowd.grow({ to: participants, inFlight: IN_FLIGHT, plain: false, hub });
  await calm();
  return { books: await recount(stage, crowd), answers: crowd.answers, crowd };
}

if (import.meta.main) await main();

async function main(): Promise<void> {
  const options = parseArgs({ args: Deno.args, options: OPTIONS }).values;
  const seed = Number(options.seed);
  const participants = Number(options.participants);
  const directory = await Deno.makeTempDir({ prefix: "yundian_storm_" });
  try {
    const theatre = await startEngine(journalOf(options.journal, directory));
    const held = await run(theatre, { seed, participants });
    await theatre.engine.drain();
    if (!held) Deno.exitCode = 1;
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

function journalOf(name: string, directory: string): Journal {
  const { shards, appendTimeoutMs } = DEFAULT_LIMITS;
  const options = { shards, archive: false, timeoutMs: appendTimeoutMs };
  if (name === "memory") return createMemoryJournal(options);
  return createSqliteJournal({ ...options, path: `${directory}/journal.sqlite` });
}

/** Prints what it found; false where the books do not agree. */
async function run(
  theatre: Theatre,
  by: { readonly seed: number; readonly participants: number },
): Promise<boolean> {
  const { participants, seed } = by;
  // As many cells for few as for many, so that only the number of participants differs.
  const small = async (id: string, to: number) => {
    const stage = await openReferral(theatre, id, { participants, fen: to * FEN_PER_PARTICIPANT });
    const crowd = new Crowd(stage, { prefix: `${id}-`, seed });
    const hub = Math.floor(to * HUB_PER_CENT / 100);
    await crowd.grow({ to, inFlight: IN_FLIGHT, plain: false, hub });
    await calm();
    return crowd;
  };
  await small("warm", WARM);
  const cost = async (crowd: Crowd, to: number) => {
    // What is noted for the recount is not the product's.
    theatre.notes.clear();
    return await costUs(crowd, to);
  };
  const before = await cost(await small("before", FEW), FEW + WINDOW);
  const startMs = performance.now();
  const { books, answers, crowd } = await storm(theatre, by);
  print({ books, answers }, (performance.now() - startMs) / 1_000);
  // In turns, so that both meet the same memory and the same neighbours.
  const few: number[] = [];
  const many: number[] = [];
  for (let window = 1; window <= WINDOWS; window++) {
    few.push(await cost(await small(`few${window}`, FEW), FEW + WINDOW));
    many.push(await cost(crowd, participants + window * WINDOW));
  }
  const ratio = median(many) / median(few);
  console.log("CPU of the main thread per join with all that follows:");
  console.log(`  among ${FEW}, before the storm          ${before.toFixed(1)} us`);
  console.log(`  among ${FEW}, after it                  ${median(few).toFixed(1)} us`);
  console.log(`  among ${participants}, in turns with those   ${median(many).toFixed(1)} us`);
  for (const [name, all] of Object.entries({ few, many })) {
    console.log(`  windows among ${name}: ${all.map((us) => us.toFixed(0)).join(" ")}`);
  }
  const verdict = ratio <= RATIO_MAX ? "held" : "not held";
  console.log(`  ratio of the last two ${ratio.toFixed(3)}, at most ${RATIO_MAX}: ${verdict}`);
  compareAlone(crowd.cells, participants);
  return books.faults.length === 0;
}

/** The same of the cells alone, so that what engine and snapshots add can be told from what they do. */
function compareAlone(cells: number, participants: number): void {
  const large = new Cells(cells, "many");
  large.join(participants);
  const few: number[] = [];
  const many: number[] = [];
  for (let window = 0; window < WINDOWS; window++) {
    const small = new Cells(cells, `few${window}`);
    small.join(FEW);
    few.push(small.join(WINDOW));
    many.push(large.join(WINDOW));
  }
  const [one, other] = [median(few), median(many)];
  console.log("CPU per join of the cells alone, without engine, journal and snapshots:");
  console.log(`  ${one.toFixed(1)} us among ${FEW}, ${other.toFixed(1)} us among ${participants}`);
}

/** CPU per join until `to` have joined and everything that follows is done. */
async function costUs(crowd: Crowd, to: number): Promise<number> {
  const before = mainCpuUs();
  await crowd.grow({ to, inFlight: IN_FLIGHT, plain: true, hub: 0 });
  await calm();
  return (mainCpuUs() - before) / WINDOW;
}

function print({ books, answers }: Storm, seconds: number): void {
  const rows: (readonly [string, string | number])[] = [
    ["participants", books.participants],
    ["qualified", books.qualified],
    ["rewards", books.rewards],
    ["budget, fen", books.totalFen],
    ["paid, fen", books.paidFen],
    ["held, fen", books.heldFen],
    ["seconds, with the recount", seconds.toFixed(1)],
    ...Object.entries(answers).map(([word, count]) =>
      [`answered or done: ${word}`, count] as const
    ),
    ...Object.entries(books.byState).map(([state, count]) => [`rewards ${state}`, count] as const),
  ];
  for (const [name, value] of rows) console.log(`${name.padEnd(40)} ${value}`);
  for (const fault of books.faults) console.log(`DOES NOT AGREE  ${fault}`);
  console.log(books.faults.length === 0 ? "The books agree." : "The books do not agree.");
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}
