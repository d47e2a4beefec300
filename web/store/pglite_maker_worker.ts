/** Worker: makes the files of an embedded database, which takes seconds and memory that is given back with it. */
import { PGlite } from "@electric-sql/pglite";

/** What it says at the end; an error ends it instead. */
export interface PgliteMade {
  readonly kind: "made";
}

self.onmessage = async ({ data }: MessageEvent<{ readonly folder: string }>) => {
  const database = await PGlite.create({ dataDir: data.folder });
  await database.close();
  self.postMessage({ kind: "made" } satisfies PgliteMade);
};
