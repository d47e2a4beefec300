/** Worker of the driver for Redis over HTTP. The first message carries the options, every other one is a request. */
import { RedisJournal } from "./redis_journal.ts";
import { RedisHttpLink, type RedisHttpOptions } from "./redis_http_link.ts";
import type { Cell } from "./remote_protocol.ts";
import { serveJournal } from "./remote_worker.ts";

const scope = globalThis as unknown as Worker;

scope.onmessage = ({ data }: MessageEvent<RedisHttpOptions>) => {
  const serve = serveJournal(new RedisJournal(data, new RedisHttpLink(data)), scope);
  scope.onmessage = ({ data }: MessageEvent<readonly Cell[]>) => serve(data);
};
