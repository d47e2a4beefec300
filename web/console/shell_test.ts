import { assertEquals } from "@std/assert";
import { json, problem } from "../shared/virtual_outside.ts";
import { NOW_MS, openShell, STAFF } from "./fixtures.ts";

Deno.test("a session that runs out keeps who it was, until they sign in again", async () => {
  let signedIn = true;
  const { shell } = await openShell((sent) => {
    if (sent.path.endsWith("/login")) {
      signedIn = true;
      return json({ token: "t", staff: STAFF });
    }
    return signedIn ? null : problem("unauthenticated", 401);
  });
  signedIn = false;
  await shell.send({ method: "GET", path: "/api/v1/campaigns" });
  assertEquals([shell.expired.value, shell.staff.value?.id], [true, "s1"]);
  assertEquals(await shell.signIn("bank", "right"), null);
  assertEquals([shell.expired.value, shell.staff.value?.id], [false, "s1"]);
});

Deno.test("whoever was never signed in has no session that could run out", async () => {
  const { shell } = await openShell(() => problem("unauthenticated", 401));
  assertEquals([shell.staff.value, shell.expired.value], [null, false]);
});

Deno.test("whether one is signed in is asked until somebody answers", async () => {
  let down = true;
  const { shell, outside } = await openShell((sent) =>
    down && sent.path.endsWith("/staff/me") ? problem("overloaded", 503) : null
  );
  await outside.advance(10_000);
  assertEquals([shell.staff.value, shell.unreachable.value], [undefined, true]);
  down = false;
  await outside.advance(10_000);
  assertEquals([shell.staff.value?.id, shell.unreachable.value], ["s1", false]);
});

Deno.test("lists that stand still are said with since when, until they move again", async () => {
  let asOf: string | null = new Date(NOW_MS).toISOString();
  const { shell, outside } = await openShell((sent) =>
    sent.path === "/list"
      ? asOf === null ? problem("database-unavailable", 503) : json({ items: [], next: null, asOf })
      : null
  );
  const read = async () => {
    const answer = shell.send({ method: "GET", path: "/list" });
    await outside.advance(10_000);
    await answer;
  };
  await read();
  assertEquals(shell.staleSinceMs.value, null);
  await outside.advance(20_000);
  await read();
  assertEquals(shell.staleSinceMs.value, NOW_MS, "the figures are older than they may be");
  asOf = new Date(NOW_MS + 60_000).toISOString();
  await read();
  assertEquals(shell.staleSinceMs.value, null);
  asOf = null;
  const beforeMs = shell.nowMs.value;
  await read();
  const sinceMs = shell.staleSinceMs.value ?? 0;
  assertEquals(sinceMs >= beforeMs && sinceMs <= shell.nowMs.value, true);
});

Deno.test("what was said goes away by itself, and something newer stays its own time", async () => {
  const { shell, outside } = await openShell(() => null);
  shell.say({ tone: "good", text: "one" });
  await outside.advance(5_000);
  shell.say({ tone: "good", text: "two" });
  await outside.advance(5_000);
  assertEquals(shell.said.value?.text, "two");
  await outside.advance(2_000);
  assertEquals(shell.said.value, null);
});

Deno.test("going to where one is begins the page anew, another query does not", async () => {
  const { shell, moves } = await openShell(() => null, { url: "/console/campaigns/new" });
  shell.go("/console/campaigns/new");
  assertEquals(shell.visits.value, 1);
  shell.go("/console/campaigns?q=a", { replace: true });
  shell.go("/console/campaigns?q=b", { replace: true });
  assertEquals([shell.visits.value, shell.address.value.query.get("q")], [1, "b"]);
  shell.rename("/console/campaigns/c1/edit");
  assertEquals(shell.address.value.path, "/campaigns", "the page stays");
  assertEquals(moves.at(-1), "= /console/campaigns/c1/edit");
});
