/** What a program of this folder is told, as one JSON argument, and what it prints, as one JSON line. */

/** Options of `bare.ts` and `engine.ts`. */
export interface InProcessOptions {
  /** Empty folder for the journal. */
  readonly directory: string;
  readonly inFlight: number;
  readonly warm: number;
  readonly count: number;
}

/** Options of this process. */
export function inProcessOptions(): InProcessOptions {
  return JSON.parse(Deno.args[0] ?? "");
}

/** A customer's id, as long as those of the HTTP runs. */
export function customerName(index: number): string {
  return `customer-${String(index).padStart(9, "0")}`;
}
