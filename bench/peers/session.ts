/** One life of a peer: a folder of its own, its processes, and their end, however the run ends. */
import { startGuard } from "../machine/guard.ts";
import type { Answer, Running } from "./peer.ts";
import type { Row } from "./rows.ts";

/** The same for all runs. */
export interface Common {
  readonly secret: string;
  readonly answer: Answer;
  /** Ctrl-C. */
  readonly signal: AbortSignal;
}

/** Starts the peer of a row, lets `use` work with it, then stops it and removes its data. */
export async function withPeer<Result>(
  row: Row,
  options: Common & { readonly units: number },
  use: (running: Running) => Promise<Result>,
): Promise<Result> {
  const { secret, answer, units, signal } = options;
  signal.throwIfAborted();
  const { peer, appendfsync } = row;
  const directory = await Deno.makeTempDir({ prefix: `yundian_bench_${peer.name}_` });
  const guard = startGuard({ directory });
  try {
    const { watch } = guard;
    const running = await peer.start({
      directory,
      units,
      secret,
      appendfsync,
      answer,
      signal,
      watch,
    });
    try {
      signal.throwIfAborted();
      return await use(running);
    } finally {
      await running.stop();
    }
  } finally {
    await Deno.remove(directory, { recursive: true });
    await guard.release();
  }
}
