/**
 * The folder that holds the embedded stores. One process owns it: two on one folder would lose
 * acknowledged rows in silence, so the lock is taken before any store opens.
 */
import { join } from "@std/path";

/** Names of everything that this product keeps in its folder and may remove. */
const STORES = [
  "journal.sqlite",
  "journal.sqlite-wal",
  "journal.sqlite-shm",
  "postgres",
  "postgres.new",
  "auth_secret",
  "auth_secret.new",
  "events_secret",
  "events_secret.new",
];
const LOCK = "lock";
const READ_TRIES = 20;
const READ_PAUSE_MS = 50;

/** Who holds the lock; empty where the holder has not written it yet. */
export interface Holder {
  readonly pid: number;
  readonly address: string;
}

export type Locked =
  | { readonly kind: "ok"; readonly dataDir: DataDir }
  | { readonly kind: "taken"; readonly holder: Holder | null }
  | { readonly kind: "failed"; readonly message: string };

/**
 * Makes the folder where missing and locks it for this process. The operating system frees the
 * lock when the process ends, however it ends.
 */
export async function lockDataDir(path: string): Promise<Locked> {
  try {
    await Deno.mkdir(path, { recursive: true });
    const file = await Deno.open(join(path, LOCK), { read: true, write: true, create: true });
    if (await file.tryLock(true)) {
      await file.truncate(0);
      return { kind: "ok", dataDir: new DataDir(path, file) };
    }
    file.close();
    return { kind: "taken", holder: await readHolder(path) };
  } catch (error) {
    return { kind: "failed", message: error instanceof Error ? error.message : String(error) };
  }
}

/** A data folder that this process owns. */
export class DataDir {
  readonly path: string;
  readonly #lock: Deno.FsFile;

  constructor(path: string, lock: Deno.FsFile) {
    this.path = path;
    this.#lock = lock;
  }

  get journalPath(): string {
    return join(this.path, "journal.sqlite");
  }

  /** Folder of the embedded database. */
  get postgresPath(): string {
    return join(this.path, "postgres");
  }

  /** Says who owns the folder, for a second start to read. */
  async sign(holder: Holder): Promise<void> {
    await this.#lock.truncate(0);
    await this.#lock.seek(0, Deno.SeekMode.Start);
    await this.#lock.write(new TextEncoder().encode(`${JSON.stringify(holder)}\n`));
  }

  /** Removes the stores of this product and nothing else. */
  async clear(): Promise<void> {
    for (const name of STORES) {
      try {
        await Deno.remove(join(this.path, name), { recursive: true });
      } catch (error) {
        if (!(error instanceof Deno.errors.NotFound)) throw error;
      }
    }
  }

  /** A secret kept with the data; `make` is called once, for a new folder. */
  async secret(
    make: () => string,
    name: "auth_secret" | "events_secret" = "auth_secret",
  ): Promise<string> {
    const path = join(this.path, name);
    try {
      return (await Deno.readTextFile(path)).trim();
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
    const secret = make();
    // Renamed when complete: a start that dies halfway must not leave an empty secret.
    await Deno.writeTextFile(`${path}.new`, `${secret}\n`, { mode: 0o600 });
    await Deno.rename(`${path}.new`, path);
    return secret;
  }

  /** Frees the folder. */
  release(): void {
    this.#lock.close();
  }
}

/** Reads the holder; it may be about to write its address. */
async function readHolder(path: string): Promise<Holder | null> {
  for (let tries = 0; tries < READ_TRIES; tries++) {
    const text = await Deno.readTextFile(join(path, LOCK));
    if (text.endsWith("\n")) return parseHolder(text);
    await new Promise((resolve) => setTimeout(resolve, READ_PAUSE_MS));
  }
  return null;
}

function parseHolder(text: string): Holder | null {
  try {
    const { pid, address } = JSON.parse(text);
    return typeof pid === "number" && typeof address === "string" ? { pid, address } : null;
  } catch {
    return null;
  }
}
