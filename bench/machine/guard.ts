/**
 * Ends what a run started even when the run itself is killed: a small shell waits for the end of a pipe that only the
 * run holds open.
 */

/** Knows what is to be ended. */
export interface Guard {
  /** A process group that was started; resolves once the guard knows of it. */
  watch(pid: number): Promise<void>;
  /** The run ends in order: nothing is left for the guard to do. */
  release(): Promise<void>;
}

/** Lines are process groups; `done` is an end in order. Fifteen seconds are what a product may need to drain. */
const SCRIPT = `
trap '' INT TERM HUP
while read -r line; do
  [ "$line" = done ] && exit 0
  groups="$groups $line"
done
lives() {
  for group in $groups; do kill -s 0 -- "-$group" 2>/dev/null && return 0; done
  return 1
}
for group in $groups; do kill -s TERM -- "-$group" 2>/dev/null; done
for second in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do lives && sleep 1; done
for group in $groups; do kill -s KILL -- "-$group" 2>/dev/null; done
rm -rf -- "$0"
`;

/** Every process group that is under a guard of this process. */
const watched = new Set<number>();

/** `kill -9` of all that is under a guard; for an end that must not wait. Folders are the guards' to remove. */
export function killWatched(): void {
  for (const pid of watched) {
    try {
      Deno.kill(-pid, "SIGKILL");
    } catch {
      // It has ended.
    }
  }
}

/** Starts a guard over processes whose data is in `directory`, which goes with them. */
export function startGuard(options: { readonly directory: string }): Guard {
  const child = new Deno.Command("sh", {
    args: ["-c", SCRIPT, options.directory],
    stdin: "piped",
    stdout: "null",
    stderr: "null",
    detached: true,
  }).spawn();
  const writer = child.stdin.getWriter();
  const say = (line: string) => writer.write(new TextEncoder().encode(`${line}\n`));
  const own: number[] = [];
  return {
    async watch(pid) {
      own.push(pid);
      watched.add(pid);
      await say(String(pid)).catch(() => {});
    },
    async release() {
      for (const pid of own) watched.delete(pid);
      await say("done").catch(() => {});
      await writer.close().catch(() => {});
      await child.status;
    },
  };
}
