/** Flags of `deno task bench chaos`, parsed once. Pure. */

import { OUT } from "../runs/options.ts";

export interface ChaosOptions {
  /** In the order in which they run; null: all. */
  readonly faults: readonly string[] | null;
  readonly quick: boolean;
  /** How long faults last that may last as one likes; null: as each says. */
  readonly seconds: number | null;
  readonly grabsPerSecond: number;
  /** Where the report's folder is made. */
  readonly out: string;
}

export type Parsed =
  | { readonly kind: "ok"; readonly options: ChaosOptions }
  | { readonly kind: "help" }
  | { readonly kind: "invalid"; readonly problem: string };

const GRABS_PER_SECOND = 200;
const GRABS_PER_SECOND_MAX = 1_000;
const SECONDS_MAX = 3_600;

export const USAGE = `deno task bench chaos [fault,fault…] [flags]
  --quick          each fault in its shortest sensible form
  --seconds N      how long faults last that may last as one likes (overload, stalls, full disk …)
  --rate N         grabs a second of the paced crowd (${GRABS_PER_SECOND})
  --out DIR        where the report's folder is made (${OUT})
  --help           print this`;

/** Parses them; `names` are the faults that there are. */
export function parseOptions(args: readonly string[], names: readonly string[]): Parsed {
  let options: ChaosOptions = {
    faults: null,
    quick: false,
    seconds: null,
    grabsPerSecond: GRABS_PER_SECOND,
    out: OUT,
  };
  const rest = args.flatMap((arg) => /^--[a-z]+=/.test(arg) ? splitOnce(arg) : [arg]).values();
  for (const arg of rest) {
    switch (arg) {
      case "--help":
        return { kind: "help" };
      case "--quick":
        options = { ...options, quick: true };
        break;
      case "--seconds": {
        const seconds = integer(rest.next().value, SECONDS_MAX);
        if (seconds === null) return wrong(`--seconds: expected 1 to ${SECONDS_MAX}`);
        options = { ...options, seconds };
        break;
      }
      case "--rate": {
        const grabsPerSecond = integer(rest.next().value, GRABS_PER_SECOND_MAX);
        if (grabsPerSecond === null) return wrong(`--rate: expected 1 to ${GRABS_PER_SECOND_MAX}`);
        options = { ...options, grabsPerSecond };
        break;
      }
      case "--out": {
        const out = rest.next().value;
        if (out === undefined) return wrong("--out: expected a folder");
        options = { ...options, out };
        break;
      }
      default: {
        if (arg.startsWith("-")) return wrong(`Unknown flag "${arg}", the flags are:\n${USAGE}`);
        const faults = arg.split(",").filter((name) => name !== "");
        const unknown = faults.find((name) => !names.includes(name));
        if (unknown !== undefined) {
          return wrong(`Unknown fault "${unknown}", the faults are: ${names.join(", ")}`);
        }
        options = { ...options, faults: [...options.faults ?? [], ...faults] };
      }
    }
  }
  return { kind: "ok", options };
}

function wrong(problem: string): Parsed {
  return { kind: "invalid", problem };
}

function splitOnce(arg: string): [string, string] {
  const at = arg.indexOf("=");
  return [arg.slice(0, at), arg.slice(at + 1)];
}

function integer(text: string | undefined, max: number): number | null {
  const value = Number(text);
  return text !== undefined && Number.isInteger(value) && value >= 1 && value <= max ? value : null;
}
