/** How a run is seen while it goes on: one line that changes on a terminal, a line every few seconds elsewhere. */
import type { Progress } from "./run.ts";

/** Where progress goes. */
export interface Screen {
  /** A step, on a line of its own. */
  log(line: string): void;
  progress(progress: Progress): void;
  /** Ends the line that changes. */
  close(): void;
}

const PLAIN_EVERY_S = 5;
const CLEAR = "\r\x1b[2K";

/** Writes to standard error, so that standard output has the results alone. */
export function openScreen(
  options: {
    readonly isTerminal?: boolean;
    readonly columns?: number;
    write?(text: string): void;
  } = {},
): Screen {
  const { isTerminal = Deno.stderr.isTerminal(), write = writeError } = options;
  let isLineOpen = false;
  let plainAtS = 0;
  let lastS = 0;

  function close(): void {
    if (isLineOpen) write("\n");
    isLineOpen = false;
  }

  return {
    close,
    log(line) {
      close();
      write(`${line}\n`);
    },
    progress(progress) {
      const line = lineOf(progress);
      if (isTerminal) {
        write(CLEAR + line.slice(0, (options.columns ?? columns()) - 1));
        isLineOpen = true;
        return;
      }
      // Another run has begun.
      if (progress.elapsedS < lastS) plainAtS = 0;
      lastS = progress.elapsedS;
      if (progress.elapsedS >= plainAtS) {
        plainAtS = progress.elapsedS + PLAIN_EVERY_S;
        write(`${line}\n`);
      }
    },
  };
}

/** `12/25 s: offered 300/s, served 1,810/s, p99 41 ms, errors 0, units left 1,200` */
export function lineOf({ elapsedS, totalS, second, errors, unitsLeft }: Progress): string {
  const slowest = Math.max(0, ...[...second.latencies.values()].map(({ p99Ms }) => p99Ms));
  const figures = [
    `offered ${n(second.planned)}/s`,
    `served ${n(second.answered)}/s`,
    ...second.dropped > 0 ? [`dropped ${n(second.dropped)}/s`] : [],
    `p99 ${n(slowest)} ms`,
    `errors ${n(errors)}`,
    ...unitsLeft === null ? [] : [`units left ${n(unitsLeft)}`],
  ].join(", ");
  return `${timeOf(elapsedS, totalS)}: ${figures}`;
}

function timeOf(elapsedS: number, totalS: number | null): string {
  if (totalS === null) return `${elapsedS} s`;
  // Whoever is in the middle of something may finish it.
  return elapsedS > totalS ? `${elapsedS} s, finishing` : `${elapsedS}/${Math.round(totalS)} s`;
}

function n(value: number): string {
  return Math.round(value).toLocaleString("en");
}

function columns(): number {
  try {
    return Deno.consoleSize().columns;
  } catch {
    return 80;
  }
}

function writeError(text: string): void {
  Deno.stderr.writeSync(new TextEncoder().encode(text));
}
