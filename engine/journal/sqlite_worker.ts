/** Worker of the sqlite driver. The first message carries the options, every other one is a request. */
import type { Cell } from "./remote_protocol.ts";
import { serveJournal } from "./remote_worker.ts";
import { SqliteJournal, type SqliteOptions } from "./sqlite_journal.ts";

const scope = globalThis as unknown as Worker;

scope.onmessage = ({ data }: MessageEvent<SqliteOptions>) => {
  const serve = serveJournal(new SqliteJournal(data), scope);
  scope.onmessage = ({ data }: MessageEvent<readonly Cell[]>) => serve(data);
};
