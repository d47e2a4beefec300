/** The kind `referral`: participants of a referral campaign. Key: `<campaign>/<cell>`. */
import type { Kind, Stamped } from "../../engine/contract.ts";
import { decide } from "./decide.ts";
import type { ReferralEvent } from "./events.ts";
import { evolve } from "./evolve.ts";
import type { ReferralReply } from "./protocol.ts";
import { load, save } from "./snapshot.ts";
import { groundOf, initial, type ReferralState, rewardNumber } from "./state.ts";
import { wake } from "./tending.ts";
import { type CellCommand, NOTED } from "./turn.ts";
import { participantView, rewardView } from "./views.ts";

export type ReferralKind = Kind<CellCommand, ReferralEvent, ReferralReply, ReferralState>;

const BASE_BYTES = 400;

export function createReferralKind(): ReferralKind {
  return {
    name: "referral",
    eventVersion: 1,
    snapshotVersion: 1,
    initial,
    decide,
    evolve,
    wake,
    save,
    load,
    again: (command, state) => ({ reply: again(command, state) }),
    placement(key) {
      const slash = key.lastIndexOf("/");
      return { base: `referral/${key.slice(0, slash)}`, offset: Number(key.slice(slash + 1)) };
    },
    weigh: (state) => BASE_BYTES + (state.books?.bytes ?? 0),
  };
}

/** A command that took effect before is answered from how things stand; what only reads decides anew. */
function again(command: Stamped<CellCommand>, state: Readonly<ReferralState>): ReferralReply {
  const { body } = command;
  const ground = groundOf(state);
  if (ground === null) return { kind: "rejected", code: "not-found" };
  if (body.kind === "join") {
    const n = ground.books.people.find(body.customer);
    if (n < 0) return { kind: "rejected", code: "not-found" };
    return { kind: "participant", first: true, participant: participantView(ground, n) };
  }
  if (body.kind === "claw-back") {
    const r = rewardNumber(state, body.reward);
    if (ground.books.rewards.has(r)) return { kind: "reward", reward: rewardView(ground, r) };
  }
  return NOTED;
}
