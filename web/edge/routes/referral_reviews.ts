/** Who waits for review in a referral campaign, oldest first. */
import type { Actor } from "../../../actors/campaign/protocol.ts";
import type { Place } from "../../../actors/referral/protocol.ts";
import type { ReviewListJson } from "../../shared/api_referral.ts";
import {
  type Cursor,
  type Sight,
  type Waiting,
  waitingForReview,
} from "../../store/referral/reviews.ts";
import { type Answer, json, refused } from "../answer.ts";
import { followedRows } from "../database.ts";
import { type EdgeApp, forStaff, type StaffCall } from "../endpoint.ts";
import { isoInstant } from "../instant.ts";
import { nameOf, placeText } from "../referral/participant_json.ts";
import * as schemas from "../schemas_referral_results.ts";
import type { Services } from "../services.ts";
import { ownUnit } from "../statistics_scope.ts";
import type { Language } from "../words.ts";
import { referralFor } from "./referral_results.ts";

const PAGE = 50;

export function mountReferralReviews(app: EdgeApp, services: Services): void {
  forStaff(app, services, {
    method: "get",
    path: "/api/v1/campaigns/{id}/reviews",
    tag: "referrals",
    summary: "Lists participants that wait for review, oldest first",
    action: "participants-review",
    query: schemas.reviewsQuery,
    answers: { 200: { description: "A page", schema: schemas.reviewsAnswer } },
    refusals: ["not-found", "database-unavailable"],
    handle: (call) => reviews(services, call),
  });
}

/** Which rows of a referral the caller reads. */
export function rowsIn(staff: Actor, sight: "whole" | "own-unit"): Sight {
  if (sight === "whole") return { kind: "whole" };
  return staff.role === "manager"
    ? { kind: "manager", manager: staff.id }
    : { kind: "unit", unit: ownUnit(staff) };
}

/** `<ms>.<cell>.<n>`; checked by the schema. */
export function cursorOf(after: string | undefined): Cursor | null {
  if (after === undefined) return null;
  const [atMs = 0, cell = 0, n = 0] = after.split(".").map(Number);
  return { atMs, cell, n };
}

export function cursorText(cursor: Cursor | null): string | null {
  return cursor === null ? null : `${cursor.atMs}.${cursor.cell}.${cursor.n}`;
}

async function reviews(services: Services, call: StaffCall<unknown>): Promise<Answer> {
  const { staff, query } = call;
  const id = call.param("id");
  const found = await referralFor(services, staff, id);
  // Whoever may not decide has no queue.
  if (found === null || found.sight !== "whole") return refused("not-found");
  const { sql, asOf } = await followedRows(services);
  const page = await waitingForReview(sql, {
    campaign: id,
    after: cursorOf(query["after"]),
    limit: Number(query["limit"] ?? PAGE),
  });
  const answer: ReviewListJson = {
    asOf,
    items: page.items.map((one) => reviewJson(one, call.language)),
    next: cursorText(page.next),
  };
  return json(answer);
}

function reviewJson(waiting: Waiting, language: Language): ReviewListJson["items"][number] {
  const { flags, others, rewards, fen, flaggedMs, note } = waiting;
  return {
    participant: personJson(waiting, language),
    flags,
    with: others.map((one) => personJson(one, language)),
    rewards,
    fen,
    flaggedAt: isoInstant(flaggedMs),
    note,
  };
}

/** A participant by place and masked name. */
export function personJson(one: Place & { readonly mask: string | null }, language: Language) {
  return { id: placeText(one), name: nameOf(one.mask, language) };
}
