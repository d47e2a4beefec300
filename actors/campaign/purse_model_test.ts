/**
 * A referral's budget against a list of rewards: whatever cells ask and tell in whatever order, and however staff
 * edit it, no fen and no unit is given twice, none is lost, and a refusal is right.
 */
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { DEFAULT_LIMITS } from "../../engine/limits.ts";
import type { CloseBudget, ReserveAnswer } from "../referral/transfer.ts";
import { createCampaignKind } from "./campaign.ts";
import type { CampaignReply } from "./protocol.ts";
import type { ReferralSpec } from "./referral_spec.ts";
import type { CampaignState } from "./state.ts";

const STAFF = { id: "ann", role: "bank", unit: "jx.3601" } as const;
const START_MS = 1_000_000;
/** Managers, two of them of one outlet once the campaign is told. */
const MANAGERS = ["m1", "m2", "m3", null] as const;
const UNITS: Readonly<Record<string, string>> = {
  m1: "jx.3601.1",
  m2: "jx.3601.1",
  m3: "jx.3601.2",
};

type Op =
  | { kind: "reserve"; fen: number; outlet: number }
  | { kind: "close"; pick: number; outcome: CloseBudget["outcome"] }
  | { kind: "edit"; pool: "fen" | "units"; delta: number }
  | { kind: "place"; manager: number }
  | { kind: "passivate" };

interface Reward {
  readonly id: string;
  readonly fen: number;
  readonly outlet: string | null;
  state: "held" | "paid" | "free";
}

const op: fc.Arbitrary<Op> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant("reserve" as const),
      fen: fc.integer({ min: 1, max: 40 }),
      outlet: fc.nat({ max: 3 }),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant("close" as const),
      pick: fc.nat({ max: 20 }),
      outcome: fc.constantFrom("paid" as const, "released" as const, "clawed-back" as const),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("edit" as const),
      pool: fc.constantFrom("fen" as const, "units" as const),
      delta: fc.integer({ min: -60, max: 60 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant("place" as const), manager: fc.nat({ max: 2 }) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("passivate" as const) }) },
);

const budget: fc.Arbitrary<ReferralSpec["budget"]> = fc.oneof(
  fc.record({ fen: fc.integer({ min: 1, max: 200 }) }),
  fc.record({ units: fc.integer({ min: 1, max: 8 }) }),
  fc.record({ fen: fc.integer({ min: 1, max: 200 }), units: fc.integer({ min: 1, max: 8 }) }),
);

/** A campaign that is scheduled, asked as the engine asks it. */
class Asked {
  readonly #kind = createCampaignKind(DEFAULT_LIMITS);
  state: CampaignState = this.#kind.initial("r");
  #commands = 0;

  constructor(spec: ReferralSpec) {
    this.staff({ kind: "create", spec, by: STAFF, approval: false });
    this.staff({ kind: "schedule", by: STAFF });
  }

  staff(body: Parameters<ReturnType<typeof createCampaignKind>["decide"]>[0]["body"]) {
    const decision = this.#decide(body, null);
    return "reply" in decision ? decision.reply as CampaignReply : null;
  }

  /** What the cell is answered; null for nothing. */
  cell(body: Parameters<ReturnType<typeof createCampaignKind>["decide"]>[0]["body"]) {
    const { send = [] } = this.#decide(body, "referral/r/0");
    const answers = send.filter(({ to }) => to === "referral/r/0");
    return (answers[0]?.command ?? null) as ReserveAnswer | null;
  }

  passivate() {
    const stored = JSON.parse(JSON.stringify(this.#kind.save(this.state)));
    this.state = this.#kind.load("r", stored, 1);
  }

  #decide(
    body: Parameters<ReturnType<typeof createCampaignKind>["decide"]>[0]["body"],
    from: string | null,
  ) {
    const stamp = { atMs: START_MS, commandId: `c${++this.#commands}`, random: "r", from };
    const decision = this.#kind.decide({ ...stamp, body }, this.state);
    for (const event of decision.events) {
      this.state = this.#kind.evolve(this.state, JSON.parse(JSON.stringify(event)));
    }
    return decision;
  }
}

function specOf(of: ReferralSpec["budget"], perOutlet: number): ReferralSpec {
  return {
    kind: "referral",
    title: "r",
    startsAtMs: START_MS,
    endsAtMs: START_MS + 1_000_000,
    attribution: "last",
    windowDays: 7,
    qualifying: ["account-opened"],
    rewards: { perInvitee: { kind: "coupon", ref: "c", amount: 10 } },
    caps: { perOutlet },
    budget: of,
    holdDays: 0,
    rules: "",
  };
}

Deno.test("a budget is exact to the fen and to the reward, whatever is asked in whatever order", () => {
  fc.assert(
    fc.property(
      budget,
      fc.integer({ min: 1, max: 4 }),
      fc.array(op, { maxLength: 60 }),
      (of, perOutlet, ops) => {
        const campaign = new Asked(specOf(of, perOutlet));
        const rewards: Reward[] = [];
        const placed = new Map<string, string>();
        const total = { fen: of.fen ?? null, units: of.units ?? null };
        for (const each of ops) play(campaign, { each, rewards, placed, total, perOutlet });
      },
    ),
    { numRuns: 400 },
  );
});

function play(
  campaign: Asked,
  by: {
    readonly each: Op;
    readonly rewards: Reward[];
    /** Outlets that the campaign was told. */
    readonly placed: Map<string, string>;
    readonly total: { fen: number | null; units: number | null };
    readonly perOutlet: number;
  },
): void {
  const { each, rewards, placed, total, perOutlet } = by;
  const unitOf = (manager: string | null) =>
    manager === null ? null : placed.get(manager) ?? manager;
  const taken = rewards.filter(({ state }) => state !== "free");
  const used = { fen: taken.reduce((sum, { fen }) => sum + fen, 0), units: taken.length };
  switch (each.kind) {
    case "reserve": {
      const outlet = MANAGERS[each.outlet] ?? null;
      const id = `0.${rewards.length}`;
      const fits = (total.fen ?? Infinity) - used.fen >= each.fen &&
        (total.units ?? Infinity) - used.units >= 1;
      const full = outlet !== null &&
        taken.filter((reward) => unitOf(reward.outlet) === unitOf(outlet)).length >= perOutlet;
      const wanted = full ? "cap-per-outlet" : fits ? "reserved" : "budget-exhausted";
      const answer = campaign.cell({ kind: "reserve-budget", reward: id, fen: each.fen, outlet });
      assertEquals(answer, { kind: "budget", reward: id, outcome: wanted });
      const state = wanted === "reserved" ? "held" : "free";
      rewards.push({ id, fen: each.fen, outlet, state });
      break;
    }
    case "close": {
      const { outcome } = each;
      const open = rewards.filter(({ state }) =>
        state === (outcome === "clawed-back" ? "paid" : "held")
      );
      const reward = open[each.pick % Math.max(1, open.length)];
      if (reward === undefined) return;
      const { id, fen, outlet } = reward;
      campaign.cell({ kind: "close-budget", reward: id, fen, outlet, outcome });
      reward.state = outcome === "paid" ? "paid" : "free";
      break;
    }
    case "edit": {
      const { pool, delta } = each;
      if (delta === 0) return;
      const reply = campaign.staff({ kind: "units", by: STAFF, delta, pool });
      const limit = total[pool];
      if (limit === null) {
        assert(reply?.kind === "rejected" && reply.code === "invalid");
      } else if (limit + delta < used[pool]) {
        const said = reply?.kind === "rejected" && [reply.code, reply.stranded];
        assertEquals(said, ["would-strand", used[pool] - limit - delta]);
      } else {
        assert(reply?.kind === "view");
        total[pool] = limit + delta;
      }
      break;
    }
    case "place": {
      const manager = MANAGERS[each.manager] ?? "m1";
      const unit = UNITS[manager] ?? "";
      assertEquals(campaign.staff({ kind: "place-manager", manager, unit }), { kind: "placed" });
      // A later word changes nothing.
      campaign.staff({ kind: "place-manager", manager, unit: "jx.3601.9" });
      placed.set(manager, unit);
      break;
    }
    case "passivate":
      campaign.passivate();
  }
  check(campaign, rewards, total);
}

function check(
  { state }: Asked,
  rewards: readonly Reward[],
  total: { readonly fen: number | null; readonly units: number | null },
): void {
  const sum = (of: Reward["state"], what: "fen" | "units") =>
    rewards.filter((reward) => reward.state === of)
      .reduce((all, { fen }) => all + (what === "fen" ? fen : 1), 0);
  for (const name of ["fen", "units"] as const) {
    const pool = state.book.purse?.[name] ?? null;
    const limit = total[name];
    if (limit === null || pool === null) {
      assertEquals(pool, null);
      continue;
    }
    const held = sum("held", name);
    const paid = sum("paid", name);
    assertEquals([pool.held, pool.paid, pool.available], [held, paid, limit - held - paid]);
    assertEquals(pool.available + pool.held + pool.paid + pool.withdrawn, pool.total);
    assert(pool.available >= 0);
  }
}
