import { assertEquals } from "@std/assert";
import { movedTo } from "./times.ts";

const START_MS = Date.parse("2030-01-01T00:00:00Z");

Deno.test("all instants of a campaign move by the same span", () => {
  const moved = movedTo({
    units: 3,
    startsAt: "2026-11-22T20:00:00+08:00",
    endsAt: "2026-11-22T13:00:00Z",
    releases: [{ at: "2026-11-22T12:10:00Z", units: 1 }],
  }, START_MS);
  assertEquals(moved, {
    units: 3,
    startsAt: "2030-01-01T00:00:00.000Z",
    endsAt: "2030-01-01T01:00:00.000Z",
    releases: [{ at: "2030-01-01T00:10:00.000Z", units: 1 }],
  });
});

Deno.test("what is no instant stays, so that the check names it", () => {
  const spec = { startsAt: "soon", endsAt: 7, releases: ["later", { at: "11-22" }] };
  assertEquals(movedTo(spec, START_MS), spec);
});

Deno.test("an end without a start lies ahead", () => {
  const moved = movedTo({ endsAt: "2020-01-01T00:00:00Z" }, START_MS);
  assertEquals(moved["endsAt"], "2030-01-01T01:00:00.000Z");
});
