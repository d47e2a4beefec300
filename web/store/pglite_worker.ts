/** Worker: the embedded PostgreSQL, behind a socket, so that it never stands in the way of a grab. */
import { PGlite } from "@electric-sql/pglite";
import { servePglite } from "./pglite_socket.ts";

/** The first message. */
export interface PgliteSetup {
  /** Folder of the data; null keeps it in memory. */
  readonly folder: string | null;
  readonly password: string;
  /** 0 takes a free one. */
  readonly port: number;
}

export type PgliteMessage =
  /** Takes connections; they wait until the database is open. */
  | { readonly kind: "listening"; readonly port: number }
  | { readonly kind: "failed"; readonly message: string }
  | { readonly kind: "closed" };

let close: () => Promise<void> = () => Promise.resolve();

self.onmessage = async ({ data }: MessageEvent<PgliteSetup | "close">) => {
  if (data === "close") {
    await close();
    return tell({ kind: "closed" });
  }
  const failed = (error: unknown) => {
    server.close();
    tell({ kind: "failed", message: messageOf(error) });
  };
  const opening = PGlite.create(data.folder === null ? {} : { dataDir: data.folder });
  const server = servePglite(opening, { password: data.password, port: data.port, failed });
  tell({ kind: "listening", port: server.port });
  close = async () => {
    server.close();
    await (await opening).close();
  };
  opening.catch(failed);
};

/** Errors of its file system are plain objects. */
function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : JSON.stringify(error) ?? String(error);
}

function tell(message: PgliteMessage): void {
  self.postMessage(message);
}
