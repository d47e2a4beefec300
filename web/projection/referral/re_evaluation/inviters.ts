/** What inviters are told of those whom they invited, and what they get for it, under the rules asked for. */
import type { QualifyingEvent, RewardReason } from "../../../../actors/referral/protocol.ts";
import type { RewardRules } from "../../../../actors/referral/transfer.ts";
import type { Turn } from "./log.ts";
import { idOf, type Person } from "./people.ts";
import { type Judged, type JudgedRewards, keyOf, type Made } from "./rewards.ts";

export type CellTurn = Turn & { readonly kind: "cell" };

/** An invitee as the inviter's cell knows it. */
interface Invited {
  event: string | null;
  counted: boolean;
}

export class Inviters {
  readonly #people: ReadonlyMap<string, Person>;
  readonly #rules: RewardRules;
  readonly #rewards: JudgedRewards;
  readonly #invited = new Map<string, Invited>();
  readonly #counts = new Map<string, number>();

  constructor(
    people: ReadonlyMap<string, Person>,
    { rules, rewards }: { readonly rules: RewardRules; readonly rewards: JudgedRewards },
  ) {
    this.#people = people;
    this.#rules = rules;
    this.#rewards = rewards;
  }

  /** The event by which an invitee counts; null for none. */
  eventOf(invitee: string): string | null {
    return this.#invited.get(invitee)?.event ?? null;
  }

  /** How many invitees count. */
  countOf(owner: string): number {
    return this.#counts.get(owner) ?? 0;
  }

  /** News in the inviter's cell. `isThere`: they are in the log at this place. */
  qualified(
    turn: CellTurn,
    invitee: string,
    news: { readonly event: QualifyingEvent; readonly counts: boolean; readonly isThere: boolean },
  ): void {
    const person = this.#people.get(invitee);
    const by = person?.inviter ?? null;
    if (person === undefined || by === null) return;
    const { event, counts, isThere } = news;
    const invited = this.#invited.get(invitee) ?? { event: null, counted: false };
    this.#invited.set(invitee, invited);
    const isNew = invited.event !== event.id;
    invited.event = event.id;
    if (counts && !invited.counted) {
      invited.counted = true;
      this.#count(turn, by, { change: 1, open: false });
    }
    if (!isNew) return;
    const { perInvitee, perSecondLevel } = this.#rules;
    const { via: outlet } = person;
    if (perInvitee !== undefined) {
      this.make(turn, { owner: by, for: "invitee", about: invitee, reward: perInvitee, outlet });
    }
    const inviter = this.#people.get(by);
    if (perSecondLevel === undefined || inviter === undefined || inviter.inviter === null) return;
    // Where nothing differs, the log has it in the next cell.
    if (isThere && inviter.inviter === inviter.was) return;
    const second = { owner: inviter.inviter, for: "second-level", about: invitee } as const;
    this.make(turn, { ...second, reward: perSecondLevel, outlet });
  }

  /** As the log has it, two steps above the invitee. */
  secondLevel(turn: CellTurn, made: Made): void {
    if (made.invitee === null) return;
    const invitee = idOf(made.invitee);
    const person = this.#people.get(invitee);
    const inviter = this.#people.get(person?.inviter ?? "");
    const owner = idOf({ cell: turn.cell, n: made.n });
    if (inviter?.inviter !== owner || inviter.was !== owner) return;
    this.make(turn, {
      owner,
      for: "second-level",
      about: invitee,
      reward: made.reward,
      outlet: made.outlet,
    });
  }

  gone(turn: CellTurn, { id, inviter }: Person, reason: RewardReason): void {
    const invited = this.#invited.get(id);
    if (invited === undefined || inviter === null) return;
    const open = reason !== "reversed";
    if (invited.counted) {
      invited.counted = false;
      this.#count(turn, inviter, { change: -1, open });
    }
    if (invited.event === null) return;
    invited.event = null;
    this.takeUnrecorded(turn, keyOf(inviter, "invitee", id), { reason, open });
    const second = this.#people.get(inviter)?.inviter ?? null;
    if (second === null) return;
    this.takeUnrecorded(turn, keyOf(second, "second-level", id), { reason, open });
  }

  /** For one whose inviter differs: what the log tells the other inviter is told here. */
  goneElsewhere(turn: CellTurn, id: string, reason: RewardReason): void {
    const person = this.#people.get(id);
    if (person !== undefined && person.inviter !== person.was) {
      this.gone(turn, person, reason);
    }
  }

  ownerRemoved(turn: CellTurn, owner: string): void {
    const own = this.#rewards.all.filter((one) => one.owner === owner && !one.recorded);
    const atMs = Math.trunc(turn.atMs);
    for (const one of own) {
      this.#rewards.takeBack(one, { reason: "inviter-removed", open: true, atMs });
    }
  }

  /** Invitees that count have become more or fewer: tiers are reached or fall. */
  #count(
    turn: CellTurn,
    by: string,
    { change, open }: { readonly change: 1 | -1; readonly open: boolean },
  ): void {
    const count = (this.#counts.get(by) ?? 0) + change;
    this.#counts.set(by, count);
    for (const { at, reward } of this.#rules.tiers ?? []) {
      const newest = this.#rewards.newest(keyOf(by, "tier", String(at)));
      if (count < at) {
        if (newest !== null) this.#fall(turn, newest, open);
      } else if (newest === null || this.#rewards.mayReturn(newest)) {
        const outlet = this.#people.get(by)?.via ?? null;
        this.make(turn, { owner: by, for: "tier", about: String(at), reward, outlet });
      }
    }
  }

  #fall(turn: CellTurn, tier: Judged, open: boolean): void {
    tier.fell = true;
    if (tier.recorded && this.#isMovedIn(turn, tier)) return;
    const atMs = Math.trunc(turn.atMs);
    this.#rewards.takeBack(tier, { reason: "reversed", open, atMs });
  }

  /** Rewards whose course is in the log are moved by it. */
  takeUnrecorded(
    turn: CellTurn,
    key: string,
    by: { readonly reason: RewardReason; readonly open: boolean },
  ): void {
    const newest = this.#rewards.newest(key);
    if (newest === null || newest.recorded) return;
    this.#rewards.takeBack(newest, { ...by, atMs: Math.trunc(turn.atMs) });
  }

  make(
    turn: CellTurn,
    wanted: {
      readonly owner: string;
      readonly for: Judged["for"];
      readonly about: string;
      readonly reward: Made["reward"];
      readonly outlet: string | null;
    },
  ): void {
    const made = turn.events.find((event) =>
      event.kind === "reward-made" &&
      keyIn(turn, event) === keyOf(wanted.owner, wanted.for, wanted.about)
    );
    const then = made?.kind === "reward-made" ? { id: `${turn.cell}.${made.r}`, made } : null;
    this.#rewards.make({ ...wanted, atMs: Math.trunc(turn.atMs), then });
  }

  #isMovedIn(turn: CellTurn, judged: Judged): boolean {
    return turn.events.some((event) =>
      event.kind === "reward-moved" &&
      this.#rewards.byId(`${turn.cell}.${event.r}`) === judged
    );
  }
}

/** What a reward of the log is for. */
export function keyIn({ cell }: CellTurn, made: Made): string {
  const owner = idOf({ cell, n: made.n });
  const about = made.for === "tier"
    ? String(made.tier)
    : made.invitee === null
    ? ""
    : idOf(made.invitee);
  return keyOf(owner, made.for, about);
}
