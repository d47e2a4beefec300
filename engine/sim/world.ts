/**
 * A virtual world: time that moves only when nothing else can happen, one queue of tasks for every
 * process, journal and client, and processes that die between or within tasks.
 */
import { setImmediate } from "node:timers";
import { BinaryHeap } from "@std/data-structures";
import type { Cancel, Clock, Random, Scheduler, World } from "../ports.ts";
import { hashText, Prng } from "./prng.ts";

interface Task {
  readonly atMs: number;
  readonly order: number;
  readonly label: string;
  readonly process: SimProcess | null;
  run: (() => void) | null;
}

/** 2026-11-11T00:00:00Z, the sale that everyone thinks of. */
const START_MS = 1_794_355_200_000;
/** A turn of the loop costs at most this much virtual time, so that queues of one instant interleave. */
const TURN_MS_MAX = 0.05;

/** The world of one seed. */
export class SimWorld {
  readonly seed: number;
  readonly chance: Prng;
  /** Lines of the trace, kept only where asked for. */
  readonly lines: string[] | null;
  /** What went wrong, in words; empty for a good run. */
  readonly violations: string[] = [];
  #nowMs = START_MS;
  #order = 0;
  #latestMs = START_MS;
  #hash = 0;
  #steps = 0;
  readonly #tasks = new BinaryHeap<Task>((a: Task, b: Task) =>
    a.atMs - b.atMs || a.order - b.order
  );

  constructor(seed: number, options: { trace?: boolean } = {}) {
    this.seed = seed;
    this.chance = new Prng(seed, "world");
    this.lines = options.trace === true ? [] : null;
  }

  /** True time in ms. */
  get nowMs(): number {
    return this.#nowMs;
  }

  /** Tasks that have run: a total order of everything seen from outside. */
  get steps(): number {
    return this.#steps;
  }

  /** Equal for two runs that did the same in the same order. */
  get traceHash(): number {
    return this.#hash >>> 0;
  }

  /** An invariant does not hold. */
  fail(invariant: string, detail: string): void {
    this.note(`VIOLATION ${invariant}: ${detail}`);
    this.violations.push(`${invariant}: ${detail}`);
  }

  /** The latest time that any process has ever seen, right or wrong. */
  get latestMs(): number {
    return this.#latestMs;
  }

  shown(atMs: number): void {
    if (atMs > this.#latestMs) this.#latestMs = atMs;
  }

  /** Adds a line to the trace. */
  note(text: string): void {
    this.#hash = hashText(text, this.#hash);
    this.say(text);
  }

  /** Runs after `delayMs`; not at all once `process` is dead. */
  after(
    delayMs: number,
    run: () => void,
    options: { label: string; process?: SimProcess | undefined },
  ): Cancel {
    const task: Task = {
      atMs: this.#nowMs + Math.max(0, delayMs),
      order: this.#order++,
      label: options.label,
      process: options.process ?? null,
      run,
    };
    this.#tasks.push(task);
    return () => {
      task.run = null;
    };
  }

  /** Resolves after `delayMs` of virtual time. */
  sleep(delayMs: number): Promise<void> {
    return new Promise((resolve) => this.after(delayMs, resolve, { label: "sleep" }));
  }

  /** Runs tasks until `done`, or until none is left or `limitMs` of virtual time have passed. */
  async run(limitMs: number, done: () => boolean): Promise<boolean> {
    const endMs = this.#nowMs + limitMs;
    while (true) {
      await quiet();
      if (done()) return true;
      const task: Task | undefined = this.#tasks.peek();
      if (task === undefined || task.atMs > endMs) return false;
      this.#tasks.pop();
      this.#step(task);
    }
  }

  #step(task: Task): void {
    const { run, process } = task;
    if (run === null || process?.alive === false) return;
    this.#nowMs = Math.max(this.#nowMs, task.atMs) + this.chance.fraction() * TURN_MS_MAX;
    this.#steps++;
    this.note(task.label);
    run();
  }

  /** Adds a line for the reader alone: what is only said while tracing does not count. */
  say(text: string): void {
    this.lines?.push(`${(this.#nowMs - START_MS).toFixed(3)} ${text}`);
  }

  /** Starts a process whose wall clock is off by `skewMs`. */
  spawn(name: string, skewMs: number): SimProcess {
    return new SimProcess(this, name, skewMs);
  }
}

/** One process: the engine's world until it dies, then silence. */
export class SimProcess implements World {
  readonly name: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly scheduler: Scheduler;
  readonly #world: SimWorld;
  #alive = true;
  #skewMs: number;
  #shownMs = 0;
  readonly #ends: (() => void)[] = [];

  constructor(world: SimWorld, name: string, skewMs: number) {
    this.#world = world;
    this.name = name;
    this.#skewMs = skewMs;
    const chance = new Prng(world.seed, `process ${name}`);
    this.random = { id: (length) => chance.id(length), fraction: () => chance.fraction() };
    this.clock = { nowMs: () => this.#now() };
    this.scheduler = {
      soon: (run) => void world.after(0, run, { label: `${name} soon`, process: this }),
      after: (delayMs, run) => world.after(delayMs, run, { label: `${name} timer`, process: this }),
    };
  }

  get alive(): boolean {
    return this.#alive;
  }

  /** The wall clock is set; seen backwards it stands still until time has caught up, as a slewed one. */
  jumpClock(byMs: number): void {
    this.#skewMs += byMs;
  }

  #now(): number {
    this.#shownMs = Math.max(this.#shownMs, this.#world.nowMs + this.#skewMs);
    this.#world.shown(this.#shownMs);
    return this.#shownMs;
  }

  /** Calls `end` when the process dies, at once if it is dead. */
  onDeath(end: () => void): void {
    if (this.#alive) this.#ends.push(end);
    else end();
  }

  /** Dies here and now, whatever it was about to do. */
  kill(): void {
    if (!this.#alive) return;
    this.#alive = false;
    this.#world.note(`${this.name} dies`);
    for (const end of this.#ends.splice(0)) end();
  }

  /** Dies after this many more hops of promises: within an await chain, not only between tasks. */
  async killWithin(hops: number): Promise<void> {
    for (let hop = 0; hop < hops; hop++) await null;
    this.kill();
  }
}

/** Resolves when every promise that could go on has done so. */
function quiet(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
