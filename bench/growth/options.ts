/** Flags of `deno task bench growth`, parsed once. Pure. */
import { OUT } from "../runs/options.ts";

export interface GrowthOptions {
  /** Names, in the order in which they are measured; null: all. */
  readonly curves: readonly string[] | null;
  readonly isQuick: boolean;
  /** Where the report's folder is made. */
  readonly out: string;
}

export type Parsed =
  | { readonly kind: "ok"; readonly options: GrowthOptions }
  | { readonly kind: "help" }
  | { readonly kind: "invalid"; readonly problem: string };

export const USAGE = `deno task bench growth [curve,curve…] [flags]
  --quick          small sizes and few windows: whether it works, not what it costs
  --out DIR        where the report's folder is made (${OUT})
  --help           print this`;

/** Parses them; `names` are the curves that there are. */
export function parseOptions(args: readonly string[], names: readonly string[]): Parsed {
  let options: GrowthOptions = { curves: null, isQuick: false, out: OUT };
  const rest = args.flatMap((arg) => arg.startsWith("--out=") ? ["--out", arg.slice(6)] : [arg])
    .values();
  for (const arg of rest) {
    switch (arg) {
      case "--help":
      case "-h":
        return { kind: "help" };
      case "--quick":
        options = { ...options, isQuick: true };
        break;
      case "--out": {
        const out = rest.next().value;
        if (out === undefined || out === "") return wrong("--out needs a folder");
        options = { ...options, out };
        break;
      }
      default: {
        if (arg.startsWith("-")) {
          return wrong(`Unknown flag ${arg}, the flags are: --quick, --out, --help`);
        }
        const curves = arg.split(",").filter((name) => name !== "");
        const unknown = curves.find((name) => !names.includes(name));
        if (unknown !== undefined) {
          return wrong(`Unknown curve "${unknown}", the curves are: ${names.join(", ")}`);
        }
        options = { ...options, curves: [...new Set([...options.curves ?? [], ...curves])] };
      }
    }
  }
  return { kind: "ok", options };
}

function wrong(problem: string): Parsed {
  return { kind: "invalid", problem };
}
