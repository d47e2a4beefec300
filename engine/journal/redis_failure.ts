/** What an error of Redis says about the call that met it. */

/** A call that was not answered with a result. */
export class RedisFailure extends Error {
  /** `failed`: known not to have been executed; `unknown`: it may have been, or may still be. */
  readonly kind: "failed" | "unknown";
  /** Redis or its disk has no room. */
  readonly full: boolean;

  constructor(kind: "failed" | "unknown", message: string, full = false) {
    super(message);
    this.kind = kind;
    this.full = full;
  }
}

/**
 * Errors that Redis answers before a script's first write: no memory, no disk, a replica, still loading, another
 * script runs, the slot or the cluster is elsewhere, not signed in. All scripts meet them at their first write at the
 * latest, since Redis takes the state of memory and disk once, at the script's start.
 */
const REFUSED =
  /\b(OOM|MISCONF|READONLY|LOADING|BUSY|MASTERDOWN|CLUSTERDOWN|MOVED|ASK|TRYAGAIN|NOAUTH|WRONGPASS|NOPERM|NOREPLICAS|NOSCRIPT|max daily request limit|Unauthorized)\b/;
const FULL = /\bOOM\b|No space left/;
const UNREACHED =
  /ECONNREFUSED|Connection refused|connect error|isn't writeable|ENOTFOUND|dns error/i;

/** Longest message that is passed on; @upstash/redis puts the whole command into its own. */
const MESSAGE_MAX = 200;

/** Classifies anything that a client threw. */
export function redisFailure(error: unknown): RedisFailure {
  if (error instanceof RedisFailure) return error;
  const text = messageOf(error);
  const known = REFUSED.test(text) || UNREACHED.test(text);
  return new RedisFailure(known ? "failed" : "unknown", text, FULL.test(text));
}

/** The first line of an error without the command that met it, its cause's where that says more. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error).slice(0, MESSAGE_MAX);
  const own = (error.message || error.name).split(/\n|, command was:/, 1)[0] ?? "";
  const cause = error.cause instanceof Error ? `: ${error.cause.message.split("\n", 1)[0]}` : "";
  return (own + cause).slice(0, MESSAGE_MAX);
}
