/** A referral with staff, participants and a bank that tells events: the real kinds on the real engine. */
import type {
  CampaignCommand,
  CampaignProtocol,
  CampaignReply,
} from "../../actors/campaign/protocol.ts";
import type { ReferralSpec } from "../../actors/campaign/referral_spec.ts";
import { createKinds } from "../../actors/mod.ts";
import {
  referralCellOf,
  type ReferralCommand,
  referralKey,
  type ReferralProtocol,
  type ReferralReply,
  type Reward,
} from "../../actors/referral/protocol.ts";
import type { Limits } from "../limits.ts";
import type { Outcome } from "./client.ts";
import type { Prng } from "./prng.ts";
import { checkReferral, checkToldRewards } from "./referral_books.ts";
import { ReferralMemory } from "./referral_memory.ts";
import { live } from "./referral_person.ts";
import { AUTHOR, look } from "./referral_staff.ts";
import type { Play, Stage } from "./scenario.ts";

const STAFF_ATTEMPTS_MAX = 40;
const PARTICIPANTS_PER_CELL = 4_096;

/** One referral from draft until all is said. */
export class ReferralPlay implements Play {
  readonly name = "referral";
  readonly id = "ref1";
  readonly memory = new ReferralMemory();
  spec: ReferralSpec | null = null;
  /** Known once it is scheduled. */
  cells = 0;
  /** States of rewards at the end, for those who want to know what a story is worth. */
  readonly seen = new Set<string>();

  kinds(limits: Limits) {
    return createKinds(limits);
  }

  limits(chance: Prng): Partial<Limits> {
    return { messagesPerTurnMax: chance.pick([64, 1_024]) };
  }

  async run(stage: Stage): Promise<void> {
    this.spec = drawSpec(stage);
    if (!await this.#launch(stage, this.spec)) return;
    const people = stage.chance.between(3, 14);
    let open = true;
    const staff = look(stage, this, () => open);
    await Promise.all(
      Array.from({ length: people }, (_, index) => live(stage, this, `p${index}`)),
    );
    open = false;
    await staff;
  }

  async #launch(stage: Stage, spec: ReferralSpec): Promise<boolean> {
    const by = AUTHOR;
    const steps: CampaignCommand[] = [{ kind: "create", spec, by, approval: false }];
    steps.push({ kind: "schedule", by }, { kind: "view" });
    for (const step of steps) {
      const outcome = await this.campaign(stage, step);
      if (outcome.kind !== "reply" || outcome.reply.kind !== "view") continue;
      this.cells = Math.max(this.cells, outcome.reply.view.cells);
    }
    return this.cells > 0;
  }

  /** Asks the campaign until it answers. */
  async campaign(stage: Stage, command: CampaignCommand): Promise<Outcome<CampaignReply>> {
    const plan = { commandId: stage.clients.newId(), attemptsMax: STAFF_ATTEMPTS_MAX };
    const address = { kind: "campaign", key: this.id } as const;
    return await stage.clients.ask<CampaignProtocol>(address, command, plan);
  }

  /** Asks a cell. */
  async cell(
    stage: Stage,
    cell: number,
    command: ReferralCommand,
    attemptsMax = 1,
  ): Promise<Outcome<ReferralReply>> {
    const plan = { commandId: stage.clients.newId(), attemptsMax };
    const address = { kind: "referral", key: referralKey(this.id, cell) } as const;
    return await stage.clients.ask<ReferralProtocol>(address, command, plan);
  }

  cellOf(customer: string): number {
    return referralCellOf(customer, this.cells);
  }

  leaving(stage: Stage, actor: string, reply: unknown): void {
    if (actor.startsWith("referral/")) checkToldRewards(stage, actor, reply as ReferralReply);
  }

  async check(stage: Stage): Promise<void> {
    if (this.cells > 0) await checkReferral(stage, this);
  }
}

function drawSpec({ world, chance }: Stage): ReferralSpec {
  const startsAtMs = Math.floor(world.nowMs) + chance.between(500, 3_000);
  const coupon = { kind: "coupon", ref: "c", amount: chance.between(1, 50) } as const;
  const points = { kind: "points", ref: "p", amount: chance.between(1, 50) } as const;
  const tight = chance.chance(0.5);
  const caps = {
    ...(chance.chance(0.4) ? { perInviter: chance.between(1, 3) } : {}),
    ...(chance.chance(0.3) ? { perDay: chance.between(1, 3) } : {}),
    ...(chance.chance(0.3) ? { perOutlet: chance.between(1, 6) } : {}),
  };
  const fen = tight ? chance.between(20, 200) : 100_000;
  const units = tight ? chance.between(1, 8) : 1_000;
  return {
    kind: "referral",
    title: "邀请",
    startsAtMs,
    endsAtMs: startsAtMs + chance.between(60_000, 400_000),
    attribution: chance.pick(["first", "last", "registration"]),
    windowDays: 1,
    qualifying: ["account-opened", "card-activated"],
    rewards: {
      perInvitee: chance.pick<Reward>([coupon, points]),
      ...(chance.chance(0.5) ? { perInvitedSelf: points } : {}),
      ...(chance.chance(0.6)
        ? { tiers: [{ at: 1, reward: coupon }, { at: 3, reward: points }] }
        : {}),
      ...(chance.chance(0.4) ? { perSecondLevel: points } : {}),
    },
    caps,
    budget: chance.pick<ReferralSpec["budget"]>([{ fen }, { units }, { fen, units }]),
    holdDays: chance.pick([0, 0, 1]),
    rules: "规则",
    expectedParticipants: chance.pick([1, 3, 5]) * PARTICIPANTS_PER_CELL,
  };
}
