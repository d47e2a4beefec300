/** Defects put into a referral on purpose: each is found by the invariant that must tell. */
import { fail } from "@std/assert";
import type { AnyKind, Send } from "../contract.ts";
import { ReferralPlay } from "./referral_play.ts";
import { type ScenarioOptions, simulate } from "./scenario.ts";

const SEEDS_MAX = 60;

interface Defect {
  readonly name: string;
  readonly options: Omit<ScenarioOptions, "seed">;
  readonly invariant: RegExp;
}

function changing(name: string, change: (kind: AnyKind) => Partial<AnyKind>) {
  return (kinds: readonly AnyKind[]) =>
    kinds.map((kind) => kind.name === name ? { ...kind, ...change(kind) } : kind);
}

/** Messages of this kind are not sent. */
function silent(name: string, message: string) {
  return changing(name, (kind) => ({
    decide(command, state) {
      const decision = kind.decide(command, state);
      const told = (send: Send) => Object(send.command).kind !== message;
      return { ...decision, send: decision.send?.filter(told) ?? [] };
    },
  }));
}

const DEFECTS: readonly Defect[] = [
  {
    name: "answers that leave before they are durable",
    options: { sabotage: "early-ok" },
    invariant: /replies are durable|no join is lost/,
  },
  {
    name: "a budget that is not looked at",
    options: {
      kinds: changing("campaign", (kind) => ({
        decide(command, state) {
          const purse = state.book.purse;
          if (Object(command.body).kind !== "reserve-budget" || purse === null) {
            return kind.decide(command, state);
          }
          const rich = (pool: { available: number } | null) =>
            pool === null ? null : { ...pool, available: 1_000_000 };
          const loose = { ...purse, fen: rich(purse.fen), units: rich(purse.units) };
          return kind.decide(command, { ...state, book: { ...state.book, purse: loose } });
        },
      })),
    },
    invariant: /the budget is exact/,
  },
  {
    name: "a budget that is never given back",
    options: { kinds: silent("referral", "close-budget") },
    invariant: /the budget is exact/,
  },
  {
    name: "an inviter who does not hear of invitees",
    options: { kinds: silent("referral", "invitee-joined") },
    invariant: /the tree has two ends|no bugs/,
  },
  {
    name: "a customer's record that is not told where events are wanted",
    options: { kinds: silent("referral", "enrol") },
    invariant: /no event is lost/,
  },
  {
    name: "events that are not handed on",
    options: { kinds: silent("customer", "happened") },
    invariant: /no event is lost/,
  },
  {
    name: "a wallet that hears nothing of its rewards",
    options: { kinds: silent("referral", "grant") },
    invariant: /rewards arrive/,
  },
  {
    name: "a wallet that keeps what is taken back",
    options: { kinds: silent("referral", "claw-back") },
    invariant: /rewards are paid once|the budget is exact/,
  },
  {
    name: "a cap per inviter that is not looked at",
    options: {
      kinds: changing("referral", (kind) => ({
        decide(command, state) {
          if (state.terms === null) return kind.decide(command, state);
          const terms = { ...state.terms, caps: {} };
          return kind.decide(command, { ...state, terms });
        },
      })),
    },
    invariant: /the budget is exact: Participant .* the cap is/,
  },
  {
    name: "snapshots that forget who was reserved",
    options: {
      kinds: changing("campaign", (kind) => ({
        load(key, data, version) {
          const state = kind.load(key, data, version);
          state.course.outlets.clear();
          return state;
        },
      })),
      limits: { snapshotTailBytesMin: 100 },
    },
    invariant: /a snapshot says what its records say/,
  },
  {
    name: "a campaign that does not answer for its budget",
    options: { kinds: silent("campaign", "budget") },
    invariant: /rewards arrive|the budget is exact/,
  },
];

for (const { name, options, invariant } of DEFECTS) {
  Deno.test(`the simulator finds ${name}`, async () => {
    for (let seed = 1; seed <= SEEDS_MAX; seed++) {
      const { violations } = await simulate(new ReferralPlay(), { ...options, seed });
      if (violations.some((violation) => invariant.test(violation))) return;
    }
    fail(`${invariant} did not tell in ${SEEDS_MAX} seeds`);
  });
}

Deno.test("rewards are paid, refused, flagged and taken back in the stories that are played", async () => {
  const seen = new Set<string>();
  for (let seed = 1; seed <= 14; seed++) {
    const play = new ReferralPlay();
    await simulate(play, { seed });
    for (const state of play.seen) seen.add(state);
  }
  for (const state of ["paid", "rejected", "flagged", "clawed-back", "held"]) {
    if (!seen.has(state)) fail(`no reward was ever ${state}: ${[...seen].join()}`);
  }
});
