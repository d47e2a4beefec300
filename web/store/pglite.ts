/** The embedded PostgreSQL as the main thread sees it: a Worker and an address. */
import type { PgliteMessage, PgliteSetup } from "./pglite_worker.ts";

/** A starting or running embedded database. */
export interface Pglite {
  /** For postgres.js; knows the password of this start. */
  readonly url: string;
  close(): Promise<void>;
}

/** Starts PGlite in a Worker; it takes connections before it is open. `failed` hears one clear line. */
export function startPglite(
  setup: PgliteSetup,
  failed: (message: string) => void,
): Promise<Pglite> {
  const worker = new Worker(new URL("./pglite_worker.ts", import.meta.url), { type: "module" });
  let closed = () => {};
  const gone = new Promise<void>((resolve) => closed = resolve);
  const end = () => {
    worker.terminate();
    closed();
  };
  return new Promise((resolve, reject) => {
    const fail = (message: string) => {
      end();
      failed(message);
      reject(new Error(message));
    };
    worker.onerror = (event) => {
      event.preventDefault();
      fail(`Cannot run the embedded database: ${event.message}`);
    };
    worker.onmessage = ({ data }: MessageEvent<PgliteMessage>) => {
      switch (data.kind) {
        case "listening":
          return resolve({
            url: `postgres://postgres:${setup.password}@127.0.0.1:${data.port}/postgres`,
            async close() {
              worker.postMessage("close");
              await gone;
            },
          });
        case "failed":
          return fail(`Cannot open the embedded database: ${data.message}`);
        case "closed":
          return end();
      }
    };
    worker.postMessage(setup);
  });
}
