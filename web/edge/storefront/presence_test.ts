import { assertEquals } from "@std/assert";
import { Presence } from "./presence.ts";

const MINUTE_MS = 60_000;

function open(bounds: { storefrontsMax?: number; visitorsMax?: number } = {}) {
  let nowMs = 0;
  const presence = new Presence({
    nowMs: () => nowMs,
    storefrontsMax: 10,
    visitorsMax: 10,
    ...bounds,
  });
  return { presence, pass: (minutes: number) => void (nowMs += minutes * MINUTE_MS) };
}

Deno.test("whoever did something within five minutes is there, once", () => {
  const { presence, pass } = open();
  presence.see("ann", 1);
  presence.see("ann", 2);
  presence.see("bob", 3);
  pass(3);
  presence.see("ann", 1);
  assertEquals([presence.now("ann"), presence.now("bob"), presence.now("eve")], [2, 1, 0]);
  pass(2);
  assertEquals([presence.now("ann"), presence.now("bob")], [1, 0]);
  pass(3);
  assertEquals(presence.now("ann"), 0);
});

Deno.test("the longest unseen go where there are too many", () => {
  const { presence } = open({ storefrontsMax: 2, visitorsMax: 2 });
  for (const visitor of [1, 2, 1, 3]) presence.see("ann", visitor);
  assertEquals(presence.now("ann"), 2);
  presence.see("bob", 1);
  presence.see("ann", 4);
  presence.see("eve", 1);
  assertEquals([presence.now("ann"), presence.now("bob"), presence.now("eve")], [2, 0, 1]);
});
