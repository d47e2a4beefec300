import { assertEquals, assertRejects } from "@std/assert";
import { createTestWorld } from "./fixtures/world.ts";
import { TimeLimit } from "./time_limit.ts";

Deno.test("work in time gives its value, work that is late gives null", async () => {
  const world = createTestWorld();
  const limit = new TimeLimit(world.scheduler, 800);
  assertEquals(await limit.within(Promise.resolve("done")), "done");
  await world.advance(250);
  let answer: unknown = "nothing yet";
  void limit.within(new Promise(() => {})).then((value) => {
    answer = value;
  });
  await world.advance(790);
  assertEquals(answer, "nothing yet");
  await world.advance(220);
  assertEquals(answer, null);
});

Deno.test("work that fails passes its error on", async () => {
  const limit = new TimeLimit(createTestWorld().scheduler, 800);
  await assertRejects(() => limit.within(Promise.reject(new Error("broken"))), Error, "broken");
});
