/** What the pages' code needs of a browser, so that it runs under test without one. */
export interface Outside {
  fetch(path: string, init: RequestInit): Promise<Response>;
  /** Monotonic ms. */
  localMs(): number;
  /** A number in [0, 1). */
  fraction(): number;
  /** 21 characters that nobody guesses. */
  id(): string;
  /** Runs once after `delayMs`. Returns how to cancel. */
  after(delayMs: number, run: () => void): () => void;
  /** Runs whenever the device says that it has no network. Returns how to stop. */
  whenOffline?(run: () => void): () => void;
}

/** The real browser. `crypto.randomUUID` is not used: it is missing on plain HTTP, as in a demonstration. */
export function browserOutside(): Outside {
  return {
    fetch: (path, init) => fetch(path, init),
    localMs: () => performance.now(),
    fraction: () => Math.random(),
    id: () => {
      const letters = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_";
      const bytes = crypto.getRandomValues(new Uint8Array(21));
      return Array.from(bytes, (byte) => letters[byte & 63]).join("");
    },
    after: (delayMs, run) => {
      const timer = setTimeout(run, delayMs);
      return () => clearTimeout(timer);
    },
    whenOffline: (run) => {
      addEventListener("offline", run);
      return () => removeEventListener("offline", run);
    },
  };
}

/** Waits `delayMs`; resolves early when `signal` is aborted. */
export function pause(outside: Outside, delayMs: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const cancel = outside.after(delayMs, resolve);
    signal?.addEventListener("abort", () => (cancel(), resolve()), { once: true });
  });
}
