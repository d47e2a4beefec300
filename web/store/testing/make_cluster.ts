/** Makes the files of an embedded database in the folder that is named, as a first start does. */
import { PGlite } from "@electric-sql/pglite";

if (import.meta.main) {
  const [folder = ""] = Deno.args;
  await (await PGlite.create({ dataDir: folder })).close();
}
