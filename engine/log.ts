/** Structured logs: one JSON object a line. Never pass a secret, a token or a phone number. */
export type Level = "debug" | "info" | "warn" | "error";

export type Fields = Readonly<Record<string, string | number | boolean | null | undefined>>;

export interface Log {
  debug(message: string, fields?: Fields): void;
  info(message: string, fields?: Fields): void;
  warn(message: string, fields?: Fields): void;
  error(message: string, fields?: Fields): void;
}

const ORDER: readonly Level[] = ["debug", "info", "warn", "error"];

/** A log that hands each line to `write`; lines below `level` are not made. */
export function createLog(
  options: { write: (line: string) => void; nowMs: () => number; level?: Level },
): Log {
  const least = ORDER.indexOf(options.level ?? "info");
  const at = (level: Level) => (message: string, fields?: Fields) => {
    if (ORDER.indexOf(level) < least) return;
    const time = new Date(options.nowMs()).toISOString();
    options.write(JSON.stringify({ time, level, message, ...fields }));
  };
  return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
}

/** A log that keeps nothing, for tests. */
export const SILENT: Log = { debug() {}, info() {}, warn() {}, error() {} };
