/** What staff decide about participants and their rewards. Who did it, and why, stays in the campaign's own journal. */
import { type Answer, json, refused } from "../answer.ts";
import { type EdgeApp, forStaff, type StaffCall } from "../endpoint.ts";
import * as schemas from "../schemas_participants.ts";
import type { Services } from "../services.ts";
import { rewardJson } from "./participant_json.ts";
import { maySee, participantFor, PARTICIPANTS, referralOf, shown } from "./participants.ts";

const TAG = "participants";
const REWARD = /^([A-Za-z0-9_-]{1,64})\.(\d{1,4})\.\d{1,9}$/;
const ONE = {
  answers: {
    200: { description: "The participant now", schema: schemas.staffParticipantAnswer },
  },
  refusals: ["not-found", "wrong-state"],
} as const;

export function mountReviews(app: EdgeApp, services: Services): void {
  forStaff(app, services, {
    ...ONE,
    method: "post",
    path: `${PARTICIPANTS}/{place}/review`,
    tag: TAG,
    summary: "Ends the review of what waits for it, or asks the next to look again",
    action: "participants-review",
    body: schemas.reviewRequest,
    handle: async (call) => {
      const { verdict, note, reward = null } = call.body;
      const found = await participantFor(services, call, call.param("place"));
      if (found === null) return refused("not-found");
      const { n } = found.place;
      const by = call.staff.id;
      const command = { kind: "review", n, reward, verdict, note, by } as const;
      const reply = await services.engine.ask(found.cell, command);
      if (reply.kind === "rejected") return refused(reply.code);
      return await shown(found, call);
    },
  });

  forStaff(app, services, {
    ...ONE,
    method: "post",
    path: `${PARTICIPANTS}/{place}/remove`,
    tag: TAG,
    summary: "Takes one out: open rewards for and by this one are rejected, the tree stays",
    action: "participants-review",
    body: schemas.noteRequest,
    handle: async (call) => {
      const found = await participantFor(services, call, call.param("place"));
      if (found === null) return refused("not-found");
      const { n } = found.place;
      const command = { kind: "remove", n, note: call.body.note, by: call.staff.id } as const;
      const reply = await services.engine.ask(found.cell, command);
      if (reply.kind === "rejected") return refused(reply.code);
      return await shown(found, call);
    },
  });

  forStaff(app, services, {
    method: "post",
    path: "/api/v1/campaigns/{id}/rewards/{reward}/claw-back",
    tag: TAG,
    summary: "Takes back what was given, as an entry of its own; the budget is free again",
    action: "claw-back",
    body: schemas.noteRequest,
    answers: { 200: { description: "The reward now", schema: schemas.rewardView } },
    refusals: ["not-found", "wrong-state"],
    handle: (call) => clawBack(services, call, call.body.note),
  });
}

async function clawBack(
  services: Services,
  call: StaffCall<unknown>,
  note: string,
): Promise<Answer> {
  const reward = call.param("reward");
  const [, campaign, no] = REWARD.exec(reward) ?? [];
  const found = await referralOf(services, call.param("id"));
  if (found === null || campaign !== found.view.id || !maySee(call.staff, found.view)) {
    return refused("not-found");
  }
  const cell = found.route.cells[Number(no)];
  if (cell === undefined) return refused("not-found");
  const command = { kind: "claw-back", reward, note, by: call.staff.id } as const;
  const reply = await services.engine.ask(cell, command);
  if (reply.kind === "rejected") return refused(reply.code);
  return reply.kind === "reward" ? json(rewardJson(reply.reward, call.language)) : refused("bug");
}
