import { assertEquals } from "@std/assert";
import { createServerClock } from "./server_clock.ts";

Deno.test("server clock corrects by half of the round trip", () => {
  let local = 1_000;
  const clock = createServerClock({ localMs: () => local, serverMs: 500_000 });
  assertEquals(clock.nowMs(), 500_000);
  local = 1_400;
  clock.observe({ serverMs: 600_000, sentMs: 1_200, receivedMs: 1_400 });
  assertEquals(clock.nowMs(), 600_100);
});

Deno.test("server clock keeps the sample with the shortest round trip for a minute", () => {
  let local = 0;
  const clock = createServerClock({ localMs: () => local, serverMs: 0 });
  clock.observe({ serverMs: 10_000, sentMs: 0, receivedMs: 20 });
  clock.observe({ serverMs: 99_000, sentMs: 0, receivedMs: 900 });
  local = 20;
  assertEquals(clock.nowMs(), 10_010);
  local = 70_000;
  clock.observe({ serverMs: 99_000, sentMs: 69_000, receivedMs: 70_000 });
  assertEquals(clock.nowMs(), 99_500);
});

Deno.test("server clock does not follow a wall clock that is set", () => {
  let local = 5;
  const clock = createServerClock({ localMs: () => local, serverMs: 1_000 });
  local = 15;
  assertEquals(clock.nowMs(), 1_010);
});

Deno.test("server clock takes any sample after it was told to forget", () => {
  const clock = createServerClock({ localMs: () => 1_000, serverMs: 0 });
  clock.observe({ serverMs: 10_000, sentMs: 990, receivedMs: 1_000 });
  clock.forget();
  clock.observe({ serverMs: 50_000, sentMs: 0, receivedMs: 1_000 });
  assertEquals(clock.nowMs(), 50_500);
});
