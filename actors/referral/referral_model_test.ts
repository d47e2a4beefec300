/** Campaigns of several cells under random orders and random delays, against an offline recomputation. */
import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { checkBooks, everyone } from "./fixtures/books.ts";
import { DAY_MS, POINTS, Referral } from "./fixtures/referral.ts";
import type { ParticipantView } from "./protocol.ts";
import { createReferralKind } from "./referral.ts";
import { save } from "./snapshot.ts";
import type { ReferralTerms } from "./transfer.ts";

const PEOPLE = 9;
const RUNS = Number(Deno.env.get("MODEL_RUNS") ?? 80);

type Op =
  | { kind: "join"; who: number; by: number; device: number }
  | { kind: "event" | "reverse"; who: number; event: number }
  | { kind: "review"; who: number; verdict: "approve" | "reject" | "ask" }
  | { kind: "one" | "claw-back"; who: number; pick: number }
  | { kind: "remove"; who: number }
  | { kind: "loop"; who: number; by: number }
  | { kind: "deliver"; letters: number }
  | { kind: "pass"; ms: number }
  | { kind: "store"; cell: number };

const who = fc.nat({ max: PEOPLE - 1 });
const told: fc.Arbitrary<Op> = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.record({
      kind: fc.constant("join" as const),
      who,
      by: who,
      device: fc.nat({ max: 12 }),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constantFrom("event" as const, "event" as const, "reverse" as const),
      who,
      event: fc.nat({ max: 1 }),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant("deliver" as const),
      letters: fc.integer({ min: 1, max: 12 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("pass" as const),
      ms: fc.constantFrom(1, 1_000, DAY_MS, 3 * DAY_MS),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant("store" as const), cell: fc.nat({ max: 2 }) }),
  },
);
const byStaff: fc.Arbitrary<Op> = fc.oneof(
  fc.record({
    kind: fc.constant("review" as const),
    who,
    verdict: fc.constantFrom("approve" as const, "reject" as const, "ask" as const),
  }),
  fc.record({
    kind: fc.constantFrom("one" as const, "claw-back" as const),
    who,
    pick: fc.nat({ max: 3 }),
  }),
  fc.record({ kind: fc.constant("loop" as const), who, by: who }),
  fc.record({ kind: fc.constant("remove" as const), who }),
);

const REWARDS = {
  perInvitee: POINTS,
  perInvitedSelf: POINTS,
  perSecondLevel: POINTS,
  tiers: [{ at: 1, reward: POINTS }, { at: 2, reward: POINTS }, { at: 4, reward: POINTS }],
};

/** A campaign and what the outside knows of it. */
class World {
  readonly field: Referral;
  readonly withDevices: boolean;
  /** Standing events by customer. */
  readonly standing = new Map<number, Set<number>>();
  readonly reversed = new Map<number, Set<number>>();

  constructor(
    terms: Partial<ReferralTerms>,
    by: { fen: number; picks: fc.Stream<number>; withDevices: boolean },
  ) {
    const next = () => by.picks.next().value ?? 0;
    this.withDevices = by.withDevices;
    this.field = new Referral({ rewards: REWARDS, ...terms }, {
      fen: by.fen,
      pick: (below) => next() % Math.max(1, below),
    });
  }

  do(op: Op): void {
    const { field } = this;
    switch (op.kind) {
      case "join": {
        const inviter = this.find(op.by);
        const device = this.withDevices && op.device < PEOPLE ? `d${op.device}` : null;
        const via = op.who % 3 === 0 ? `m${op.who}` : null;
        field.tryJoin(`u${op.who}`, { code: inviter, device, via });
        break;
      }
      case "event":
        this.of(this.standing, op.who).add(op.event);
        field.event(`u${op.who}`, `e${op.who}.${op.event}`);
        break;
      case "reverse":
        this.of(this.reversed, op.who).add(op.event);
        field.reverse(`u${op.who}`, `e${op.who}.${op.event}`);
        break;
      case "deliver":
        for (let i = 0; i < op.letters; i++) field.office.deliver();
        break;
      case "pass":
        field.office.advance(op.ms);
        while (field.office.wakeOne());
        break;
      case "store":
        field.office.passivate(`referral/c/${op.cell}`);
        break;
      default:
        this.byStaff(op);
    }
  }

  private byStaff(
    op: Exclude<Op, { kind: "join" | "event" | "reverse" | "deliver" | "pass" | "store" }>,
  ) {
    const place = this.find(op.who);
    if (place === null) return;
    const { cell, n } = place;
    const stamp = { note: "n", by: "s1" };
    switch (op.kind) {
      case "review":
        this.field.ask(cell, { kind: "review", n, reward: null, verdict: op.verdict, ...stamp });
        break;
      case "one":
      case "claw-back": {
        const reward = this.field.of(place).rewards[op.pick]?.id;
        if (reward === undefined) break;
        if (op.kind === "claw-back") this.field.ask(cell, { kind: "claw-back", reward, ...stamp });
        else this.field.ask(cell, { kind: "review", n, reward, verdict: "approve", ...stamp });
        break;
      }
      case "remove":
        this.field.ask(cell, { kind: "remove", n, ...stamp });
        break;
      case "loop": {
        const by = this.find(op.by);
        if (by !== null) this.field.ask(cell, { kind: "loop-tried", n, by });
        break;
      }
    }
  }

  /** The place of a person who has joined. */
  find(person: number) {
    for (let cell = 0; cell < this.field.terms.cells; cell++) {
      const n = this.field.cell(cell).books?.people.find(`u${person}`) ?? -1;
      if (n >= 0) return { cell, n };
    }
    return null;
  }

  /** Everything arrives, every window ends. */
  rest(): void {
    this.field.office.quiet();
    this.field.office.pass(8 * DAY_MS, 4 * DAY_MS);
  }

  private of(sets: Map<number, Set<number>>, person: number): Set<number> {
    const set = sets.get(person) ?? new Set();
    sets.set(person, set);
    return set;
  }
}

/** Terms, budget, and the order in which letters arrive. */
const setting = fc.record({
  holdMs: fc.constantFrom(0, 2 * DAY_MS),
  fen: fc.constantFrom(40, 100, 10_000),
  perInviter: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
  perDay: fc.option(fc.integer({ min: 1, max: 2 }), { nil: undefined }),
  perOutlet: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
  picks: fc.infiniteStream(fc.nat({ max: 1_000 })),
});

Deno.test("whatever happens in whatever order, cells, campaign and wallets agree in the end", () => {
  const ops = fc.array(
    fc.oneof({ weight: 5, arbitrary: told }, { weight: 1, arbitrary: byStaff }),
    {
      maxLength: 120,
      size: "max",
    },
  );
  fc.assert(
    fc.property(setting, ops, ({ holdMs, fen, picks, ...some }, all) => {
      const caps = Object.fromEntries(Object.entries(some).filter(([, cap]) => cap !== undefined));
      const world = new World({ holdMs, caps, burstMax: 3 }, { fen, picks, withDevices: true });
      for (const op of all) world.do(op);
      world.rest();
      checkBooks(world.field);
      checkReplay(world.field);
    }),
    { numRuns: RUNS },
  );
});

Deno.test("without limits and flags the end is what an offline recomputation says", () => {
  fc.assert(
    fc.property(
      fc.infiniteStream(fc.nat({ max: 1_000 })),
      fc.array(told, { maxLength: 120, size: "max" }),
      (picks, all) => {
        const world = new World({ holdMs: 0 }, { fen: 1_000_000, picks, withDevices: false });
        for (const op of all) world.do(op);
        world.rest();
        checkBooks(world.field);
        checkRewards(world);
      },
    ),
    { numRuns: RUNS },
  );
});

/** Live rewards, by what they are for, from who qualified and nothing else. */
function checkRewards(world: World): void {
  const people = everyone(world.field);
  const qualified = new Set(people.filter((one) => hasQualified(world, one)).map(keyOf));
  for (const person of people) {
    assertEquals(person.qualifiedBy !== null, qualified.has(keyOf(person)), person.customer);
    const children = people.filter(({ inviter }) =>
      inviter !== null && keyOf(inviter) === keyOf(person)
    );
    const counted = children.filter((child) => qualified.has(keyOf(child)));
    const second = people.filter(({ inviter }) =>
      inviter !== null && children.some((child) => keyOf(child) === keyOf(inviter))
    ).filter((one) => qualified.has(keyOf(one)));
    assertEquals(person.qualified, counted.length);
    const live = (what: string) =>
      person.rewards.filter((each) => each.for === what && each.state === "paid");
    assertEquals(live("invitee").length, counted.length);
    assertEquals(live("second-level").length, second.length);
    assertEquals(live("self").length, qualified.has(keyOf(person)) ? 1 : 0);
    assertEquals(
      live("tier").map(({ tier }) => tier).toSorted(),
      REWARDS.tiers.map(({ at }) => at).filter((at) => at <= counted.length),
    );
    for (const reward of live("tier")) assertEquals(reward.events.length, reward.tier);
  }
}

function keyOf({ cell, n }: { readonly cell: number; readonly n: number }): string {
  return `${cell}.${n}`;
}

function hasQualified(world: World, { customer, inviter }: ParticipantView): boolean {
  const person = Number(customer.slice(1));
  const stands = [...world.standing.get(person) ?? []].some((event) =>
    world.reversed.get(person)?.has(event) !== true
  );
  return inviter !== null && stands;
}

/** What the stored events lead to is what was in memory, through every snapshot on the way. */
function checkReplay(field: Referral): void {
  const kind = createReferralKind();
  for (let cell = 0; cell < field.terms.cells; cell++) {
    let state = kind.initial(`c/${cell}`);
    for (const { actor, event } of field.office.log) {
      if (actor === `referral/c/${cell}`) state = kind.evolve(state, event as never);
    }
    assertEquals(save(state), save(field.cell(cell)));
    const loaded = kind.load(`c/${cell}`, JSON.parse(JSON.stringify(save(state))), 1);
    assertEquals(save(loaded), save(state));
    assertEquals(links(loaded), links(state));
  }
}

/** What a snapshot leaves out, since it follows from the rest. */
function links({ books }: ReturnType<ReturnType<typeof createReferralKind>["initial"]>) {
  if (books === null) return null;
  const { people, invitees, second, rewards, leaders } = books;
  const all = (columns: typeof people.links | typeof invitees.links, count: number) =>
    Object.values(columns).map((column) => Array.from({ length: count }, (_, i) => column.get(i)));
  return [
    all(people.links, people.count * REWARDS.tiers.length),
    all(invitees.links, invitees.count),
    all(second.links, second.count),
    Array.from({ length: rewards.count }, (_, r) => rewards.links.older.get(r)),
    [rewards.due.first, rewards.due.firstMs],
    leaders.list,
  ];
}
