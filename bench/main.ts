/** `deno task bench`: a word chooses the command; without one a scenario is run. */

/** Runs one command; resolves with the exit code: 0 passed, 1 failed, 2 refused before anything was started. */
export type Command = (args: readonly string[]) => Promise<number>;

interface Entry {
  /** For `--help`, one line. */
  readonly what: string;
  /** Loaded only when asked for, so that a short run starts at once. */
  load(): Promise<Command>;
}

const COMMANDS: Readonly<Record<string, Entry>> = {
  peers: {
    what: "the product beside other designs and the limit of the platform",
    load: async () => (await import("./peers/bench.ts")).peers,
  },
};

if (import.meta.main) {
  const [word = "", ...rest] = Deno.args[0] === "--" ? Deno.args.slice(1) : Deno.args;
  const entry = COMMANDS[word];
  if (entry === undefined) {
    console.error(
      `Unknown command "${word}", the commands are: ${Object.keys(COMMANDS).join(", ")}`,
    );
    Deno.exit(2);
  }
  Deno.exit(await (await entry.load())(rest));
}
