/** Every fault there is, in the order in which all are run. */
import { hasPostgres } from "../machine/postgres.ts";
import { installed } from "../machine/process.ts";
import type { Fault, Need } from "./fault.ts";
import { clockJump } from "./faults/clock_jump.ts";
import { diskFull, mayMount } from "./faults/disk_full.ts";
import { halfRequest } from "./faults/half_request.ts";
import { killPostgres } from "./faults/kill_postgres.ts";
import { killProduct } from "./faults/kill_product.ts";
import { killRedis } from "./faults/kill_redis.ts";
import { overload } from "./faults/overload.ts";
import { slowSubscribers } from "./faults/slow_subscribers.ts";
import { stallPostgres } from "./faults/stall_postgres.ts";
import { stallRedis } from "./faults/stall_redis.ts";

export const FAULTS: readonly Fault[] = [
  killProduct,
  killRedis,
  killPostgres,
  stallRedis,
  stallPostgres,
  diskFull,
  clockJump,
  slowSubscribers,
  halfRequest,
  overload,
];

const NEEDS: Readonly<
  Record<Need, { readonly has: () => Promise<boolean>; readonly fix: string }>
> = {
  redis: {
    has: () => installed("redis-server"),
    fix: "redis-server (Debian: apt install redis-server)",
  },
  postgres: { has: hasPostgres, fix: "PostgreSQL (Debian: apt install postgresql)" },
  wrk: { has: () => installed("wrk"), fix: "wrk (Debian: apt install wrk)" },
  mount: { has: mayMount, fix: "the right to mount a tmpfs (root)" },
};

/** What is missing for a fault, in words; null when nothing is. */
export async function missingFor(fault: Fault): Promise<string | null> {
  for (const need of fault.needs) {
    if (!await NEEDS[need].has()) return NEEDS[need].fix;
  }
  return null;
}
