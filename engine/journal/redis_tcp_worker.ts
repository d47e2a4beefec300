/** Worker of the driver for Redis over TCP. The first message carries the options, every other one is a request. */
import { RedisJournal } from "./redis_journal.ts";
import { RedisTcpLink, type RedisTcpOptions } from "./redis_tcp_link.ts";
import type { Cell } from "./remote_protocol.ts";
import { serveJournal } from "./remote_worker.ts";

const scope = globalThis as unknown as Worker;

scope.onmessage = ({ data }: MessageEvent<RedisTcpOptions>) => {
  const serve = serveJournal(new RedisJournal(data, new RedisTcpLink(data)), scope);
  scope.onmessage = ({ data }: MessageEvent<readonly Cell[]>) => serve(data);
};
