/**
 * A campaign judged again: its log is read in order, and each turn is asked what it does under the rules asked for.
 * Where nothing is different, what the cells and the campaign did then is taken as it stands in the log, in their own
 * order; so the same rules give the same rewards, whatever crossed on its way. What has no counterpart in the log
 * happens at once.
 */
import type { CampaignEvent } from "../../../../actors/campaign/events.ts";
import type { ReferralEvent } from "../../../../actors/referral/events.ts";
import type { QualifyingEvent, RewardReason } from "../../../../actors/referral/protocol.ts";
import type { Turn } from "./log.ts";
import { idOf, judgePeople, type Person, placeOf } from "./people.ts";
import { Budget } from "./purse.ts";
import { type Judged, JudgedRewards, keyOf, type Made } from "./rewards.ts";
import { type Rules, rulesOf } from "./rules.ts";

export interface Judgement {
  readonly people: ReadonlyMap<string, Person>;
  readonly rewards: readonly Judged[];
  /** Rewards that stood then and that nobody made here, by what they are for; with the rest of what is in the log. */
  readonly then: ReadonlyMap<string, Then>;
}

/** A reward as the log has it. */
export interface Then {
  readonly id: string;
  readonly key: string;
  readonly owner: string;
  readonly fen: number;
  state: string;
  reason: RewardReason | null;
}

export function judge(turns: readonly Turn[], rules: Rules): Judgement {
  const windowThenMs = rulesOf(turns)?.terms.windowMs ?? rules.terms.windowMs;
  const people = judgePeople(turns, rules.terms);
  const judging = new Judging(people, { rules, windowThenMs, reversed: reversedIn(turns) });
  for (const turn of turns) {
    switch (turn.kind) {
      case "campaign":
        for (const event of turn.events) judging.campaign(event);
        break;
      case "cell":
        judging.cell(turn);
        break;
      case "customer":
        judging.customer(turn);
        break;
    }
  }
  return judging.end();
}

/** Reversals that cells have taken, as `<participant> <event>`. */
function reversedIn(turns: readonly Turn[]): ReadonlySet<string> {
  const reversed = new Set<string>();
  for (const turn of turns) {
    if (turn.kind !== "cell") continue;
    for (const event of turn.events) {
      if (event.kind !== "reversed") continue;
      reversed.add(`${idOf({ cell: turn.cell, n: event.n })} ${event.event}`);
    }
  }
  return reversed;
}

type CellTurn = Turn & { readonly kind: "cell" };

/** Where an invitee stands in the own cell. */
interface Course {
  now: QualifyingEvent | null;
  spare: QualifyingEvent | null;
  readonly seen: Map<string, QualifyingEvent>;
}

/** An invitee as the inviter's cell knows it. */
interface Invited {
  event: string | null;
  counted: boolean;
}

class Judging {
  readonly #people: ReadonlyMap<string, Person>;
  readonly #rules: Rules;
  readonly #budget: Budget;
  readonly #rewards: JudgedRewards;
  readonly #courses = new Map<string, Course>();
  readonly #invited = new Map<string, Invited>();
  readonly #counts = new Map<string, number>();
  /** Qualifications that the log has and that stand under these rules: their news are in the log. */
  readonly #known = new Set<string>();
  readonly #then = new Map<string, Then>();
  /** What no cell was told since it was out of the window then. */
  readonly #windowThenMs: number;
  readonly #reversedThen: ReadonlySet<string>;
  readonly #byCustomer = new Map<string, Person>();
  readonly #joined = new Set<string>();
  readonly #untold = new Map<string, QualifyingEvent[]>();

  constructor(
    people: ReadonlyMap<string, Person>,
    { rules, windowThenMs, reversed }: {
      readonly rules: Rules;
      readonly windowThenMs: number;
      readonly reversed: ReadonlySet<string>;
    },
  ) {
    this.#people = people;
    this.#rules = rules;
    this.#windowThenMs = windowThenMs;
    this.#reversedThen = reversed;
    for (const person of people.values()) this.#byCustomer.set(person.joined.customer, person);
    this.#budget = new Budget(rules);
    this.#rewards = new JudgedRewards(rules.terms, this.#budget);
  }

  end(): Judgement {
    return { people: this.#people, rewards: this.#rewards.all, then: this.#then };
  }

  campaign(event: CampaignEvent): void {
    switch (event.kind) {
      case "budget-reserved":
        return this.#rewards.answered(event.reward, "reserved");
      case "budget-refused":
        return this.#rewards.answered(event.reward, event.outcome);
      case "budget-closed":
        return this.#rewards.closed(event.reward, event.outcome);
      case "manager-placed":
        return this.#budget.placed(event);
      case "budget-changed":
        return this.#budget.edited(event);
      default:
        return;
    }
  }

  /** The bank's news of a customer, as far as cells were not told. */
  customer({ customer, atMs, events }: Turn & { readonly kind: "customer" }): void {
    const person = this.#byCustomer.get(customer);
    if (person === undefined) return;
    const { id, joined } = person;
    const turn: CellTurn = { kind: "cell", cell: placeOf(id).cell, atMs, events: [] };
    for (const one of events) {
      if (one.kind === "happened") {
        const { event } = one;
        if (!this.#rules.terms.qualifying.includes(event.type)) continue;
        if (Math.abs(event.atMs - joined.atMs) <= this.#windowThenMs) continue;
        if (this.#joined.has(id)) this.#happened(turn, id, event);
        else this.#untold.set(id, [...this.#untold.get(id) ?? [], event]);
      } else if (one.kind === "taken-back") {
        const untold = this.#untold.get(id) ?? [];
        this.#untold.set(id, untold.filter((event) => event.id !== one.of));
        if (!this.#reversedThen.has(`${id} ${one.of}`)) this.#reversed(turn, id, one.of);
      }
    }
  }

  cell(turn: CellTurn): void {
    for (const event of turn.events) {
      if (event.kind === "reward-made") this.#note(turn, event);
      this.#event(turn, event);
    }
  }

  #event(turn: CellTurn, event: ReferralEvent): void {
    const at = (n: number) => idOf({ cell: turn.cell, n });
    switch (event.kind) {
      case "joined":
        this.#joined.add(at(event.n));
        for (const untold of this.#untold.get(at(event.n)) ?? []) {
          this.#happened(turn, at(event.n), untold);
        }
        return;
      case "qualified":
      case "ignored":
        return this.#happened(turn, at(event.n), event.event);
      case "reversed":
        return this.#reversed(turn, at(event.n), event.event);
      case "counted":
      case "awaited": {
        const invitee = idOf(event.invitee);
        if (!this.#isKnown(invitee, event.event.id)) return;
        return this.#inviteeQualified(turn, invitee, {
          event: event.event,
          counts: event.kind === "counted",
          isThere: true,
        });
      }
      case "uncounted":
      case "dismissed": {
        const invitee = this.#people.get(idOf(event.invitee));
        if (invitee === undefined || invitee.inviter !== at(event.by)) return;
        if (event.reason === "reversed" && !this.#isOfLog(invitee.id)) return;
        return this.#inviteeGone(turn, invitee, event.reason);
      }
      case "reward-made":
        return event.for === "second-level" ? this.#secondLevel(turn, event) : undefined;
      case "reward-moved": {
        const id = `${turn.cell}.${event.r}`;
        const then = this.#then.get(id);
        if (then !== undefined) Object.assign(then, { state: event.state, reason: event.reason });
        return this.#rewards.moved(id, event);
      }
      case "removed":
        this.#rewards.removed.add(at(event.n));
        this.#ownerRemoved(turn, at(event.n));
        return this.#goneElsewhere(turn, at(event.n), "invitee-removed");
      case "reviewed":
        if (event.verdict !== "reject" || event.reward !== null) return;
        return this.#goneElsewhere(turn, at(event.n), "review");
      default:
        return;
    }
  }

  /** An event of a participant, or a spare one that takes the place of another. */
  #happened(turn: CellTurn, id: string, event: QualifyingEvent): void {
    const person = this.#people.get(id);
    const course = this.#course(id);
    if (person === undefined || course.seen.has(event.id)) return;
    course.seen.set(event.id, event);
    if (this.#rewards.removed.has(id) || person.inviter === null) return;
    const { windowMs } = this.#rules.terms;
    if (Math.abs(event.atMs - person.joined.atMs) > windowMs) return;
    if (course.now === null) this.#qualify(turn, person, event);
    else course.spare ??= event;
  }

  #qualify(turn: CellTurn, person: Person, event: QualifyingEvent): void {
    const { id } = person;
    const course = this.#course(id);
    course.now = event;
    course.spare = null;
    const isThen = turn.events.some((one) =>
      one.kind === "qualified" && one.event.id === event.id &&
      idOf({ cell: turn.cell, n: one.n }) === id
    );
    const reward = this.#rules.terms.rewards.perInvitedSelf;
    if (reward !== undefined) {
      this.#make(turn, { owner: id, for: "self", about: id, reward, outlet: person.via });
    }
    if (isThen && person.inviter === person.was) this.#known.add(`${id} ${event.id}`);
    else this.#inviteeQualified(turn, id, { event, counts: true, isThere: false });
  }

  #reversed(turn: CellTurn, id: string, eventId: string): void {
    const person = this.#people.get(id);
    const course = this.#course(id);
    if (person === undefined) return;
    if (course.spare?.id === eventId) course.spare = null;
    if (course.now?.id !== eventId) return;
    const isKnown = this.#isKnown(id, eventId);
    const { spare } = course;
    course.now = null;
    course.spare = null;
    this.#takeUnrecorded(turn, keyOf(id, "self", id), { reason: "reversed", open: false });
    if (!isKnown) this.#inviteeGone(turn, person, "reversed");
    if (spare !== null && !this.#rewards.removed.has(id)) this.#qualify(turn, person, spare);
  }

  /** News in the inviter's cell. `isThere`: they are in the log at this place. */
  #inviteeQualified(
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
    const { perInvitee, perSecondLevel } = this.#rules.terms.rewards;
    const { via: outlet } = person;
    if (perInvitee !== undefined) {
      this.#make(turn, { owner: by, for: "invitee", about: invitee, reward: perInvitee, outlet });
    }
    const inviter = this.#people.get(by);
    if (perSecondLevel === undefined || inviter === undefined || inviter.inviter === null) return;
    // Where nothing differs, the log has it in the next cell.
    if (isThere && inviter.inviter === inviter.was) return;
    const second = { owner: inviter.inviter, for: "second-level", about: invitee } as const;
    this.#make(turn, { ...second, reward: perSecondLevel, outlet });
  }

  /** As the log has it, two steps above the invitee. */
  #secondLevel(turn: CellTurn, made: Made): void {
    const invitee = made.invitee === null ? null : idOf(made.invitee);
    const [cause] = made.events;
    if (invitee === null || cause === undefined || !this.#isKnown(invitee, cause.id)) return;
    const person = this.#people.get(invitee);
    const inviter = this.#people.get(person?.inviter ?? "");
    const owner = idOf({ cell: turn.cell, n: made.n });
    if (inviter?.inviter !== owner || inviter.was !== owner) return;
    this.#make(turn, {
      owner,
      for: "second-level",
      about: invitee,
      reward: made.reward,
      outlet: made.outlet,
    });
  }

  #inviteeGone(turn: CellTurn, { id, inviter }: Person, reason: RewardReason): void {
    const invited = this.#invited.get(id);
    if (invited === undefined || inviter === null) return;
    const open = reason !== "reversed";
    if (invited.counted) {
      invited.counted = false;
      this.#count(turn, inviter, { change: -1, open });
    }
    if (invited.event === null) return;
    invited.event = null;
    this.#takeUnrecorded(turn, keyOf(inviter, "invitee", id), { reason, open });
    const second = this.#people.get(inviter)?.inviter ?? null;
    if (second === null) return;
    this.#takeUnrecorded(turn, keyOf(second, "second-level", id), { reason, open });
  }

  /** For one whose inviter differs: what the log tells the other inviter is told here. */
  #goneElsewhere(turn: CellTurn, id: string, reason: RewardReason): void {
    const person = this.#people.get(id);
    if (person !== undefined && person.inviter !== person.was) {
      this.#inviteeGone(turn, person, reason);
    }
  }

  #ownerRemoved(turn: CellTurn, owner: string): void {
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
    for (const { at, reward } of this.#rules.terms.rewards.tiers ?? []) {
      const newest = this.#rewards.newest(keyOf(by, "tier", String(at)));
      if (count < at) {
        if (newest !== null) this.#fall(turn, newest, open);
      } else if (newest === null || this.#rewards.mayReturn(newest)) {
        const outlet = this.#people.get(by)?.via ?? null;
        this.#make(turn, { owner: by, for: "tier", about: String(at), reward, outlet });
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
  #takeUnrecorded(
    turn: CellTurn,
    key: string,
    by: { readonly reason: RewardReason; readonly open: boolean },
  ): void {
    const newest = this.#rewards.newest(key);
    if (newest === null || newest.recorded) return;
    this.#rewards.takeBack(newest, { ...by, atMs: Math.trunc(turn.atMs) });
  }

  #make(
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

  #note(turn: CellTurn, made: Made): void {
    const id = `${turn.cell}.${made.r}`;
    const { fen, state, reason } = made;
    const owner = idOf({ cell: turn.cell, n: made.n });
    this.#then.set(id, { id, key: keyIn(turn, made), owner, fen, state, reason });
  }

  #isKnown(id: string, event: string): boolean {
    return this.#known.has(`${id} ${event}`);
  }

  /** Whether an invitee counts by an event by which it counted then. */
  #isOfLog(id: string): boolean {
    const event = this.#invited.get(id)?.event ?? null;
    return event !== null && this.#isKnown(id, event);
  }

  #course(id: string): Course {
    let course = this.#courses.get(id);
    if (course === undefined) {
      this.#courses.set(id, course = { now: null, spare: null, seen: new Map() });
    }
    return course;
  }
}

/** What a reward of the log is for. */
function keyIn({ cell }: CellTurn, made: Made): string {
  const owner = idOf({ cell, n: made.n });
  const about = made.for === "tier"
    ? String(made.tier)
    : made.invitee === null
    ? ""
    : idOf(made.invitee);
  return keyOf(owner, made.for, about);
}
