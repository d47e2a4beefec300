/**
 * A crowd that invites: every participant brings up to three more, one in a storm very many; some try themselves, some
 * close a loop, some share devices; events come early, late, twice, and do not last. What it did is known, so that the
 * books can be made again without the product.
 */
import type { CustomerProtocol } from "../../actors/customer/protocol.ts";
import type {
  InviterFacts,
  Place,
  ReferralCommand,
  ReferralReply,
} from "../../actors/referral/protocol.ts";
import { Fault } from "../../engine/mod.ts";
import { keyOf } from "./notes.ts";
import { cellFor, type Stage } from "./stage.ts";

const DAY_MS = 86_400_000;
const AGAIN_MS = 20;
/** Of a hundred participants, how many invite 0, 1, 2 and 3. */
const INVITES = [30, 30, 20, 20] as const;

/** Of a thousand, how many do what. */
const PER_MILLE = {
  selfTried: 20,
  ring: 5,
  sharedDevice: 10,
  joinedAgain: 20,
  loopTried: 10,
  early: 50,
  inTime: 650,
  tooLate: 50,
  twice: 100,
  reversed: 40,
  reviewed: 10,
  clawedBack: 5,
} as const;

export interface Member {
  readonly customer: string;
  readonly device: string;
  readonly facts: InviterFacts;
  readonly inviter: Member | null;
  readonly children: Member[];
  /** Whether one of its events stands. */
  qualified: boolean;
  /** Staff had a hand in it. */
  judged: boolean;
}

/** The seeded random numbers of a run: mulberry32. */
export function dice(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

export class Crowd {
  readonly members: Member[] = [];
  /** Answers that were expected, by word. */
  readonly answers: { [word: string]: number } = {};
  readonly #stage: Stage;
  readonly #dice: (below: number) => number;
  readonly #prefix: string;
  /** Who still invites, once for each invitation. */
  readonly #invitations: Member[] = [];
  readonly #byKey = new Map<string, Member>();
  readonly #early = new Set<string>();
  readonly #eventTimes = new Map<string, number>();
  #next = 0;
  #taken = 0;

  constructor(stage: Stage, by: { readonly prefix: string; readonly seed: number }) {
    this.#stage = stage;
    this.#prefix = by.prefix;
    this.#dice = dice(by.seed);
  }

  get cells(): number {
    return this.#stage.cells.length;
  }

  /** Joins until there are so many, `inFlight` at a time; with `plain` nothing but joins. */
  async grow(
    by: {
      readonly to: number;
      readonly inFlight: number;
      readonly plain: boolean;
      readonly hub: number;
    },
  ): Promise<void> {
    const work = async () => {
      while (this.#next < by.to) {
        const index = this.#next++;
        const member = await this.#join(index, by.plain);
        const invites = index === 0 ? by.hub : this.#invites();
        for (let i = 0; i < invites; i++) this.#invitations.push(member);
        if (!by.plain) await this.#live(member);
      }
    };
    await Promise.all(Array.from({ length: by.inFlight }, work));
  }

  #invites(): number {
    let roll = this.#dice(100);
    let invites = 0;
    for (const share of INVITES) {
      if (roll < share) return invites;
      roll -= share;
      invites++;
    }
    return invites;
  }

  #happens(perMille: number): boolean {
    return this.#dice(1_000) < perMille;
  }

  #count(word: string): void {
    this.answers[word] = (this.answers[word] ?? 0) + 1;
  }

  async #join(index: number, plain: boolean): Promise<Member> {
    const customer = `${this.#prefix}${String(index).padStart(9, "0")}`;
    const inviter = this.#invitations[this.#taken] ?? null;
    if (inviter !== null) this.#taken++;
    if (!plain && inviter !== null && this.#happens(PER_MILLE.selfTried)) {
      await this.#try(customer, { inviter, device: inviter.device }, "self-referral");
    }
    const early = !plain && this.#happens(PER_MILLE.early);
    if (early) await this.#event(customer, "early", -DAY_MS);
    const device = plain ? `${customer}-device` : this.#device(customer, inviter);
    const reply = await this.#try(customer, { inviter, device }, "first");
    if (reply.kind !== "participant") throw new Error(`Expected a participant of ${customer}`);
    const { participant } = reply;
    const member: Member = {
      customer,
      device,
      inviter,
      children: [],
      qualified: early && inviter !== null,
      judged: false,
      facts: {
        cell: participant.cell,
        n: participant.n,
        customer,
        via: participant.via,
        device,
        level: participant.level,
        inviter: inviter === null ? null : place(inviter),
        mask: participant.mask,
      },
    };
    if (plain) return member;
    this.members.push(member);
    this.#byKey.set(keyOf(member.facts), member);
    inviter?.children.push(member);
    return member;
  }

  #device(customer: string, inviter: Member | null): string {
    const grand = inviter?.inviter ?? null;
    const own = `${customer}-device`;
    if (grand !== null && grand.device !== inviter?.device && this.#happens(PER_MILLE.ring)) {
      return grand.device;
    }
    if (!this.#happens(PER_MILLE.sharedDevice) || this.members.length === 0) return own;
    const other = this.members[this.#dice(this.members.length)];
    return other === undefined || other.device === inviter?.device ? own : other.device;
  }

  /** What a participant does after joining. */
  async #live(member: Member): Promise<void> {
    const { customer, inviter } = member;
    if (this.#happens(PER_MILLE.joinedAgain)) {
      await this.#try(customer, { inviter, device: member.device }, "again");
    }
    if (this.#happens(PER_MILLE.inTime)) {
      await this.#event(customer, "in-time", 0);
      member.qualified = inviter !== null;
      if (this.#happens(PER_MILLE.twice)) await this.#event(customer, "in-time", 0);
      if (this.#happens(PER_MILLE.reversed)) {
        await this.#event(customer, "in-time", 0, true);
        if (this.#early.has(customer)) await this.#event(customer, "early", -DAY_MS, true);
        member.qualified = false;
      }
    } else if (this.#happens(PER_MILLE.tooLate)) {
      await this.#event(customer, "too-late", -31 * DAY_MS);
    }
    const grand = inviter?.inviter ?? null;
    if (grand !== null && this.#happens(PER_MILLE.loopTried)) {
      await this.#try(grand.customer, { inviter: member, device: grand.device }, "any");
      const { cell, n } = member.facts;
      await this.#ask(cell, { kind: "loop-tried", n, by: place(grand) });
      member.judged = grand.judged = true;
      this.#count("loop");
    }
    if (this.#happens(PER_MILLE.reviewed)) await this.#review();
    if (this.#happens(PER_MILLE.clawedBack)) await this.#clawBack();
  }

  async #review(): Promise<void> {
    const flagged = [...this.#stage.notes.flagged];
    const member = this.#byKey.get(flagged[this.#dice(Math.max(1, flagged.length))] ?? "");
    if (member === undefined) return;
    const { cell, n } = member.facts;
    const verdict = this.#happens(500) ? "approve" : "reject";
    const said = { note: "storm", by: "bench" };
    const reply = await this.#ask(cell, { kind: "review", n, reward: null, verdict, ...said });
    if (reply.kind !== "noted") return;
    member.judged = true;
    this.#count(`review ${verdict}`);
  }

  async #clawBack(): Promise<void> {
    const member = this.#anyone();
    const { cell, n } = member.facts;
    const reply = await this.#ask(cell, { kind: "participant", n });
    if (reply.kind !== "participant") return;
    const reward = reply.participant.rewards.find(({ state }) => state === "paid");
    if (reward === undefined) return;
    const said = { note: "storm", by: "bench" };
    await this.#ask(cell, { kind: "claw-back", reward: reward.id, ...said });
    member.judged = true;
    this.#count("claw-back");
  }

  #anyone(): Member {
    const member = this.members[this.#dice(this.members.length)];
    if (member === undefined) throw new Error("Cannot pick a member: nobody has joined");
    return member;
  }

  async #try(
    customer: string,
    by: { readonly inviter: Member | null; readonly device: string },
    expected: "first" | "again" | "self-referral" | "any",
  ): Promise<ReferralReply> {
    const { engine } = this.#stage;
    const code = by.inviter === null ? null : place(by.inviter);
    const reply = await this.#ask(customer, {
      kind: "join",
      customer,
      code,
      touches: code === null ? [] : [{ place: code, atMs: engine.nowMs(), channel: "wechat" }],
      inviters: by.inviter === null ? {} : { [keyOf(by.inviter.facts)]: by.inviter.facts },
      via: null,
      channel: "wechat",
      device: by.device,
      mask: "139****0101",
      isStaff: false,
      facts: { tags: [], isNew: true, orgUnitIds: [] },
    });
    const word = reply.kind === "rejected"
      ? reply.code
      : reply.kind === "participant"
      ? reply.first ? "first" : "again"
      : reply.kind;
    if (expected !== "any" && word !== expected) {
      throw new Error(`${customer}: expected ${expected}, got ${word}`);
    }
    this.#count(word);
    return reply;
  }

  async #event(customer: string, id: string, shiftMs: number, reversal = false): Promise<void> {
    const { engine } = this.#stage;
    const record = engine.ref<CustomerProtocol>("customer", customer);
    const type = id === "early" ? "card-activated" : "account-opened";
    const atMs = this.#eventTimes.get(`${customer} ${id}`) ?? engine.nowMs() + shiftMs;
    this.#eventTimes.set(`${customer} ${id}`, atMs);
    if (id === "early") this.#early.add(customer);
    await patiently(() =>
      engine.ask(record, {
        kind: "event",
        event: { id: `${customer}-${id}`, type, atMs },
        reversal,
      })
    );
    this.#count(reversal ? "reversed" : id);
  }

  #ask(
    to: string | number,
    command: ReferralCommand,
  ): Promise<ReferralReply> {
    return patiently(() => this.#stage.engine.ask(cellFor(this.#stage, to), command));
  }
}

/** Asks again where a cell has no room for more messages at the moment. */
async function patiently<Reply>(ask: () => Promise<Reply>): Promise<Reply> {
  for (;;) {
    try {
      return await ask();
    } catch (fault) {
      if (!(fault instanceof Fault) || fault.code !== "overloaded") throw fault;
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    }
  }
}

function place({ facts }: Member): Place {
  return { cell: facts.cell, n: facts.n };
}
