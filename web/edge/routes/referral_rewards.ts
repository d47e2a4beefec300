/** All rewards of a referral campaign, newest first, each with why it stands where it stands. */
import type { Place, RewardView } from "../../../actors/referral/protocol.ts";
import type { RewardListJson, RewardRowJson } from "../../shared/api_referral_results.ts";
import { type ListedReward, listRewards } from "../../store/referral/rewards.ts";
import { type Answer, json, refused } from "../answer.ts";
import { followedRows } from "../database.ts";
import { type EdgeApp, forStaff, type StaffCall } from "../endpoint.ts";
import { rewardJson } from "../referral/participant_json.ts";
import * as schemas from "../schemas_referral_results.ts";
import type { Services } from "../services.ts";
import type { Language } from "../words.ts";
import { referralFor } from "./referral_results.ts";
import { cursorOf, cursorText, personJson, rowsIn } from "./referral_reviews.ts";

const PAGE = 50;

export function mountReferralRewards(app: EdgeApp, services: Services): void {
  forStaff(app, services, {
    method: "get",
    path: "/api/v1/campaigns/{id}/rewards",
    tag: "referrals",
    summary: "Lists rewards, newest first; of others' campaigns those that one's own unit earned",
    action: "participants",
    query: schemas.rewardsQuery,
    answers: { 200: { description: "A page", schema: schemas.rewardsAnswer } },
    refusals: ["not-found", "database-unavailable"],
    handle: (call) => rewards(services, call),
  });
}

async function rewards(services: Services, call: StaffCall<unknown>): Promise<Answer> {
  const { staff, language } = call;
  const id = call.param("id");
  const found = await referralFor(services, staff, id);
  if (found === null) return refused("not-found");
  const query = schemas.rewardsQuery.parse(call.query);
  const { sql, asOf } = await followedRows(services);
  const page = await listRewards(sql, {
    campaign: id,
    sight: rowsIn(staff, found.sight),
    state: query.state ?? null,
    after: cursorOf(query.after),
    limit: Number(query.limit ?? PAGE),
  });
  const answer: RewardListJson = {
    asOf,
    items: page.items.map((row) => rowJson(row, language)),
    next: cursorText(page.next),
  };
  return json(answer);
}

function rowJson(row: ListedReward, language: Language): RewardRowJson {
  const { cell, n, mask, manager, unit } = row;
  return {
    ...rewardJson(viewOf(row), language),
    participant: personJson({ cell, n, mask }, language),
    manager: unit === "" ? null : { id: manager, name: row.manager_name ?? manager },
  };
}

function viewOf(row: ListedReward): RewardView {
  const { campaign, cell, r, kind, ref, amount, fen, state, reason, flags, tier, note } = row;
  const invitee: Place | null = row.invitee_cell === null || row.invitee_n === null
    ? null
    : { cell: row.invitee_cell, n: row.invitee_n };
  return {
    id: `${campaign}.${cell}.${r}`,
    for: row.for,
    reward: { kind, ref, amount },
    fen,
    state,
    reason,
    flags,
    invitee,
    inviteeMask: row.invitee_mask,
    tier,
    events: row.events,
    rules: row.rules,
    createdAtMs: row.created_ms,
    dueMs: row.due_ms,
    paidAtMs: row.paid_ms,
    note,
  };
}
