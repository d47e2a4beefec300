/** What a caller should do after a fault. */
export type Retry = "never" | "later" | "elsewhere";

/** Codes of faults, stable: they reach clients as `code` of a problem document. */
export type FaultCode =
  | "overloaded" // a bound was reached; nothing was done
  | "draining" // the process is about to stop; nothing was done
  | "journal-unavailable" // the journal refused or is out of reach; nothing was done
  | "journal-full" // too much waits for the projector or the disk is full; nothing was done
  | "journal-corrupt" // what is stored of this actor cannot be read
  | "outcome-unknown" // it may or may not have happened; repeat with the same command id
  | "fenced" // another node owns the shard
  | "duplicate-command" // this command id has taken effect before
  | "payload-too-large" // the command or what it made exceeds a bound
  | "bug"; // an assertion failed; the activation was dropped and is rebuilt

/** The system could not answer. A business refusal is never a fault, it is a value in a reply. */
export class Fault extends Error {
  override readonly name = "Fault";
  readonly code: FaultCode;
  readonly retry: Retry;
  readonly retryAfterMs: number | undefined;

  constructor(
    code: FaultCode,
    message: string,
    options: { retry: Retry; retryAfterMs?: number; cause?: unknown },
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.retry = options.retry;
    this.retryAfterMs = options.retryAfterMs;
  }
}
