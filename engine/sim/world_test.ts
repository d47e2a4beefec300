import { assertEquals, assertNotEquals } from "@std/assert";
import { SimWorld } from "./world.ts";

async function babble(seed: number): Promise<number> {
  const world = new SimWorld(seed);
  const process = world.spawn("node", 0);
  let left = 200;
  const speak = (who: string) => {
    left--;
    world.note(`${who} ${process.random.id(4)}`);
    const again = () => speak(who);
    if (world.chance.chance(0.5)) process.scheduler.soon(again);
    else process.scheduler.after(world.chance.below(5), again);
  };
  speak("a");
  speak("b");
  await world.run(60_000, () => left <= 0);
  return world.traceHash;
}

Deno.test("the same seed gives the same trace", async () => {
  assertEquals(await babble(7), await babble(7));
  assertNotEquals(await babble(7), await babble(8));
});

Deno.test("tasks run by instant and those of one instant in order", async () => {
  const world = new SimWorld(1);
  const ran: string[] = [];
  for (const [delayMs, name] of [[20, "late"], [10, "first"], [10, "second"]] as const) {
    world.after(delayMs, () => void ran.push(name), { label: name });
  }
  assertEquals(await world.run(1_000, () => false), false);
  assertEquals(ran, ["first", "second", "late"]);
});

Deno.test("a dead process hears nothing more", async () => {
  const world = new SimWorld(1);
  const process = world.spawn("node", 0);
  let heard = 0;
  process.scheduler.soon(() => heard++);
  process.scheduler.after(5, () => heard++);
  world.after(2, () => process.kill(), { label: "kill" });
  await world.run(1_000, () => false);
  assertEquals(heard, 1);
});

Deno.test("a process dies within a chain of promises", async () => {
  const world = new SimWorld(1);
  const process = world.spawn("node", 0);
  let hops = 0;
  process.scheduler.soon(async () => {
    void process.killWithin(5);
    while (process.alive) {
      hops++;
      await null;
    }
  });
  await world.run(1_000, () => !process.alive);
  assertEquals(process.alive, false);
  assertEquals(hops > 1, true);
});

Deno.test("a clock set back stands still until time has caught up", async () => {
  const world = new SimWorld(1);
  const process = world.spawn("node", 0);
  const before = process.clock.nowMs();
  process.jumpClock(-1_000);
  assertEquals(process.clock.nowMs(), before);
  world.after(2_000, () => {}, { label: "wait" });
  await world.run(3_000, () => false);
  assertEquals(Math.round((process.clock.nowMs() - before) / 100), 10);
});
