/** What staff do with a campaign, from submitting to archiving. */
import type { z } from "@hono/zod-openapi";
import type { Actor, CampaignCommand, CampaignView } from "../../../actors/campaign/protocol.ts";
import type { ProblemCode } from "../../shared/api.ts";
import type { PolicyFindingJson } from "../../shared/api_referral.ts";
import { policyOf } from "../../shared/policy.ts";
import { type Answer, json, refused } from "../answer.ts";
import { staffCampaignJson } from "../campaign_json.ts";
import { AskedKeys } from "../asked_keys.ts";
import { digest } from "../digest.ts";
import { type EdgeApp, forStaff, type StaffCall } from "../endpoint.ts";
import { type Action, inScope } from "../permissions.ts";
import { referralRequestOf } from "../referral_json.ts";
import * as schemas from "../schemas.ts";
import type { Services } from "../services.ts";
import { campaignRefused } from "../stock_answer.ts";
import type { Language } from "../words.ts";

/** One transition; `name` is the last part of its path. */
interface Transition<Body> {
  readonly name: string;
  readonly action: Action;
  readonly summary: string;
  readonly body: z.ZodType<Body>;
  readonly emptyBody?: Body;
  readonly refusals?: readonly ProblemCode[];
  command(body: Body, by: Actor): CampaignCommand;
}

export function mountTransitions(app: EdgeApp, services: Services): void {
  const keys = new AskedKeys();
  const mount = <Body>(transition: Transition<Body>) =>
    mountOne(app, { ...services, keys }, transition);
  const empty = { body: schemas.emptyRequest, emptyBody: {} };

  mount({
    ...empty,
    name: "submit",
    action: "submit",
    summary: "Hands a draft in for approval; a referral with a clean policy check, or a reason",
    refusals: ["policy-findings"],
    command: (_, by) => ({ kind: "submit", by }),
  });
  mount({
    ...empty,
    name: "approve",
    action: "approve",
    summary: "Approves what another has written",
    refusals: ["same-person"],
    command: (_, by) => ({ kind: "approve", by }),
  });
  mount({
    name: "reject",
    action: "approve",
    summary: "Sends it back to its author, with a reason",
    body: schemas.rejectRequest,
    command: ({ reason }, by) => ({ kind: "reject", by, reason }),
  });
  mount({
    ...empty,
    name: "schedule",
    action: "schedule",
    summary: "Fixes rules and cells; it opens by itself",
    refusals: ["needs-approval", "policy-findings"],
    command: (_, by) => ({ kind: "schedule", by }),
  });
  mount({
    name: "pause",
    action: "pause",
    summary: "Stops grabs; holds and their clocks go on. Answers once every cell has stopped",
    body: schemas.reasonRequest,
    emptyBody: {},
    command: ({ reason }, by) => ({
      kind: "pause",
      by,
      ...(reason === undefined ? {} : { reason }),
    }),
  });
  mount({
    ...empty,
    name: "resume",
    action: "resume",
    summary: "Lets grabs go on",
    command: (_, by) => ({ kind: "resume", by }),
  });
  mount({
    name: "extend",
    action: "extend",
    summary: "Moves the end to a later instant",
    body: schemas.extendRequest,
    command: ({ endsAt }, by) => ({ kind: "extend", by, endsAtMs: Date.parse(endsAt) }),
  });
  mount({
    name: "end",
    action: "end",
    summary: "Ends the sale for good. Answers once every cell has stopped",
    body: schemas.reasonRequest,
    emptyBody: {},
    command: ({ reason }, by) => ({ kind: "end", by, ...(reason === undefined ? {} : { reason }) }),
  });
  mount({
    name: "units",
    action: "units",
    summary: "Adds units, or withdraws some that are free",
    body: schemas.unitsRequest,
    refusals: ["would-strand"],
    command: ({ delta, pool }, by) => ({
      kind: "units",
      by,
      delta,
      ...(pool === undefined ? {} : { pool }),
    }),
  });
  mount({
    name: "release",
    action: "release",
    summary: "Releases units that were kept back",
    body: schemas.releaseRequest,
    command: ({ units }, by) => ({ kind: "release", by, units }),
  });
  for (const archived of [true, false]) {
    mount({
      ...empty,
      name: archived ? "archive" : "unarchive",
      action: "archive",
      summary: archived ? "Takes it off the lists" : "Puts it back on the lists",
      command: (_, by) => ({ kind: "archive", by, archived }),
    });
  }
}

type WithKeys = Services & { readonly keys: AskedKeys };

function mountOne<Body>(app: EdgeApp, services: WithKeys, transition: Transition<Body>): void {
  const { name, action, summary, body, emptyBody, refusals, command } = transition;
  forStaff(app, services, {
    method: "post",
    path: `/api/v1/campaigns/{id}/${name}`,
    tag: "transitions",
    summary,
    action,
    keyed: true,
    body,
    ...(emptyBody === undefined ? {} : { emptyBody }),
    answers: { 200: { description: "The campaign now", schema: schemas.staffCampaignAnswer } },
    refusals: [
      "not-found",
      "wrong-phase",
      "outcome-unknown",
      "idempotency-mismatch",
      ...refusals ?? [],
    ],
    handle: (call) => run(services, call, { name, command: command(call.body, call.staff) }),
  });
}

/** What keeps a referral from review, or from being scheduled without one. */
function findingsOf(
  view: CampaignView,
  command: CampaignCommand,
  language: Language,
): readonly PolicyFindingJson[] {
  const asks = command.kind === "submit" || (command.kind === "schedule" && !view.approval);
  if (view.kind !== "referral" || view.phase !== "draft" || !asks) return [];
  if (view.spec.override !== undefined) return [];
  const { findings } = policyOf(referralRequestOf(view.spec), { language });
  // Who may schedule without a review is asked for what must not be, and not for what is worth a thought.
  return command.kind === "submit" ? findings : findings.filter(({ level }) => level === "error");
}

async function run(
  services: WithKeys,
  call: StaffCall<unknown>,
  transition: { readonly name: string; readonly command: CampaignCommand },
): Promise<Answer> {
  const { engine, campaigns, log, authSecret, keys } = services;
  const found = await campaigns.find(call.param("id"));
  if (found === null || !inScope(call.staff, found.view.unit)) return refused("not-found");
  const findings = findingsOf(found.view, transition.command, call.language);
  if (findings.length > 0) return refused("policy-findings", { findings });
  const { id } = found.view;
  const asked = `${transition.name}\n${JSON.stringify(call.body)}`;
  if (call.key !== null && !keys.isSame(`${id}\n${call.staff.id}\n${call.key}`, asked)) {
    return refused("idempotency-mismatch");
  }
  const commandId = call.key === null
    ? undefined
    : digest(authSecret, `${asked}\n${call.staff.id}\n${call.key}`);
  const reply = await engine.ask(
    found.campaign.ref,
    transition.command,
    commandId === undefined ? {} : { commandId },
  );
  log.info("campaign transition", {
    campaign: found.view.id,
    what: transition.name,
    by: call.staff.id,
    outcome: reply.kind === "rejected" ? reply.code : "done",
  });
  if (reply.kind === "rejected") return campaignRefused(reply);
  if (reply.kind !== "view") return refused("bug");
  return json(staffCampaignJson(reply.view, call.nowMs));
}
