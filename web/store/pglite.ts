/** The embedded PostgreSQL as the main thread sees it: a Worker and an address that stays. */
import type { Scheduler } from "../../engine/mod.ts";
import type { PgliteMessage, PgliteSetup } from "./pglite_worker.ts";

/** A starting or running embedded database. */
export interface Pglite {
  /** For postgres.js; knows the password of this start. */
  readonly url: string;
  close(): Promise<void>;
}

export interface PgliteOptions extends Omit<PgliteSetup, "port"> {
  readonly scheduler: Scheduler;
  /** One clear line, each time that it has failed. */
  readonly failed: (message: string) => void;
}

const RESTART_MS = 1_000;
const RESTART_MS_MAX = 60_000;

/**
 * Starts PGlite in a Worker; it takes connections before it is open. One that fails starts anew on the same port, so
 * that clients find it again.
 */
export function startPglite(options: PgliteOptions): Promise<Pglite> {
  const { folder, password, scheduler, failed } = options;
  let port = 0;
  let failures = 0;
  let isClosing = false;
  let close: () => Promise<void> = () => Promise.resolve();

  function launch(listening: () => void): void {
    const worker = new Worker(new URL("./pglite_worker.ts", import.meta.url), { type: "module" });
    let closed = () => {};
    let hasEnded = false;
    const end = () => {
      hasEnded = true;
      worker.terminate();
      closed();
    };
    const fail = (message: string) => {
      if (hasEnded) return;
      end();
      if (isClosing) return;
      failed(message);
      const delayMs = Math.min(RESTART_MS * 2 ** failures++, RESTART_MS_MAX);
      scheduler.after(delayMs, () => {
        if (!isClosing) launch(listening);
      });
    };
    close = async () => {
      if (hasEnded) return;
      const gone = new Promise<void>((resolve) => closed = resolve);
      worker.postMessage("close");
      await gone;
    };
    worker.onerror = (event) => {
      event.preventDefault();
      fail(`The embedded database has failed: ${event.message}`);
    };
    worker.onmessage = ({ data }: MessageEvent<PgliteMessage>) => {
      switch (data.kind) {
        case "listening":
          port = data.port;
          return listening();
        case "failed":
          return fail(`The embedded database has failed: ${data.message}`);
        case "closed":
          return end();
      }
    };
    worker.postMessage({ folder, password, port } satisfies PgliteSetup);
  }

  return new Promise((resolve) =>
    launch(() =>
      resolve({
        url: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`,
        async close() {
          isClosing = true;
          await close();
        },
      })
    )
  );
}
