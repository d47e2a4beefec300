import { assertEquals } from "@std/assert";
import { BreakingWatch } from "./breaking.ts";
import { lineOf, messageOf } from "./messages.ts";
import type { SecondSample } from "./tally.ts";
import { verdictsOf } from "./thresholds.ts";
import { type Ending, truthOf } from "./truth.ts";

const UNITS = { total: 10, available: 4, held: 6, confirmed: 0, withdrawn: 0, unreleased: 0 };
const SEEN = { version: 9, serverTimeMs: 0, phase: "open", units: UNITS, taken: 6 };
const ENDING: Ending = {
  view: { version: 9, units: UNITS },
  audit: { conserved: true, units: UNITS },
  exactly: [SEEN, SEEN],
  ...{ later: 0, behind: 0, following: 2, expected: 2 },
  ...{ lost: 0, outOfOrder: 0, droppedByProduct: 0, broke: null },
};

function failing(ending: Partial<Ending>): string[] {
  return truthOf({ ...ENDING, ...ending }).filter(({ ok }) => !ok).map(({ text }) => text);
}

Deno.test("a run whose subscribers saw the end is true", () => {
  assertEquals(failing({}), []);
  assertEquals(failing({ exactly: [SEEN], later: 1 }), []);
});

Deno.test("who is behind, lost or shown other units is told", () => {
  assertEquals(failing({ exactly: [SEEN], behind: 1 }), [
    "1 saw version 9 or a later one, 1 are behind",
  ]);
  assertEquals(failing({ exactly: [SEEN, { ...SEEN, units: { ...UNITS, held: 5 } }] }), [
    "1 saw version 9 or a later one, 0 are behind, 1 have other units than the sale says",
  ]);
  assertEquals(failing({ following: 1, exactly: [SEEN] }), ["1 of 2 streams are open at the end"]);
  assertEquals(failing({ lost: 3 }).length, 1);
  assertEquals(failing({ droppedByProduct: 1 }).length, 1);
});

Deno.test("the breaking point of a rise is told and is no fault", () => {
  const told = (broke: Ending["broke"]) => truthOf({ ...ENDING, broke })[0];
  assertEquals(told({ subscribers: 12_000, why: "streams end" }), {
    name: "breaking point",
    ok: true,
    text: "at 12,000 subscribers streams end",
  });
  assertEquals(told("not")?.text, "none up to 2 subscribers");
});

Deno.test("what was shown has to be what is stored", () => {
  const stored = { ...UNITS, held: 5, available: 5 };
  assertEquals(failing({ audit: { conserved: true, units: stored } }), [
    "available: shown 4, stored 5; held: shown 6, stored 5",
  ]);
  assertEquals(failing({ audit: { conserved: false, units: UNITS } }), [
    "6 held and 4 available in both, but the journal is not conserved",
  ]);
  // A sale of others goes on.
  assertEquals(failing({ audit: null }), []);
});

Deno.test("a run without its subscribers, without pushes or without a measurement has failed", () => {
  const judged = {
    profile: "load",
    subscribers: 100,
    arrived: 99,
    latencies: [{ request: "live", count: 99, p50Ms: 1, p95Ms: 1, p99Ms: 1, maxMs: 1 }],
    outcomes: [{ request: "stream", status: 0, reason: "reset", count: 2, expected: false }],
    pushes: 0,
    grabsPerSecond: 10,
  } as const;
  assertEquals(verdictsOf(judged).filter(({ ok }) => !ok).map(({ what }) => what), [
    "unexpected answers",
    "subscribers that saw the sale",
    "states pushed",
    "frame p99",
    "change p99",
    "grab p99",
  ]);
  // Beside another load nothing says when a unit was acknowledged.
  const beside = verdictsOf({
    ...{ ...judged, profile: "beside", arrived: 100, outcomes: [], grabsPerSecond: 0 },
  });
  assertEquals(beside.every(({ ok }) => ok), true);
});

Deno.test("a rise breaks when states stay late, not by one late push", () => {
  const second = (frameMs: number | null, lost = 0): SecondSample => ({
    atS: 1,
    endMs: 1_000,
    subscribers: 700,
    planned: 700,
    counts: { arrived: 0, frames: 0, refused: 0, lost, left: 0 },
    durations: {
      ...{ live: [], gap: [], change: [], opening: [], grab: [] },
      frame: [frameMs, frameMs, frameMs, frameMs],
    },
    answers: {},
    generatorCores: 0,
    generatorLagMs: 0,
  });
  const watch = new BreakingWatch();
  // A second without a push says nothing.
  const course = [1_500, null, 200, 1_200, null, 1_300].map((ms) => watch.take(second(ms)));
  assertEquals(course.map((one) => one?.subscribers ?? null), [null, null, null, null, null, 700]);
  const losing = new BreakingWatch();
  assertEquals(losing.take(second(10, 5)), null);
  assertEquals(losing.take(second(10, 5))?.subscribers, 700);
});

Deno.test("a message is read as it was written, other lines are not", () => {
  const message = { kind: "SETUP", sale: { id: "a", units: 3, startsAtMs: 1 } } as const;
  assertEquals(messageOf(lineOf(message)), message);
  assertEquals(messageOf("Listening on http://…"), null);
});
