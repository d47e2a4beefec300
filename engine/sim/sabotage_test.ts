/** Proof that the simulator can fail: each defect put in on purpose is found within a few seeds. */
import { fail } from "@std/assert";
import type { AnyKind, Send } from "../contract.ts";
import { LedgerPlay } from "./ledger_play.ts";
import { SalePlay } from "./sale_play.ts";
import { type Play, type ScenarioOptions, simulate } from "./scenario.ts";

const SEEDS_MAX = 60;

interface Defect {
  readonly name: string;
  readonly play: () => Play;
  readonly options: Omit<ScenarioOptions, "seed">;
  /** The invariant that must tell. */
  readonly invariant: RegExp;
}

/** The kind of this name, changed. */
function changing(name: string, change: (kind: AnyKind) => Partial<AnyKind>) {
  return (kinds: readonly AnyKind[]) =>
    kinds.map((kind) => kind.name === name ? { ...kind, ...change(kind) } : kind);
}

const DEFECTS: readonly Defect[] = [
  {
    name: "replies that leave before they are durable",
    play: () => new LedgerPlay(),
    options: { sabotage: "early-ok" },
    invariant: /replies are durable/,
  },
  {
    name: "reservations that are told before they are durable",
    play: () => new SalePlay(),
    options: { sabotage: "early-ok" },
    invariant: /replies are durable/,
  },
  {
    name: "a journal that lets every append in",
    play: () => new LedgerPlay(),
    options: { sabotage: "no-checks" },
    invariant: /one effect per command|replies are durable|no message is lost|memory is what/,
  },
  {
    name: "command ids that are forgotten",
    play: () => new LedgerPlay(),
    options: { limits: { dedupeMs: -1 } },
    invariant: /one effect per command/,
  },
  {
    name: "orders that are counted once per repetition",
    play: () => new SalePlay(),
    options: { limits: { dedupeMs: -1 } },
    // Staff who repeat a step are told that it is done already, or a customer has two for one.
    invariant: /one reservation per order|a sale can be launched/,
  },
  {
    name: "timers that are not stored",
    play: () => new LedgerPlay(),
    options: { kinds: changing("ledger", () => ({ wake: () => null })) },
    invariant: /timers ring/,
  },
  {
    name: "snapshots that leave something out",
    play: () => new LedgerPlay(),
    options: {
      kinds: changing("ledger", (kind) => ({
        load: (key, data, version) => ({ ...kind.load(key, data, version), added: 0 }),
      })),
      limits: { snapshotTailBytesMin: 100 },
    },
    invariant: /a snapshot says what its records say/,
  },
  {
    name: "a limit per person that is not looked at",
    play: () => new SalePlay(),
    options: {
      kinds: changing("stock", (kind) => ({
        decide: (command, state) =>
          kind.decide(command, {
            ...state,
            spec: state.spec === null ? null : { ...state.spec, perCustomerMax: 1_000 },
          }),
      })),
    },
    invariant: /the limit per person holds|conservation/,
  },
  {
    name: "a pause that cells do not hear of",
    play: () => new SalePlay(),
    options: {
      kinds: changing("stock", (kind) => ({
        decide: (command, state) =>
          kind.decide(command, { ...state, mode: { ...state.mode, paused: false } }),
      })),
    },
    invariant: /a sale that is said to be closed sells nothing/,
  },
  {
    name: "a dry cell that does not ask for more",
    play: () => new SalePlay(),
    options: {
      kinds: changing("stock", (kind) => ({
        decide: (command, state) =>
          kind.decide(command, { ...state, mode: { ...state.mode, denied: true } }),
      })),
    },
    invariant: /a free unit can be had/,
  },
  {
    name: "a waiting list that is left waiting",
    play: () => new SalePlay(),
    options: {
      kinds: changing("campaign", (kind) => ({
        decide(command, state) {
          const decision = kind.decide(command, state);
          const offers = (send: Send) => Object(send.command).kind === "offer";
          return {
            ...decision,
            events: decision.events.filter((event) => event.kind !== "offered"),
            send: decision.send?.filter((send) => !offers(send)) ?? [],
          };
        },
      })),
    },
    invariant: /who waits is served/,
  },
  {
    name: "holds that never end",
    play: () => new SalePlay(),
    options: { kinds: changing("stock", () => ({ wake: () => null })) },
    invariant: /holds end|an ended sale settles|a free unit can be had/,
  },
  {
    name: "a reservation that is confirmed and forgotten",
    play: () => new SalePlay(),
    options: {
      kinds: changing("stock", (kind) => ({
        evolve: (state, event) => event.kind === "confirmed" ? state : kind.evolve(state, event),
      })),
    },
    invariant: /conservation|replies are durable|a payment buys|no reply is taken back/,
  },
  {
    name: "a waiting list that serves the last first",
    play: () => new SalePlay(),
    options: {
      kinds: changing("campaign", (kind) => ({
        decide(command, state) {
          const decision = kind.decide(command, state);
          const offers = decision.events.filter((event) => event.kind === "offered").reverse();
          return {
            ...decision,
            events: decision.events.map((event) =>
              event.kind === "offered" ? { ...event, ...offers.shift() } : event
            ),
          };
        },
      })),
    },
    invariant: /first come, first offered/,
  },
];

for (const { name, play, options, invariant } of DEFECTS) {
  Deno.test(`the simulator finds ${name}`, async () => {
    for (let seed = 1; seed <= SEEDS_MAX; seed++) {
      const { violations } = await simulate(play(), { ...options, seed });
      if (violations.some((violation) => invariant.test(violation))) return;
    }
    fail(`${invariant} did not tell in ${SEEDS_MAX} seeds`);
  });
}
