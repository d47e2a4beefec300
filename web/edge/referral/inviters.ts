/** Who invites: asked of the cells and kept, since nothing of it changes but that somebody is taken out. */
import {
  type InviterFacts,
  type Place,
  referralKey,
  type ReferralProtocol,
} from "../../../actors/referral/protocol.ts";
import { type Engine, Fault } from "../../../engine/mod.ts";
import { Kept, TooManyQuestions } from "../../share/kept.ts";

/** A participant as others need to know. */
export interface Inviter {
  readonly who: InviterFacts;
  readonly removed: boolean;
}

/** That somebody was taken out is known so much later at most. */
const FRESH_MS = 10_000;
const KEPT_MAX = 100_000;
const ASKED_MAX = 16_384;
/** Nobody's line of inviters is longer: it would take as many people. */
const STEPS_MAX = 10_000;
const RETRY_MS = 1_000;

export class Inviters {
  readonly #engine: Engine;
  readonly #kept: Kept<Inviter>;

  constructor(engine: Engine) {
    this.#engine = engine;
    this.#kept = new Kept({
      ask: (name) => this.#ask(name),
      nowMs: () => engine.nowMs(),
      keptMax: KEPT_MAX,
      freshMs: FRESH_MS,
      askedMax: ASKED_MAX,
    });
  }

  /** What is known now; null: nobody has this place, undefined: ask with `find`. */
  peek(campaign: string, { cell, n }: Place): Inviter | null | undefined {
    return this.#kept.peek(`${campaign}/${cell}.${n}`);
  }

  /** Rejects with a `Fault`. */
  async find(campaign: string, { cell, n }: Place): Promise<Inviter | null> {
    try {
      return await this.#kept.find(`${campaign}/${cell}.${n}`);
    } catch (error) {
      if (!(error instanceof TooManyQuestions)) throw error;
      throw new Fault("overloaded", error.message, { retry: "later", retryAfterMs: RETRY_MS });
    }
  }

  /** Whether `above` has invited `below`, at whatever remove. */
  async isAbove(campaign: string, above: Place, below: Place): Promise<boolean> {
    let at: Place | null = below;
    for (let step = 0; at !== null && step < STEPS_MAX; step++) {
      if (at.cell === above.cell && at.n === above.n) return true;
      const found: Inviter | null = this.peek(campaign, at) ?? await this.find(campaign, at);
      at = found?.who.inviter ?? null;
    }
    return false;
  }

  async #ask(name: string): Promise<Inviter | null> {
    const [, campaign = "", cell = "", n = ""] = /^(.*)\/(\d+)\.(\d+)$/.exec(name) ?? [];
    const ref = this.#engine.ref<ReferralProtocol>("referral", referralKey(campaign, Number(cell)));
    const reply = await this.#engine.ask(ref, { kind: "who", n: Number(n) });
    return reply.kind === "who" ? { who: reply.who, removed: reply.removed } : null;
  }
}
