import { assertEquals } from "@std/assert";
import { createTestWorld, START_MS } from "../edge/fixtures/world.ts";
import { Progress } from "./progress.ts";

function stand() {
  const world = createTestWorld();
  const progress = new Progress(world.clock.nowMs);
  const reached = async (maxMs: number) => {
    let answer: boolean | null = null;
    progress.reached(world.scheduler, maxMs).then((one) => answer = one);
    await world.settle();
    return () => answer;
  };
  return { world, progress, reached };
}

Deno.test("nothing is known before every feed was read to its end", async () => {
  const { world, progress, reached } = stand();
  const answer = await reached(500);
  assertEquals([answer(), progress.asOfMs()], [null, null]);
  await world.advance(499);
  assertEquals(answer(), null);
  await world.advance(1);
  assertEquals(answer(), false);
  progress.caughtUp();
  assertEquals(progress.asOfMs(), START_MS + 500);
});

Deno.test("whoever waits, waits for what was durable when he asked and no more", async () => {
  const { world, progress, reached } = stand();
  progress.caughtUp();
  progress.moved(1, 10);
  progress.moved(2, 5);
  const answer = await reached(1_000);
  progress.moved(1, 11);
  progress.wrote([[1, 10, START_MS]]);
  await world.settle();
  assertEquals(answer(), null);
  progress.wrote([[2, 7, START_MS]]);
  await world.settle();
  assertEquals([answer(), progress.isLevel], [true, false]);
});

Deno.test("rows are as of the oldest record that is missing", async () => {
  const { world, progress } = stand();
  progress.caughtUp();
  await world.advance(1_000);
  assertEquals([progress.asOfMs(), progress.lagMs()], [START_MS + 1_000, 0]);
  progress.moved(1, 3);
  await world.advance(200);
  progress.moved(2, 9);
  progress.moved(1, 4);
  await world.advance(300);
  assertEquals([progress.asOfMs(), progress.behind()], [START_MS + 1_000, 13]);
  progress.wrote([[1, 4, START_MS + 1_100]]);
  assertEquals([progress.asOfMs(), progress.behind()], [START_MS + 1_200, 9]);
  progress.wrote([[2, 8, START_MS + 1_300]]);
  assertEquals([progress.asOfMs(), progress.behind()], [START_MS + 1_300, 1]);
  progress.wrote([[2, 9, START_MS + 1_400]]);
  assertEquals([progress.asOfMs(), progress.lagMs()], [START_MS + 1_500, 0]);
});

Deno.test("a projector that died leaves rows as of its death until it has caught up again", async () => {
  const { world, progress } = stand();
  progress.caughtUp();
  progress.moved(1, 1);
  progress.wrote([[1, 1, START_MS]]);
  progress.lost();
  await world.advance(5_000);
  assertEquals([progress.asOfMs(), progress.isLevel], [START_MS, false]);
  progress.wrote([[1, 1, null]]);
  progress.caughtUp();
  assertEquals([progress.asOfMs(), progress.isLevel], [START_MS + 5_000, true]);
});

Deno.test("a feed that was read before the engine's word of it is not behind", () => {
  const { progress } = stand();
  progress.caughtUp();
  progress.wrote([[1, 8, START_MS]]);
  progress.moved(1, 7);
  assertEquals([progress.isLevel, progress.behind()], [true, 0]);
  assertEquals([...progress.positions()], [[1, 8]]);
});

Deno.test("while a projection is left out rows are as of its end, whatever else follows", async () => {
  const { world, progress } = stand();
  progress.caughtUp();
  await world.advance(1_000);
  progress.broke();
  await world.advance(1_000);
  progress.wrote([[1, 8, START_MS + 1_900]]);
  assertEquals([progress.asOfMs(), progress.lagMs()], [START_MS + 1_000, 0]);
});
