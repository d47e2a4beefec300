/** Worker: the embedded PostgreSQL, behind a socket, so that it never stands in the way of a grab. */
import { PGlite } from "@electric-sql/pglite";
import { join } from "@std/path";
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

let opened: PGlite | null = null;
let close = () => {};

self.onmessage = async ({ data }: MessageEvent<PgliteSetup | "close">) => {
  if (data === "close") {
    close();
    // One that is still opening has nothing to lose: files are whole or not there.
    await opened?.close();
    return tell({ kind: "closed" });
  }
  const failed = (error: unknown) => {
    server.close();
    tell({ kind: "failed", message: messageOf(error) });
  };
  const opening = open(data.folder);
  const server = servePglite(opening, { password: data.password, port: data.port, failed });
  close = server.close;
  tell({ kind: "listening", port: server.port });
  opening.catch(failed);
};

async function open(folder: string | null): Promise<PGlite> {
  if (folder !== null && !await exists(join(folder, "PG_VERSION"))) {
    // A process that dies halfway must not leave half a database.
    const made = `${folder}.new`;
    if (await exists(made)) await Deno.remove(made, { recursive: true });
    await make(made);
    await Deno.rename(made, folder);
  }
  return opened = await PGlite.create(folder === null ? {} : { dataDir: folder });
}

function make(folder: string): Promise<void> {
  const url = new URL("./pglite_maker_worker.ts", import.meta.url);
  const maker = new Worker(url, { type: "module" });
  return new Promise<void>((resolve, reject) => {
    maker.onmessage = () => resolve();
    maker.onerror = (event) => {
      event.preventDefault();
      reject(new Error(event.message));
    };
    maker.postMessage({ folder });
  }).finally(() => maker.terminate());
}

async function exists(path: string): Promise<boolean> {
  try {
    await Deno.lstat(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** Errors of its file system are plain objects. */
function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : JSON.stringify(error) ?? String(error);
}

function tell(message: PgliteMessage): void {
  self.postMessage(message);
}
