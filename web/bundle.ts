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
  const names = await renamed(name, rest.map((file) => ({ path: file.path, text: file.text() })));
  // Scripts name each other by `"./file"`.
  const linked = (text: string) =>
    text.replace(/(["'])\.\/([\w-]+\.js)\1/g, (whole, quote: string, file: string) => {
      const now = names.get(file);
      return now === undefined ? whole : `${quote}./${now}${quote}`;
    });
  const chunks = rest.map((file) =>
    [names.get(fileOf(file.path)) ?? fileOf(file.path), linked(file.text())] as const
  );
  return { text: linked(main.text()), chunks: new Map(chunks) };
}

/** The bundler's names change with the bytes of a chunk and of all that it loads; ours do so with both. */
async function renamed(
  name: string,
  files: readonly { readonly path: string; readonly text: string }[],
): Promise<ReadonlyMap<string, string>> {
  const names = await Promise.all(files.map(async ({ path, text }) => {
    const file = fileOf(path);
    const bytes = new TextEncoder().encode(`${file}\n${text}`);
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).slice(0, 8);
    return [file, `${name}.${digest.toHex()}.js`] as const;
  }));
  return new Map(names);
}

function fileOf(path: string): string {
  return path.split("/").at(-1) ?? path;
}

/** Files that a script loads before it runs; what `import()` names comes later. */
export function loadedFirst(text: string): readonly string[] {
  return [...text.matchAll(/\b(?:from|import)\s*["']\.\/([^"']+)["']/g)]
    .flatMap(([, file]) => file ?? []);
}
