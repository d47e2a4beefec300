/** One entry of the pages as the browser gets it, in one script or split where a part is imported only when needed. */

/** The entry's own script, and those that it loads, by name of their file. */
export interface Bundle {
  readonly text: string;
  readonly chunks: ReadonlyMap<string, string>;
}

export interface BundleOptions {
  /** What the names of chunks begin with. */
  readonly name: string;
  /** Whether `import()` makes a script of its own; else everything is in one. */
  readonly split: boolean;
}

/** Where the bundler believes that it writes; nothing is written. */
const NOWHERE = "/";

/** Bundles `entry`; throws with the bundler's messages where a source is wrong. */
export async function bundle(entry: URL, { name, split }: BundleOptions): Promise<Bundle> {
  const result = await Deno.bundle({
    entrypoints: [entry.pathname],
    platform: "browser",
    format: "esm",
    minify: true,
    write: false,
    ...(split ? { codeSplitting: true, outputDir: NOWHERE } : {}),
  });
  const [main, ...rest] = result.outputFiles ?? [];
  if (!result.success || main === undefined) {
    const path = entry.pathname.split("/").slice(-2).join("/");
    throw new Error(`Cannot bundle "${path}": ${result.errors.map((e) => e.text).join("; ")}`);
  }
  const texts = new Map(rest.map((file) => [fileOf(file.path), file.text()]));
  const names = await namesOf(texts, name);
  const linked = (text: string) =>
    text.replace(REFERENCE, (whole, before: string, file: string, after: string) => {
      const now = names.get(file);
      return now === undefined ? whole : `${before}${now}${after}`;
    });
  const chunks = [...texts].map(([file, text]) => [names.get(file) ?? file, linked(text)] as const);
  return { text: linked(main.text()), chunks: new Map(chunks) };
}

/** Scripts name each other by `"./file"`. */
const REFERENCE = /(["']\.\/)([\w-]+\.js)(["'])/g;

/**
 * The bundler's names hang on where the sources lie; ours only on the bytes of a script and of all that it names, so
 * that every node of one release serves the same files.
 */
async function namesOf(
  texts: ReadonlyMap<string, string>,
  name: string,
): Promise<ReadonlyMap<string, string>> {
  const own = new Map<string, string>();
  for (const [file, text] of texts) own.set(file, await digestOf(text.replace(REFERENCE, "$1$3")));
  const names = new Map<string, string>();
  for (const file of texts.keys()) {
    const all = [...reached(file, texts)].map((one) => own.get(one) ?? "").toSorted();
    names.set(file, `${name}.${await digestOf(`${own.get(file)} ${all.join(" ")}`)}.js`);
  }
  return names;
}

/** Everything that a script names, and what that names. */
function reached(
  file: string,
  texts: ReadonlyMap<string, string>,
  seen = new Set<string>(),
): ReadonlySet<string> {
  for (const [, , other = ""] of texts.get(file)?.matchAll(REFERENCE) ?? []) {
    if (seen.has(other) || !texts.has(other)) continue;
    seen.add(other);
    reached(other, texts, seen);
  }
  return seen;
}

async function digestOf(text: string): Promise<string> {
  const bytes = new TextEncoder().encode(text);
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).slice(0, 8).toHex();
}

function fileOf(path: string): string {
  return path.split("/").at(-1) ?? path;
}

/** Files that a script loads before it runs; what `import()` names comes later. */
export function loadedFirst(text: string): readonly string[] {
  return [...text.matchAll(/\b(?:from|import)\s*["']\.\/([^"']+)["']/g)]
    .flatMap(([, file]) => file ?? []);
}
