/**
 * Instants at which actors must be woken, soonest first: one instant per actor. What lies beyond the
 * loaded horizon of a shard stays in the journal's due index until its time comes nearer.
 */
import { BinaryHeap } from "@std/data-structures";
import type { Cancel, World } from "./ports.ts";

interface Alarm {
  readonly atMs: number;
  readonly actor: string;
}

/** setTimeout takes at most 2^31 - 1 ms; look again before. */
const SLEEP_MS_MAX = 3_600_000;

export class Timers {
  #world: World;
  #ring: (actor: string) => void;
  #due = new Map<string, number>();
  /** The earliest alarm in the heap for an actor, so that setting again and again adds none. */
  #armed = new Map<string, number>();
  #heap = new BinaryHeap<Alarm>((a: Alarm, b: Alarm) => a.atMs - b.atMs);
  #cancel: Cancel | null = null;
  #wakesAtMs = Infinity;
  #stopped = false;

  /** `ring` is called once for an actor whose instant has come; it must be set again after. */
  constructor(world: World, ring: (actor: string) => void) {
    this.#world = world;
    this.#ring = ring;
  }

  get size(): number {
    return this.#due.size;
  }

  has(actor: string): boolean {
    return this.#due.has(actor);
  }

  /** Sets an instant from the journal's index, unless memory knows a newer one. */
  setStored(actor: string, atMs: number): void {
    if (!this.#due.has(actor)) this.set(actor, atMs);
  }

  set(actor: string, atMs: number | null): void {
    if (atMs === null) {
      this.#due.delete(actor);
      return;
    }
    this.#due.set(actor, atMs);
    // A later instant is found when the earlier alarm rings.
    const armedMs = this.#armed.get(actor);
    if (armedMs === undefined || atMs < armedMs) this.#push(actor, atMs);
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel?.();
  }

  #push(actor: string, atMs: number): void {
    this.#heap.push({ atMs, actor });
    this.#armed.set(actor, atMs);
    if (atMs < this.#wakesAtMs) this.#arm(atMs);
  }

  #arm(atMs: number): void {
    if (this.#stopped) return;
    this.#cancel?.();
    this.#wakesAtMs = atMs;
    const delayMs = Math.min(Math.max(0, atMs - this.#world.clock.nowMs()), SLEEP_MS_MAX);
    this.#cancel = this.#world.scheduler.after(Math.ceil(delayMs), () => this.#run());
  }

  #run(): void {
    this.#wakesAtMs = Infinity;
    this.#cancel = null;
    const nowMs = this.#world.clock.nowMs();
    const ringing: string[] = [];
    for (let next = this.#heap.peek(); next !== undefined; next = this.#heap.peek()) {
      if (next.atMs > nowMs) break;
      this.#heap.pop();
      if (this.#armed.get(next.actor) !== next.atMs) continue;
      this.#armed.delete(next.actor);
      const atMs = this.#due.get(next.actor);
      if (atMs === undefined) continue;
      if (atMs > nowMs) {
        this.#push(next.actor, atMs);
        continue;
      }
      this.#due.delete(next.actor);
      ringing.push(next.actor);
    }
    for (const actor of ringing) this.#ring(actor);
    const next = this.#heap.peek();
    if (next !== undefined && next.atMs < this.#wakesAtMs) this.#arm(next.atMs);
  }
}
