/** Callers whose answer needs another actor: they wait under a key, bounded in number and in time. */
import type { Activation } from "./activation.ts";
import { type ActorEngine, UNKNOWN } from "./engine.ts";
import { Mail } from "./mail.ts";
import type { Pending } from "./pending.ts";

interface Deadline {
  readonly activation: Activation;
  readonly pending: Pending;
  readonly atMs: number;
}

export class Waiters {
  #engine: ActorEngine;
  /** In order of deadline, since every caller waits equally long. */
  #deadlines: Deadline[] = [];
  #armed = false;

  constructor(engine: ActorEngine) {
    this.#engine = engine;
  }

  /** False when too many wait for this actor. A command that is decided again keeps its deadline. */
  add(activation: Activation, key: string, pending: Pending): boolean {
    const mail = activation.mail ??= new Mail();
    if (mail.waitingCount >= this.#engine.limits.waitingCallersPerActorMax) return false;
    mail.waiting ??= new Map();
    const waiting = mail.waiting.get(key);
    if (waiting === undefined) mail.waiting.set(key, [pending]);
    else waiting.push(pending);
    mail.waitingCount++;
    pending.waitsUnder = key;
    if (pending.waitsUntilMs === 0) {
      pending.waitsUntilMs = this.#engine.nowMs() + this.#engine.limits.waitMs;
      this.#deadlines.push({ activation, pending, atMs: pending.waitsUntilMs });
      this.#arm();
    }
    return true;
  }

  /** Takes everyone who waits under a key, in order of arrival. */
  take(activation: Activation, key: string): readonly Pending[] {
    const waiting = activation.mail?.waiting?.get(key);
    if (waiting === undefined || activation.mail === null) return [];
    activation.mail.waiting?.delete(key);
    activation.mail.waitingCount -= waiting.length;
    return waiting;
  }

  /** Tells everyone who waits for this actor that it may still happen: the turn that made them wait may be stored. */
  fault(activation: Activation): void {
    for (const key of [...activation.mail?.waiting?.keys() ?? []]) {
      for (const pending of this.take(activation, key)) this.#engine.answer(pending, UNKNOWN);
    }
  }

  #arm(): void {
    const first = this.#deadlines[0];
    if (this.#armed || first === undefined) return;
    this.#armed = true;
    const delayMs = Math.max(1, first.atMs - this.#engine.nowMs());
    this.#engine.world.scheduler.after(delayMs, () => this.#expire());
  }

  #expire(): void {
    this.#armed = false;
    if (this.#engine.stopped) return;
    const nowMs = this.#engine.nowMs();
    let due = 0;
    while (due < this.#deadlines.length && (this.#deadlines[due]?.atMs ?? Infinity) <= nowMs) due++;
    for (const { activation, pending } of this.#deadlines.splice(0, due)) {
      const key = pending.waitsUnder;
      const waiting = activation.mail?.waiting?.get(key);
      const at = waiting?.indexOf(pending) ?? -1;
      if (waiting === undefined || activation.mail === null || at < 0) continue;
      waiting.splice(at, 1);
      if (waiting.length === 0) activation.mail.waiting?.delete(key);
      activation.mail.waitingCount--;
      this.#engine.answer(pending, UNKNOWN);
    }
    this.#arm();
  }
}
