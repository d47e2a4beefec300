/** Reads a file that grows. */

const CHUNK_BYTES = 1 << 16;

/** What was written since the last call; empty while the file is not there. */
export class Tail {
  readonly #path: string;
  readonly #decoder = new TextDecoder();
  readonly #chunk = new Uint8Array(CHUNK_BYTES);
  #file: Deno.FsFile | null = null;

  constructor(path: string) {
    this.#path = path;
  }

  read(): string {
    this.#file ??= opened(this.#path);
    let text = "";
    for (;;) {
      const read = this.#file?.readSync(this.#chunk) ?? null;
      if (read === null) return text;
      text += this.#decoder.decode(this.#chunk.subarray(0, read), { stream: true });
    }
  }

  close(): void {
    this.#file?.close();
    this.#file = null;
  }
}

function opened(path: string): Deno.FsFile | null {
  try {
    return Deno.openSync(path, { read: true });
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}
