/** Why the webhook refused something: for the change log only, and a bounded number of lines however many try. */
import { recordChange } from "../../store/changes.ts";
import { PROVINCE_UNIT } from "../../store/organisation/generate.ts";
import { RateLimit } from "../rate_limit.ts";
import type { Services } from "../services.ts";
import type { Disbelief } from "./event_signature.ts";

/** Lines at once, and then one every ten seconds. */
const BURST = 20;
const PER_SECOND = 0.1;

export class RefusedEvents {
  readonly #services: Pick<Services, "database" | "engine" | "log">;
  readonly #lines: RateLimit;
  #left = 0;

  constructor(services: Pick<Services, "database" | "engine" | "log" | "world">) {
    this.#services = services;
    const seed = Math.floor(services.world.random.fraction() * 0x7fffffff);
    this.#lines = new RateLimit({ perSecond: PER_SECOND, burst: BURST, seed, slots: 1 });
  }

  /** Nobody waits for it: how long it takes says nothing to the one who was refused. */
  note(reason: Disbelief, address: string): void {
    const { engine, log } = this.#services;
    const nowMs = engine.nowMs();
    if (!this.#lines.take("refused", nowMs)) {
      this.#left++;
      return;
    }
    const facts = { reason, address, left: this.#left };
    this.#left = 0;
    this.#record(facts, Math.floor(nowMs)).catch((error) => {
      log.warn("an event was refused", { ...facts, unlogged: String(error) });
    });
  }

  async #record(
    facts: { readonly reason: Disbelief; readonly address: string; readonly left: number },
    atMs: number,
  ): Promise<void> {
    const { database } = this.#services;
    if (database === null || !database.available()) throw new Error("the database is away");
    await recordChange(database.sql, {
      atMs,
      by: "system",
      action: "events.refused",
      subject: "webhook/events",
      unit: PROVINCE_UNIT,
      before: null,
      after: { reason: facts.reason, address: facts.address, notLogged: facts.left },
    });
  }
}
