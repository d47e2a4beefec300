import { signal } from "@preact/signals";
import { assertEquals } from "@std/assert";
import { json, problem } from "../shared/virtual_outside.ts";
import { openShell } from "./fixtures.ts";
import { createList, createResource } from "./resource.ts";

Deno.test("a resource keeps its value while a newer one cannot be read, and tries again", async () => {
  let fail = false;
  const { shell, outside } = await openShell((sent) =>
    sent.path === "/x" ? fail ? problem("bug", 500) : json({ at: outside.sent.length }) : null
  );
  const resource = createResource<{ at: number }>(shell, { path: () => "/x", refreshMs: 1_000 });
  const stop = resource.start();
  await outside.advance(10);
  const first = resource.value.value?.at;
  fail = true;
  await outside.advance(1_000);
  assertEquals([resource.value.value?.at, resource.failure.value?.code], [first, "bug"]);
  fail = false;
  await outside.advance(5_000);
  assertEquals(resource.failure.value, null);
  stop();
  const asked = outside.sent.length;
  await outside.advance(60_000);
  assertEquals(outside.sent.length, asked, "nobody looks");
});

Deno.test("another address forgets the value and gives up the reading of the one before", async () => {
  const slow = Promise.withResolvers<Response>();
  const path = signal<string | null>("/slow");
  const { shell, outside } = await openShell((sent) => sent.path === "/fast" ? json("fast") : null);
  const answered = outside.fetch;
  outside.fetch = (to, init) => to === "/slow" ? slow.promise : answered(to, init);
  const resource = createResource<string>(shell, { path: () => path.value });
  const stop = resource.start();
  path.value = "/fast";
  await outside.advance(10);
  slow.resolve(json("slow"));
  await outside.advance(10);
  assertEquals(resource.value.value, "fast");
  path.value = null;
  await outside.advance(10);
  assertEquals(resource.value.value, null);
  stop();
});

Deno.test("what was refused for good is not asked again", async () => {
  const { shell, outside } = await openShell((sent) =>
    sent.path === "/x" ? problem("not-found", 404) : null
  );
  const stop = createResource(shell, { path: () => "/x", refreshMs: 1_000 }).start();
  await outside.advance(30_000);
  assertEquals(outside.sent.filter(({ path }) => path === "/x").length, 1);
  stop();
});

Deno.test("signing in again reads what could not be read", async () => {
  let signedIn = true;
  const { shell, outside } = await openShell((sent) =>
    sent.path.endsWith("/login")
      ? json({ token: "t", staff: { id: "s1" } })
      : sent.path === "/x"
      ? signedIn ? json("here") : problem("unauthenticated", 401)
      : null
  );
  signedIn = false;
  const resource = createResource<string>(shell, { path: () => "/x" });
  const stop = resource.start();
  await outside.advance(10);
  assertEquals([resource.value.value, shell.expired.value], [null, true]);
  signedIn = true;
  await shell.signIn("bank", "right");
  await outside.advance(10);
  assertEquals(resource.value.value, "here");
  stop();
});

Deno.test("further pages of a list stay while they are open, since nothing is refreshed then", async () => {
  const { shell, outside } = await openShell((sent) => {
    if (!sent.path.startsWith("/list")) return null;
    return sent.path.includes("after=b")
      ? json({ items: ["c"], next: null })
      : json({ items: ["a", "b"], next: "b", asOf: "2026-11-22T11:30:00.000Z" });
  });
  const list = createList<string>(shell, { path: () => "/list?limit=2", refreshMs: 1_000 });
  const stop = list.start();
  await outside.advance(10);
  assertEquals([list.items.value, list.hasMore.value], [["a", "b"], true]);
  await list.more();
  assertEquals([list.items.value, list.hasMore.value], [["a", "b", "c"], false]);
  await outside.advance(5_000);
  assertEquals(list.items.value, ["a", "b", "c"]);
  stop();
});
