/**
 * A campaign judged again: its log is read in order, and each turn is asked what it does under the rules asked for.
 * Where nothing is different, what the cells and the campaign did then is taken as it stands in the log, in their own
 * order; so the same rules give the same rewards, whatever crossed on its way. What has no counterpart in the log
 * happens at once.
 */
import type { CampaignEvent } from "../../../../actors/campaign/events.ts";
import type { ReferralEvent } from "../../../../actors/referral/events.ts";
import type { QualifyingEvent, RewardReason } from "../../../../actors/referral/protocol.ts";
import { type CellTurn, Inviters, keyIn } from "./inviters.ts";
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

/** Where an invitee stands in the own cell. */
interface Course {
  now: QualifyingEvent | null;
  spare: QualifyingEvent | null;
  readonly seen: Map<string, QualifyingEvent>;
}

class Judging {
  readonly #people: ReadonlyMap<string, Person>;
  readonly #rules: Rules;
  readonly #budget: Budget;
  readonly #rewards: JudgedRewards;
  readonly #courses = new Map<string, Course>();
  readonly #inviters: Inviters;
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
    this.#inviters = new Inviters(people, {
      rules: rules.terms.rewards,
      rewards: this.#rewards,
    });
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
        if (event.kind === "awaited" && event.second === true) return;
        const invitee = idOf(event.invitee);
        if (!this.#isKnown(invitee, event.event.id)) return;
        return this.#inviters.qualified(turn, invitee, {
          event: event.event,
          counts: event.kind === "counted",
          isThere: true,
        });
      }
      case "uncounted":
      case "dismissed": {
        if (event.kind === "dismissed" && event.second === true) return;
        const invitee = this.#people.get(idOf(event.invitee));
        if (invitee === undefined || invitee.inviter !== at(event.by)) return;
        if (event.reason === "reversed" && !this.#isOfLog(invitee.id)) return;
        return this.#inviters.gone(turn, invitee, event.reason);
      }
      case "reward-made":
        if (this.#isSecondLevel(event)) return this.#inviters.secondLevel(turn, event);
        return this.#isRenewal(turn, event) ? this.#renewed(turn, event) : undefined;
      case "reward-moved": {
        const id = `${turn.cell}.${event.r}`;
        const then = this.#then.get(id);
        if (then !== undefined) Object.assign(then, { state: event.state, reason: event.reason });
        return this.#rewards.moved(id, event);
      }
      case "removed":
        this.#rewards.removed.add(at(event.n));
        this.#inviters.ownerRemoved(turn, at(event.n));
        return this.#inviters.goneElsewhere(turn, at(event.n), "invitee-removed");
      case "reviewed":
        if (event.verdict !== "reject" || event.reward !== null) return;
        return this.#inviters.goneElsewhere(turn, at(event.n), "review");
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
      this.#inviters.make(turn, { owner: id, for: "self", about: id, reward, outlet: person.via });
    }
    if (isThen && person.inviter === person.was) this.#known.add(`${id} ${event.id}`);
    else this.#inviters.qualified(turn, id, { event, counts: true, isThere: false });
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
    this.#inviters.takeUnrecorded(turn, keyOf(id, "self", id), { reason: "reversed", open: false });
    if (!isKnown) this.#inviters.gone(turn, person, "reversed");
    if (spare !== null && !this.#rewards.removed.has(id)) this.#qualify(turn, person, spare);
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

  /** Made again in the turn in which the wallet said that the one before was there to be taken. */
  #isRenewal(turn: CellTurn, made: Made): boolean {
    return turn.events.some((event) =>
      event.kind === "reward-moved" && event.state === "clawed-back" && event.waits !== true &&
      this.#then.get(`${turn.cell}.${event.r}`)?.key === keyIn(turn, made)
    );
  }

  #renewed(turn: CellTurn, made: Made): void {
    const owner = idOf({ cell: turn.cell, n: made.n });
    const newest = this.#rewards.newest(keyIn(turn, made));
    if (newest === null || this.#rewards.holds(newest)) return;
    const about = made.for === "tier" ? String(made.tier) : idOf(made.invitee ?? placeOf(owner));
    const { terms } = this.#rules;
    const reward = made.for === "tier"
      ? terms.rewards.tiers?.find(({ at }) => at === made.tier)?.reward
      : made.for === "self"
      ? terms.rewards.perInvitedSelf
      : terms.rewards.perInvitee;
    const isThere = made.for === "tier"
      ? this.#inviters.countOf(owner) >= (made.tier ?? 0)
      : made.for === "self"
      ? this.#course(owner).now !== null
      : this.#people.get(about)?.inviter === owner && this.#inviters.eventOf(about) !== null;
    if (reward === undefined || !isThere) return;
    this.#inviters.make(turn, { owner, for: made.for, about, reward, outlet: made.outlet });
  }

  /** One two steps below, whose event stands. */
  #isSecondLevel({ for: what, invitee, events: [cause] }: Made): boolean {
    return what === "second-level" && invitee !== null && cause !== undefined &&
      this.#isKnown(idOf(invitee), cause.id);
  }

  /** Whether an invitee counts by an event by which it counted then. */
  #isOfLog(id: string): boolean {
    const event = this.#inviters.eventOf(id);
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
