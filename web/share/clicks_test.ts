import { assertEquals } from "@std/assert";
import { Clicks } from "./clicks.ts";

const HOUR_MS = 3_600_000;
const click = { code: "abcdefgh2", device: "d1", address: "10.0.0.1", nowMs: HOUR_MS * 1_000 };

Deno.test("a person counts once an hour for each link", () => {
  const clicks = new Clicks({ perAddress: 10 });
  const counted = [
    click,
    click,
    { ...click, device: "d2" },
    { ...click, code: "abcdefgh3" },
    { ...click, nowMs: click.nowMs + HOUR_MS - 1 },
    { ...click, nowMs: click.nowMs + HOUR_MS },
  ].map((one) => clicks.isFirst(one));
  assertEquals(counted, [true, false, true, true, false, true]);
});

Deno.test("the device that a first click made does not count again", () => {
  const clicks = new Clicks({ perAddress: 10 });
  assertEquals(clicks.isFirst({ ...click, device: null }), true);
  clicks.note(click.code, "d9");
  assertEquals(clicks.isFirst({ ...click, device: "d9" }), false);
});

Deno.test("who keeps no cookie is counted a few times from one address", () => {
  const clicks = new Clicks({ perAddress: 3 });
  const counted = Array.from({ length: 5 }, () => clicks.isFirst({ ...click, device: null }));
  assertEquals(counted, [true, true, true, false, false]);
  assertEquals(clicks.isFirst({ ...click, device: null, address: "10.0.0.2" }), true);
});

Deno.test("of a million openings none is taken for another, and the newest are remembered", () => {
  const clicks = new Clicks({ perAddress: 10 });
  const openings = 1_000_000;
  let counted = 0;
  for (let n = 0; n < openings; n++) {
    if (clicks.isFirst({ ...click, code: `code${n % 1_000}`, device: `device${n}` })) counted++;
  }
  assertEquals(counted, openings);
  for (let n = openings - 600_000; n < openings; n++) {
    if (clicks.isFirst({ ...click, code: `code${n % 1_000}`, device: `device${n}` })) counted++;
  }
  assertEquals(counted, openings);
});
