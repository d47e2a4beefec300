/** Rendered pages, within a bound of bytes. One is made again when what it shows has changed. */
import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";

/** A page that can be sent as it is. */
export interface KeptPage {
  /** What it was made of: with the same, it need not be made again. */
  readonly source: string;
  readonly html: Uint8Array<ArrayBuffer>;
  readonly gzip: Uint8Array<ArrayBuffer>;
  readonly etag: string;
  readonly madeMs: number;
  /** When it was last known to be right, and the storefront's changes then. */
  checkedMs: number;
  changes: number;
}

const GZIP_LEVEL = 6;
const ETAG_CHARACTERS = 22;

export class PageCache {
  readonly #bytesMax: number;
  /** Least recently made first. */
  readonly #pages = new Map<string, KeptPage>();
  #bytes = 0;

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
  }

  get(key: string): KeptPage | undefined {
    return this.#pages.get(key);
  }

  get bytes(): number {
    return this.#bytes;
  }

  put(
    key: string,
    made: { readonly source: string; readonly text: string; readonly nowMs: number },
  ): KeptPage {
    const html = new TextEncoder().encode(made.text);
    const etag = createHash("sha256").update(html).digest("base64url").slice(0, ETAG_CHARACTERS);
    const page: KeptPage = {
      source: made.source,
      html,
      gzip: new Uint8Array(gzipSync(html, { level: GZIP_LEVEL })),
      // Weak: compressed or not, it is the same page.
      etag: `W/"${etag}"`,
      madeMs: made.nowMs,
      checkedMs: made.nowMs,
      changes: -1,
    };
    this.#drop(key);
    this.#pages.set(key, page);
    this.#bytes += bytesOf(key, page);
    for (const oldest of this.#pages.keys()) {
      if (this.#bytes <= this.#bytesMax || oldest === key) break;
      this.#drop(oldest);
    }
    return page;
  }

  #drop(key: string): void {
    const page = this.#pages.get(key);
    if (page === undefined) return;
    this.#pages.delete(key);
    this.#bytes -= bytesOf(key, page);
  }
}

function bytesOf(key: string, page: KeptPage): number {
  return page.html.byteLength + page.gzip.byteLength + 2 * (key.length + page.source.length);
}
