/**
 * The client of event streams, a process of its own: its one argument is a task as JSON, its lines are messages
 * (`sse/messages.ts`). `finish` on its input ends it in good order, a signal or the end of the input at once.
 */
import { FINISH, lineOf, type SseTask } from "./sse/messages.ts";
import { runSession } from "./sse/session.ts";

if (import.meta.main) await main();

async function main(): Promise<void> {
  const task: SseTask = JSON.parse(Deno.args[0] ?? "");
  const finish = new AbortController();
  const stop = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) {
    Deno.addSignalListener(name, () => stop.abort(name));
  }
  void listen(finish, stop);
  const result = await runSession({ ...task, secret: Deno.env.get("AUTH_SECRET") ?? "" }, {
    finish: finish.signal,
    stop: stop.signal,
    send: (message) => console.log(lineOf(message)),
  });
  console.log(lineOf({ kind: "RESULT", result }));
  Deno.exit(0);
}

async function listen(finish: AbortController, stop: AbortController): Promise<void> {
  const decoder = new TextDecoder();
  for await (const bytes of Deno.stdin.readable) {
    if (decoder.decode(bytes).includes(FINISH)) finish.abort();
  }
  // Whoever started it is gone.
  stop.abort("gone");
}
