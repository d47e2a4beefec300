/**
 * Bundles the pages in memory: a few ms, so nothing is cached on disk and nothing can be stale. Needs
 * `--unstable-bundle` (set in deno.json) and read access to the sources and to Deno's package cache. On its first
 * use Deno fetches its bundler from the npm registry, like any package.
 */

import { bundle } from "./bundle.ts";
import type { PageAssets } from "./shared/html.ts";

/** A file served under `/assets/`; its name changes with its bytes. */
export interface Asset {
  readonly path: string;
  readonly contentType: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The same, compressed once. */
  readonly gzip: Uint8Array<ArrayBuffer>;
}

/** All files and which page links which. */
export interface Assets {
  readonly files: ReadonlyMap<string, Asset>;
  readonly h5: PageAssets;
  readonly referral: PageAssets;
  readonly me: PageAssets;
  readonly console: PageAssets;
  readonly storefront: PageAssets;
  /** Pages of one product and one article. */
  readonly detail: PageAssets;
}

const PAGES = {
  h5: { entry: "h5/entry.tsx", styles: ["shared/tokens.css", "h5/h5.css"] },
  referral: {
    entry: "h5/referral/entry.tsx",
    styles: ["shared/tokens.css", "h5/h5.css", "h5/lists.css", "h5/referral/referral.css"],
  },
  me: {
    entry: "h5/me/entry.tsx",
    styles: ["shared/tokens.css", "h5/h5.css", "h5/lists.css", "h5/me/me.css"],
  },
  console: {
    entry: "console/entry.tsx",
    styles: [
      "shared/tokens.css",
      "console/console.css",
      "console/bank.css",
      "console/campaigns/referral/builder.css",
      "console/referral/referral.css",
      "console/redeem/redeem.css",
    ],
  },
  storefront: {
    entry: "storefront/entry.tsx",
    styles: ["shared/tokens.css", "storefront/storefront.css"],
  },
  detail: {
    entry: "storefront/detail_entry.ts",
    styles: ["shared/tokens.css", "storefront/detail.css"],
  },
} as const;

/** Bundles every page; throws with the bundler's messages where a source is wrong. */
export async function buildAssets(): Promise<Assets> {
  const files = new Map<string, Asset>();
  // One after the other: on a fresh machine two at once would both install the bundler.
  const h5 = await page("h5", files);
  const referral = await page("referral", files);
  const me = await page("me", files);
  const consolePage = await page("console", files);
  const storefront = await page("storefront", files);
  const detail = await page("detail", files);
  return { files, h5, referral, me, console: consolePage, storefront, detail };
}

async function page(name: keyof typeof PAGES, files: Map<string, Asset>): Promise<PageAssets> {
  const { entry, styles } = PAGES[name];
  const texts = await Promise.all(styles.map((path) => Deno.readTextFile(source(path))));
  // What one loads on a phone by the road is one script; staff load what they need when they need it.
  const { text, chunks } = await bundle(source(entry), { name, split: name === "console" });
  const [script, style] = await Promise.all([
    asset({ name, extension: "js", text }),
    asset({ name, extension: "css", text: squeeze(texts.join("\n")) }),
  ]);
  files.set(script.path, script).set(style.path, style);
  for (const [file, text] of chunks) {
    files.set(`/assets/${file}`, await packed({ file, extension: "js", text }));
  }
  return { script: script.path, style: style.path };
}

async function asset(
  file: { name: string; extension: "js" | "css"; text: string },
): Promise<Asset> {
  const bytes = new TextEncoder().encode(file.text);
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).slice(0, 8);
  return await packed({ ...file, file: `${file.name}.${digest.toHex()}.${file.extension}` });
}

async function packed(
  { file, extension, text }: { file: string; extension: "js" | "css"; text: string },
): Promise<Asset> {
  const bytes = new TextEncoder().encode(text);
  const gzip = new Response(bytes).body?.pipeThrough(new CompressionStream("gzip"));
  return {
    path: `/assets/${file}`,
    contentType: `text/${extension === "js" ? "javascript" : "css"}; charset=utf-8`,
    bytes,
    gzip: new Uint8Array(await new Response(gzip).arrayBuffer()),
  };
}

/** Takes comments and indentation out of a style sheet; line breaks stay, so nothing is glued together. */
function squeeze(css: string): string {
  return css.replace(/\/\*[\s\S]*?\*\//g, "").replace(/\n\s*/g, "\n").trim();
}

function source(path: string): URL {
  return new URL(path, import.meta.url);
}
