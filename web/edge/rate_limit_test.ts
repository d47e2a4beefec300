import { assert, assertEquals } from "@std/assert";
import { RateLimit } from "./rate_limit.ts";

Deno.test("a bucket gives its burst, then what flows back", () => {
  const limit = new RateLimit({ perSecond: 10, burst: 3, seed: 1, slots: 1024 });
  const takes = () => [1, 2, 3, 4].map(() => limit.take("alice", 1_000));
  assertEquals(takes(), [true, true, true, false]);
  assert(!limit.take("alice", 1_050));
  assert(limit.take("alice", 1_100));
  assert(!limit.take("alice", 1_100));
});

Deno.test("a name that shares one slot with an exhausted name is not refused", () => {
  const limit = new RateLimit({ perSecond: 0.001, burst: 1, seed: 7, slots: 1024 });
  for (let i = 0; i < 50; i++) limit.take(`bot${i}`, 1_000);
  let refused = 0;
  for (let i = 0; i < 1_000; i++) {
    const fresh = new RateLimit({ perSecond: 0.001, burst: 1, seed: 7, slots: 1024 });
    for (let bot = 0; bot < 50; bot++) fresh.take(`bot${bot}`, 1_000);
    if (!fresh.take(`person${i}`, 1_000)) refused++;
  }
  // One slot of 1,024 is taken with a chance of 5 %, both with 0.25 %.
  assert(refused <= 10, `${refused} of 1000 refused`);
});

Deno.test("a refusal takes nothing, so a client that waits is served", () => {
  const limit = new RateLimit({ perSecond: 1, burst: 1, seed: 3, slots: 1024 });
  assert(limit.take("a", 0));
  for (let ms = 100; ms < 900; ms += 100) assert(!limit.take("a", ms));
  assert(limit.take("a", 1_001));
});
