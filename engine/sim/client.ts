/** Callers: they ask over an unreliable line, give up, repeat, and remember what they were told. */
import type { Protocol } from "../contract.ts";
import type { Fault, FaultCode } from "../fault.ts";
import type { Deployment, Node } from "./deployment.ts";
import type { Faults } from "./faults.ts";
import { Prng } from "./prng.ts";
import type { SimWorld } from "./world.ts";

/** What a caller knows in the end. Steps order everything seen from outside. */
export type Outcome<Reply> =
  | {
    readonly kind: "reply";
    readonly reply: Reply;
    /** Before the first attempt, and when the answer came. */
    readonly startStep: number;
    readonly endStep: number;
    /** The answering process had been replaced: only what it newly wrote counts. */
    readonly stale: boolean;
    readonly attempts: number;
  }
  /** Every attempt was refused by a fault that promises that nothing was done. */
  | { readonly kind: "nothing" }
  | { readonly kind: "unknown" };

export interface AskPlan {
  readonly commandId?: string | undefined;
  /** More than one only with a command id. */
  readonly attemptsMax: number;
}

type Attempt<Reply> =
  | { readonly kind: "reply"; readonly reply: Reply; readonly stale: boolean }
  /** `alone`: no second copy of the request is on its way. */
  | { readonly kind: "fault"; readonly fault: Fault; readonly alone: boolean }
  | { readonly kind: "unreached" }
  | { readonly kind: "lost" };

/** Codes that promise that nothing was done. */
const NOTHING_DONE: ReadonlySet<FaultCode> = new Set<FaultCode>([
  "overloaded",
  "draining",
  "journal-unavailable",
  "journal-full",
  "payload-too-large",
  "fenced",
]);
const LINE_MS_MAX = 3;
const PATIENCE_MS = 12_000;
const PAUSE_MS_MAX = 600;

export class Clients {
  readonly #world: SimWorld;
  readonly #deployment: Deployment;
  readonly #faults: Faults;
  readonly #chance: Prng;
  /** Called as a reply leaves a process, before anything else can happen. */
  readonly #leaving: (actor: string, reply: unknown) => void;
  #ids = 0;
  /** Replies received. */
  replies = 0;

  constructor(
    options: {
      world: SimWorld;
      deployment: Deployment;
      faults: Faults;
      leaving: (actor: string, reply: unknown) => void;
    },
  ) {
    this.#world = options.world;
    this.#deployment = options.deployment;
    this.#faults = options.faults;
    this.#leaving = options.leaving;
    this.#chance = new Prng(options.world.seed, "clients");
  }

  /** A command id that no one else has. */
  newId(): string {
    return `c${++this.#ids}`;
  }

  async ask<P extends Protocol>(
    address: { kind: P["kind"]; key: string },
    command: P["command"],
    plan: AskPlan,
  ): Promise<Outcome<P["reply"]>> {
    const startStep = this.#world.steps;
    let nothingDone = true;
    for (let attempts = 1; attempts <= plan.attemptsMax; attempts++) {
      const attempt = await this.#attempt<P>(address, command, plan.commandId);
      if (attempt.kind === "reply") {
        this.replies++;
        const { reply, stale } = attempt;
        return { kind: "reply", reply, startStep, endStep: this.#world.steps, stale, attempts };
      }
      if (attempt.kind === "fault") {
        const { code } = attempt.fault;
        if (code === "bug" || code === "journal-corrupt" || code === "duplicate-command") {
          this.#world.fail("no bugs", `${address.kind}/${address.key}: ${describe(attempt.fault)}`);
        }
        nothingDone &&= attempt.alone && NOTHING_DONE.has(code);
      }
      if (attempt.kind === "lost") nothingDone = false;
      if (attempts < plan.attemptsMax) {
        await this.#world.sleep(this.#chance.fraction() * PAUSE_MS_MAX);
      }
    }
    return { kind: nothingDone ? "nothing" : "unknown" };
  }

  #attempt<P extends Protocol>(
    address: { kind: P["kind"]; key: string },
    command: P["command"],
    commandId: string | undefined,
  ): Promise<Attempt<P["reply"]>> {
    const world = this.#world;
    const node = this.#deployment.pick(this.#chance);
    const outMs = this.#chance.fraction() * LINE_MS_MAX;
    const backMs = this.#chance.fraction() * LINE_MS_MAX;
    const twice = commandId !== undefined && this.#chance.chance(this.#faults.duplicated);
    const againMs = this.#chance.fraction() * 20;
    const dies = this.#chance.chance(this.#faults.dieOnReply);
    return new Promise((resolve) => {
      const settle = (attempt: Attempt<P["reply"]>) =>
        void world.after(backMs, () => resolve(attempt), { label: "client hears" });
      const send = () => {
        if (node === null || !node.process.alive || node.engine === null) {
          settle({ kind: twice ? "lost" : "unreached" });
          return;
        }
        node.process.onDeath(() => settle({ kind: "lost" }));
        this.#dispatch<P>(node, { address, command, commandId }, (attempt) => {
          settle(attempt.kind === "fault" ? { ...attempt, alone: !twice } : attempt);
          if (attempt.kind === "reply" && dies) node.process.kill();
        });
      };
      world.after(outMs, send, { label: "client asks" });
      if (twice) world.after(outMs + againMs, send, { label: "client asks twice" });
      world.after(PATIENCE_MS, () => resolve({ kind: "lost" }), { label: "client gives up" });
    });
  }

  #dispatch<P extends Protocol>(
    node: Node,
    request: {
      address: { kind: P["kind"]; key: string };
      command: P["command"];
      commandId: string | undefined;
    },
    answered: (attempt: Attempt<P["reply"]>) => void,
  ): void {
    const world = this.#world;
    const { engine, process } = node;
    if (engine === null) return;
    const { address: { kind, key }, command, commandId } = request;
    const actor = `${kind}/${key}`;
    let answers = 0;
    const once = () => {
      if (++answers > 1) world.fail("one answer per command", `${actor} answered ${answers} times`);
      else node.outstanding--;
      return process.alive;
    };
    node.outstanding++;
    const ref = engine.ref<P>(kind, key);
    engine.dispatch(ref, structuredClone(command), {
      reply: (reply) => {
        if (!once()) return;
        world.note(`reply ${actor} ${JSON.stringify(reply)}`);
        this.#leaving(actor, reply);
        const stale = this.#deployment.newest !== node;
        answered({ kind: "reply", reply: structuredClone(reply), stale });
      },
      fault: (fault) => {
        if (!once()) return;
        world.note(`fault ${actor} ${fault.code}`);
        answered({ kind: "fault", fault, alone: true });
      },
    }, commandId === undefined ? {} : { commandId });
  }
}

function describe(fault: Fault): string {
  const { cause } = fault;
  return `${fault.code}: ${cause instanceof Error ? cause.stack ?? cause.message : fault.message}`;
}
