import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import type { LogRecord } from "../../statistics/book.ts";
import { differenceOf, isStanding } from "./difference.ts";
import { campaigns, played, type Step } from "./fixtures/play.ts";
import { judge } from "./judge.ts";
import { orderOf } from "./log.ts";
import { changed, type RuleChange, rulesOf } from "./rules.ts";

const RUNS = Number(Deno.env.get("MODEL_RUNS") ?? 60);
const GONE = new Set(["rejected", "clawed-back"]);
const NOTHING = { rewards: 0, fen: 0 };

Deno.test("a campaign that is judged by its own rules differs nowhere, reward by reward and reason by reason", () => {
  let rewards = 0;
  let refused = 0;
  fc.assert(
    fc.property(campaigns, (records) => {
      const judgement = judged(records, {});
      const then = [...judgement.then.values()];
      assertEquals(
        judgement.rewards.map(({ key, fen, reason, ...one }) => ({
          key,
          fen,
          reason,
          stands: isStanding(one),
        })).toSorted(byText),
        then.map(({ key, fen, state, reason }) => ({
          key,
          fen,
          reason,
          stands: !GONE.has(state),
        })).toSorted(byText),
      );
      const { moved, gained, lost, inviters, before, after } = differenceOf(judgement);
      assertEquals({ moved, gained, lost, inviters }, {
        moved: [],
        gained: NOTHING,
        lost: NOTHING,
        inviters: [],
      });
      assertEquals(after, before);
      rewards += then.length;
      refused += then.filter(({ state }) => GONE.has(state)).length;
    }),
    { numRuns: RUNS },
  );
  assert(rewards > RUNS && refused > RUNS / 4, `${rewards} rewards, ${refused} refused`);
});

Deno.test("under any other rules caps and budget hold as well", () => {
  const change = fc.record({
    attribution: fc.constantFrom("first" as const, "last" as const, "registration" as const),
    windowDays: fc.integer({ min: 1, max: 10 }),
    perInviter: fc.integer({ min: 1, max: 3 }),
    budgetFen: fc.constantFrom(20, 60, 5_000),
  }, { requiredKeys: [] });
  fc.assert(
    fc.property(campaigns, change, (records, change) => {
      const { rewards, people } = judged(records, change);
      const standing = rewards.filter(isStanding);
      const { perInviter, budgetFen } = change;
      if (budgetFen !== undefined) {
        assert(standing.reduce((sum, { fen }) => sum + fen, 0) <= budgetFen);
      }
      const owners = Map.groupBy(
        standing.filter((one) => one.for === "invitee"),
        ({ owner }) => owner,
      );
      for (const own of owners.values()) {
        if (perInviter !== undefined) assert(own.length <= perInviter);
      }
      const keys = standing.map(({ key }) => key);
      assertEquals(keys.length, new Set(keys).size);
      for (const { id, inviter } of people.values()) assert(!isAbove(people, id, inviter));
    }),
    { numRuns: RUNS },
  );
});

const join = (who: number, more: Partial<Step & { kind: "join" }> = {}): Step => ({
  kind: "join",
  who,
  touched: [],
  named: null,
  isNew: 1,
  device: null,
  ...more,
});
const event = (who: number, hours = 0): Step => ({ kind: "event", who, event: 0, hours });

Deno.test("another touch counts: one inviter gains what the other loses", () => {
  const records = played({}, [
    join(0),
    join(1),
    join(2, { touched: [{ by: 0, hours: 50 }, { by: 1, hours: 2 }] }),
    event(2),
  ]);
  const ids = idsOf(records);
  const { moved, gained, lost, before, after, inviters } = differenceOf(
    judged(records, { attribution: "first" }),
  );
  assertEquals(moved, [
    { participant: ids[2], name: "u2", was: ids[1], is: ids[0], refused: null },
  ]);
  // For the invitee and for the first tier; the invitee's own stays.
  assertEquals([before, after], [{ rewards: 3, fen: 30 }, { rewards: 3, fen: 30 }]);
  assertEquals([gained, lost], [{ rewards: 2, fen: 20 }, { rewards: 2, fen: 20 }]);
  assertEquals(
    new Map(inviters.map(({ participant, before, after }) => [
      participant,
      [before.fen, after.fen],
    ])),
    new Map([[ids[0], [0, 20]], [ids[1], [20, 0]]]),
  );
});

Deno.test("a wider window takes what came too late, a narrower one refuses the join", () => {
  const records = played({ windowDays: 2 }, [
    join(0),
    join(1, { named: 0 }),
    event(1, 60),
    join(2, { touched: [{ by: 0, hours: 40 }], named: 0 }),
    event(2),
  ]);
  const wider = differenceOf(judged(records, { windowDays: 5 }));
  assertEquals([wider.moved, wider.lost, wider.gained], [[], NOTHING, { rewards: 3, fen: 30 }]);
  const narrower = differenceOf(judged(records, { windowDays: 1 }));
  assertEquals(narrower.moved.map(({ is, refused }) => [is, refused]), [[null, "window-closed"]]);
  assertEquals([narrower.gained, narrower.lost], [NOTHING, { rewards: 3, fen: 30 }]);
});

Deno.test("caps and budget give more or less, each refusal by its reason", () => {
  const records = played({ perInviter: 2, fen: 70 }, [
    join(0),
    ...[1, 2, 3].flatMap((who) => [join(who, { named: 0 }), event(who)]),
  ]);
  // Three for themselves, two for invitees, tiers of one and two: exactly the budget.
  const own = differenceOf(judged(records, {}));
  assertEquals(own.before, { rewards: 7, fen: 70 });
  assertEquals(own.refused, { "cap-per-inviter": { before: 1, after: 1 } });
  const capped = differenceOf(judged(records, { perInviter: 1 }));
  assertEquals([capped.gained, capped.lost], [NOTHING, { rewards: 1, fen: 10 }]);
  assertEquals(capped.refused, { "cap-per-inviter": { before: 1, after: 2 } });
  const freer = differenceOf(judged(records, { perInviter: 3 }));
  assertEquals(freer.refused, {
    "cap-per-inviter": { before: 1, after: 0 },
    "budget-exhausted": { before: 0, after: 1 },
  });
  const richer = differenceOf(judged(records, { perInviter: 3, budgetFen: 80 }));
  assertEquals([richer.gained, richer.lost], [{ rewards: 1, fen: 10 }, NOTHING]);
});

function judged(records: readonly LogRecord[], change: RuleChange) {
  const turns = orderOf(records);
  const rules = rulesOf(turns);
  if (rules === null) throw new Error("The campaign was not scheduled");
  return judge(turns, changed(rules, change));
}

/** Places of u0, u1, … */
function idsOf(records: readonly LogRecord[]): readonly string[] {
  const ids: string[] = [];
  for (const { id, joined } of judged(records, {}).people.values()) {
    ids[Number(joined.customer.slice(1))] = id;
  }
  return ids;
}

function isAbove(
  people: ReturnType<typeof judged>["people"],
  id: string,
  inviter: string | null,
): boolean {
  for (let at = inviter, steps = 0; at !== null; at = people.get(at)?.inviter ?? null) {
    if (at === id || ++steps > people.size) return true;
  }
  return false;
}

function byText(one: unknown, other: unknown): number {
  return JSON.stringify(one) < JSON.stringify(other) ? -1 : 1;
}
