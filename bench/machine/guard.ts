/**
 * Ends what a run started even when the run itself is killed: a small shell waits for the end of a pipe that only the
 * run holds open.
 */

/** Knows what is to be ended. */
export interface Guard {
  /** A process group that was started. */
  watch(pid: number): void;
  /** The run ends in order: nothing is left for the guard to do. */
  release(): Promise<void>;
}

/** Lines are process groups; `done` is an end in order. Ten seconds are what a product may need to drain. */
const SCRIPT = `
trap '' INT TERM HUP
while read -r line; do
  [ "$line" = done ] && exit 0
  groups="$groups $line"
done
for group in $groups; do kill -TERM -- "-$group" 2>/dev/null; done
sleep 10
for group in $groups; do kill -KILL -- "-$group" 2>/dev/null; done
rm -rf -- "$0"
`;

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
  return {
    watch(pid) {
      say(String(pid)).catch(() => {});
    },
    async release() {
      await say("done").catch(() => {});
      await writer.close().catch(() => {});
      await child.status;
    },
  };
}
