/** Flags of `deno task bench peers`, read once. */
import { parseArgs } from "node:util";
import type { AppendFsync } from "../machine/redis.ts";
import { Refusal } from "../runs/plan.ts";
import type { Peer } from "./peer.ts";
import { PEERS } from "./rows.ts";

const PARTS = ["http", "crash", "paced", "process", "growth", "idle"] as const;
/** What can be measured: over HTTP as fast as possible, kills, at a fixed rate, and three without HTTP. */
export type PartName = (typeof PARTS)[number];

/** What is to be measured. */
export interface Options {
  readonly peers: readonly Peer[];
  readonly parts: ReadonlySet<PartName>;
  readonly rounds: number;
  readonly seconds: number;
  readonly warmSeconds: number;
  readonly connections: readonly number[];
  readonly appendfsync: readonly AppendFsync[];
  /** Grabs a second in the part `paced`; null: half of our own maximum. */
  readonly pacedPerSecond: number | null;
  readonly crash: {
    readonly units: number;
    readonly kills: number;
    readonly connections: number;
  };
}

/** For `--help`. */
export const USAGE =
  `deno task bench peers: the product beside other designs and the limit of the platform

  --peers a,b           only these: ${PEERS.map(({ name }) => name).join(", ")}
  --quick               one short round and one kill of each part, about two minutes
  --rounds 3            interleaved, every run with fresh processes
  --seconds 5           of a run, after --warm 2 by other customers
  --connections 64,256  refusals and --appendfsync's second setting with the most only
  --appendfsync always,everysec
                        settings of Redis; the first is everybody's, each other one makes rows of its own
  --crash on|off        kill -9 of every server, store and consumer under load
  --parts ${PARTS.join(",")}
                        all unless --quick; --paced 6000 sets the rate of that part

Writes summary.md, results.json and report.html to a folder of its own in bench/out.`;

/** Reads the flags; null for `--help`. Throws a `Refusal` in one line. */
export function readOptions(args: readonly string[]): Options | null {
  const flags = parse(args);
  if (flags.help) return null;
  const quick = flags.quick ?? false;
  const count = (name: "rounds" | "seconds" | "warm", usual: number, short: number) =>
    flags[name] === undefined ? (quick ? short : usual) : whole(name, flags[name]);
  return {
    peers: flags.peers === undefined ? PEERS : peersOf(words(flags.peers)),
    parts: partsOf({ parts: flags.parts, crash: flags.crash, quick }),
    rounds: count("rounds", 3, 1),
    seconds: count("seconds", 5, 1),
    warmSeconds: count("warm", 2, 1),
    connections: words(flags.connections ?? (quick ? "256" : "64,256"))
      .map((one) => whole("connections", one)),
    appendfsync: words(flags.appendfsync ?? (quick ? "always" : "always,everysec")).map(settingOf),
    pacedPerSecond: flags.paced === undefined ? null : whole("paced", flags.paced),
    crash: quick
      ? { units: 2_000, kills: 1, connections: 32 }
      : { units: 12_000, kills: 3, connections: 64 },
  };
}

function parse(args: readonly string[]) {
  const text = { type: "string" } as const;
  const on = { type: "boolean" } as const;
  try {
    return parseArgs({
      args: [...args],
      options: {
        peers: text,
        parts: text,
        rounds: text,
        seconds: text,
        warm: text,
        connections: text,
        appendfsync: text,
        crash: text,
        paced: text,
        quick: on,
        help: on,
      },
    }).values;
  } catch (error) {
    const [sentence = ""] = String(error instanceof Error ? error.message : error).split(". ");
    throw new Refusal(`${sentence}; see deno task bench peers --help`);
  }
}

function partsOf(
  given: { parts: string | undefined; crash: string | undefined; quick: boolean },
): Set<PartName> {
  const usual: readonly PartName[] = given.quick ? ["http", "crash"] : PARTS;
  const parts = new Set(given.parts === undefined ? usual : words(given.parts).map(partOf));
  if (given.crash === "on") parts.add("crash");
  else if (given.crash === "off") parts.delete("crash");
  else if (given.crash !== undefined) {
    throw new Refusal(`--crash is "${given.crash}": it is on or off`);
  }
  return parts;
}

function partOf(name: string): PartName {
  return oneOf("part", name, PARTS);
}

function settingOf(name: string): AppendFsync {
  return oneOf("appendfsync", name, ["always", "everysec"]);
}

/** In the order of the table. */
function peersOf(names: readonly string[]): Peer[] {
  const all = PEERS.map(({ name }) => name);
  const chosen = names.map((name) => oneOf("peer", name, all));
  return PEERS.filter(({ name }) => chosen.includes(name));
}

function oneOf<Name extends string>(what: string, name: string, all: readonly Name[]): Name {
  const found = all.find((one) => one === name);
  if (found === undefined) {
    throw new Refusal(`Unknown ${what} "${name}", one of: ${all.join(", ")}`);
  }
  return found;
}

function words(text: string): string[] {
  return [...new Set(text.split(",").map((one) => one.trim()).filter((one) => one !== ""))];
}

function whole(name: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1) return value;
  throw new Refusal(`--${name} is "${text}": it is a whole number of at least 1`);
}
