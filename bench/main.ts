/** `deno task bench`: a word chooses the command; without one a scenario is run. */

/** Runs one command; resolves with the exit code: 0 passed, 1 failed, 2 refused before anything was started. */
export type Command = (args: readonly string[]) => Promise<number>;

/** A word of the command line. */
export interface Entry {
  /** For `--help`, one line. */
  readonly what: string;
  /** Loaded only when asked for, so that a short run starts at once. */
  load(): Promise<Command>;
}

const COMMANDS: Readonly<Record<string, Entry>> = {
  compare: {
    what: "two runs side by side, with ratios: compare previous latest",
    load: async () => (await import("./report/compare.ts")).compare,
  },
  growth: {
    what: "what an operation costs as sales, reservations, subscribers … grow",
    load: async () => (await import("./growth/growth.ts")).growth,
  },
  peers: {
    what: "the product beside other designs and the limit of the platform",
    load: async () => (await import("./peers/bench.ts")).peers,
  },
  rehearse: {
    what: "a campaign on a copy of this installation: <campaignId|spec.json>",
    load: async () => (await import("./rehearsal/rehearse.ts")).rehearse,
  },
  chaos: {
    what: "faults under load: what users see of them, and the audit afterwards",
    load: async () => (await import("./chaos/chaos.ts")).chaos,
  },
  all: {
    what: "everything, joined into bench/RESULTS.md",
    load: async () => (await import("./all/all.ts")).all,
  },
};

/** Runs what the command line says. */
export async function main(args: readonly string[]): Promise<number> {
  const words = args[0] === "--" ? args.slice(1) : args;
  const [word, ...rest] = words;
  if (word === undefined || word.startsWith("-")) {
    if (words.includes("--help") || words.includes("-h")) {
      console.log((await import("./runs/help.ts")).helpText(COMMANDS));
      return 0;
    }
    return await (await import("./runs/command.ts")).scenario(words);
  }
  const entry = Object.hasOwn(COMMANDS, word) ? COMMANDS[word] : undefined;
  if (entry !== undefined) return await (await entry.load())(rest);
  const known = Object.keys(COMMANDS).join(", ");
  console.error(
    `Unknown command "${word}", the commands are: ${known}; without one a scenario is run, see --help`,
  );
  return 2;
}

if (import.meta.main) Deno.exit(await main(Deno.args));
