/** Campaigns: written, listed and read. */
import type { CampaignProtocol, CampaignSpec } from "../../../actors/campaign/protocol.ts";
import type { DirectoryProtocol } from "../../../actors/directory/protocol.ts";
import type { CampaignSummaryJson, FlashSaleRequest } from "../../shared/api.ts";
import type { ReferralRequest } from "../../shared/api_referral.ts";
import { type Answer, json, refused, text } from "../answer.ts";
import { requestOf, staffCampaignJson, summaryJson } from "../campaign_json.ts";
import { type EdgeApp, forAnyone, forStaff, type StaffCall, staffOf } from "../endpoint.ts";
import { followedRows } from "../database.ts";
import { isoInstant } from "../instant.ts";
import { inScope, seesAll } from "../permissions.ts";
import { checkReferral } from "../referral_rules.ts";
import { checkSale } from "../sale_rules.ts";
import * as schemas from "../schemas.ts";
import { referralPatch, referralRequest } from "../schemas_referral.ts";
import { campaignListQuery } from "../schemas_campaign_list.ts";
import type { Services } from "../services.ts";
import { campaignRefused } from "../stock_answer.ts";
import { digest } from "../digest.ts";
import { frozenTerms } from "../frozen_terms.ts";
import { validate } from "../validation.ts";
import { listCampaigns } from "../../store/campaign_list.ts";
import { isUnavailable } from "../../store/database.ts";

const TAG = "campaigns";
const ID_CHARACTERS = 16;
const PAGE = 50;
/** Rows that one request looks at, however few of them are in scope. */
const LOOKED_AT_MAX = 1_000;

export function mountCampaigns(app: EdgeApp, services: Services): void {
  const { engine, campaigns, limits } = services;
  const check = (data: unknown, options: { language: "zh" | "en"; nowMs: number }) =>
    isReferral(data)
      ? checkReferral(data, { ...options, limits })
      : checkSale(data, { ...options, limits });

  forStaff(app, services, {
    method: "post",
    path: "/api/v1/campaigns",
    tag: TAG,
    summary: "Writes a draft",
    action: "create",
    keyed: true,
    body: schemas.campaignRequest,
    bodyFor: schemas.campaignRequestFor,
    check,
    answers: { 201: { description: "The draft", schema: schemas.staffCampaignAnswer } },
    refusals: ["idempotency-mismatch"],
    handle: async (call) => {
      const by = { staff: call.staff, before: null };
      return await create(services, call, await frozenTerms(services, call.body, by));
    },
  });

  forStaff(app, services, {
    method: "get",
    path: "/api/v1/campaigns",
    tag: TAG,
    summary: "Lists the campaigns in scope, newest first",
    action: "read",
    query: campaignListQuery,
    answers: {
      200: {
        description: "A page; while the database does not answer, found by title only",
        schema: schemas.campaignListAnswer,
      },
    },
    handle: (call) => list(services, call),
  });

  forAnyone(app, services, {
    method: "get",
    path: "/api/v1/campaigns/{id}",
    tag: TAG,
    summary: "Shows a campaign; staff in scope see more, and drafts",
    answers: {
      200: {
        description: "The campaign; for staff a StaffCampaign",
        schema: schemas.campaignAnswer,
      },
    },
    refusals: ["not-found"],
    async handle(call) {
      const found = await campaigns.find(call.param("id"));
      if (found === null) return refused("not-found");
      const { campaign, view } = found;
      const caller = call.caller("staff");
      const staff = caller.kind === "known" ? staffOf(caller.claims) : null;
      if (staff !== null && inScope(staff, view.unit)) {
        return json(staffCampaignJson(view, call.nowMs));
      }
      if (isPrivate(view.phase)) return refused("not-found");
      return text(campaign.text(view, engine.nowMs()));
    },
  });

  forStaff(app, services, {
    method: "patch",
    path: "/api/v1/campaigns/{id}",
    tag: TAG,
    summary: "Changes fields of a draft; null takes an optional one away",
    action: "amend",
    body: schemas.campaignPatch,
    answers: { 200: { description: "The draft", schema: schemas.staffCampaignAnswer } },
    refusals: ["not-found", "wrong-phase", "stale"],
    async handle(call) {
      const found = await campaigns.find(call.param("id"));
      if (found === null || !inScope(call.staff, found.view.unit)) return refused("not-found");
      const { kind } = found.view;
      const patch = kind === "referral" ? referralPatch : schemas.flashSalePatch;
      // `null` takes an optional field away (RFC 7396).
      const removed = Object.keys(call.body).filter((name) => call.body[name] === null);
      const written = without(call.body, removed);
      const patched = validate<{ readonly version?: number }>(patch, written, call.language);
      if (patched.kind === "wrong") return refused("invalid", { errors: patched.errors });
      const { version, ...changes } = patched.value;
      const merged = without({ ...requestOf(found.view.spec), ...changes }, removed);
      const whole = kind === "referral" ? referralRequest : schemas.flashSaleRequest;
      const checked = validate<FlashSaleRequest | ReferralRequest>(whole, merged, call.language);
      if (checked.kind === "wrong") return refused("invalid", { errors: checked.errors });
      const errors = check(merged, call);
      if (errors.length > 0 && found.view.phase === "draft") return refused("invalid", { errors });
      const reply = await engine.ask(found.campaign.ref, {
        kind: "amend",
        spec: await frozenTerms(services, checked.value, {
          staff: call.staff,
          before: found.view.spec,
        }),
        by: call.staff,
        // What was read here is the version too, where the caller names none: nothing comes between.
        version: version ?? found.view.version,
      });
      if (reply.kind === "rejected") return campaignRefused(reply);
      if (reply.kind !== "view") return refused("bug");
      return json(staffCampaignJson(reply.view, call.nowMs));
    },
  });

  forStaff(app, services, {
    method: "get",
    path: "/api/v1/campaigns/{id}/audit",
    tag: TAG,
    summary: "Proves the sale: sums computed from the journal as stored",
    action: "audit",
    answers: { 200: { description: "The audit", schema: schemas.auditAnswer } },
    refusals: ["not-found"],
    async handle(call) {
      const found = await campaigns.find(call.param("id"));
      if (found === null || !inScope(call.staff, found.view.unit)) return refused("not-found");
      const audit = await services.audit(found.view.id);
      return audit === null ? refused("not-found") : json(audit);
    },
  });

  forStaff(app, services, {
    method: "post",
    path: "/api/v1/campaigns/{id}/audit",
    tag: TAG,
    summary: "Says which promised reservations the journal has as stored, and which it has not",
    action: "audit",
    body: schemas.auditReservationsRequest,
    bodyBytesMax: services.limits.documentBytesMax,
    answers: {
      200: {
        description: "The state of each that was found; the others are missing",
        schema: schemas.auditReservationsAnswer,
      },
    },
    refusals: ["not-found"],
    async handle(call) {
      const found = await campaigns.find(call.param("id"));
      if (found === null || !inScope(call.staff, found.view.unit)) return refused("not-found");
      const ids = [...new Set(call.body.reservations)];
      const answer = await services.auditReservations(found.view.id, ids);
      return answer === null ? refused("not-found") : json(answer);
    },
  });
}

function without(fields: object, names: readonly string[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));
}

function isReferral(data: unknown): boolean {
  return typeof data === "object" && data !== null && "kind" in data && data.kind === "referral";
}

/** Whether only staff may know of it. */
export function isPrivate(phase: string): boolean {
  return phase === "draft" || phase === "in-review";
}

/** A repeated `Idempotency-Key` names the same campaign, so it is made once. */
async function create(
  services: Services,
  call: StaffCall<unknown>,
  spec: CampaignSpec,
): Promise<Answer> {
  const { engine, world, approval, authSecret } = services;
  const id = call.key === null
    ? world.random.id(ID_CHARACTERS)
    : digest(authSecret, `campaign\n${call.staff.id}\n${call.key}`).slice(0, ID_CHARACTERS);
  const ref = engine.ref<CampaignProtocol>("campaign", id);
  const reply = await engine.ask(ref, { kind: "create", spec, by: call.staff, approval });
  if (reply.kind === "view") return json(staffCampaignJson(reply.view, call.nowMs), 201);
  if (reply.kind === "rejected" && reply.code === "exists" && call.key !== null) {
    const found = await services.campaigns.find(id);
    if (found === null) return refused("bug");
    const same = JSON.stringify(requestOf(found.view.spec)) === JSON.stringify(requestOf(spec));
    if (!same) return refused("idempotency-mismatch");
    return json(staffCampaignJson(found.view, call.nowMs), 201);
  }
  return reply.kind === "rejected" ? campaignRefused(reply) : refused("bug");
}

/** From rows; while there are none, from the actor that knows every campaign and of each only the summary. */
async function list(services: Services, call: StaffCall<unknown>): Promise<Answer> {
  const query = campaignListQuery.parse(call.query);
  const limit = Number(query.limit ?? PAGE);
  try {
    const { sql, asOf } = await followedRows(services);
    const { items, next } = await listCampaigns(sql, {
      scope: seesAll(call.staff) ? null : call.staff.unit,
      unit: query.unit,
      q: query.q,
      phases: query.phase?.split(","),
      archived: query.archived === undefined ? undefined : query.archived === "true",
      kind: query.kind,
      author: query.author,
      fromMs: query.from === undefined ? undefined : Date.parse(query.from),
      toMs: query.to === undefined ? undefined : Date.parse(query.to),
      after: query.after,
      limit,
    });
    return json({ items: items.map(summaryJson), next, asOf });
  } catch (error) {
    if (!isUnavailable(error)) throw error;
    return await listFromDirectory(services, call, query);
  }
}

async function listFromDirectory(
  services: Services,
  call: StaffCall<unknown>,
  query: ReturnType<typeof campaignListQuery.parse>,
): Promise<Answer> {
  const { engine } = services;
  const { phase, q = "", author, unit, archived } = query;
  const limit = Number(query.limit ?? PAGE);
  const directory = engine.ref<DirectoryProtocol>("directory", "campaigns");
  const asOf = isoInstant(call.nowMs);
  const items: CampaignSummaryJson[] = [];
  let after = call.query["after"];
  for (let lookedAt = 0; lookedAt < LOOKED_AT_MAX;) {
    const page = await engine.ask(directory, {
      kind: "list",
      limit: 100,
      ...(after === undefined ? {} : { after }),
    });
    for (const summary of page.campaigns) {
      after = summary.id;
      if (!inScope(call.staff, summary.unit) || !summary.title.includes(q)) continue;
      if (phase !== undefined && !phase.split(",").includes(summary.phase)) continue;
      if (archived !== undefined && (archived === "true") !== summary.archived) continue;
      if ((author ?? summary.author) !== summary.author) continue;
      if ((query.kind ?? summary.kind) !== summary.kind) continue;
      if ((unit ?? summary.unit) !== summary.unit) continue;
      items.push(summaryJson(summary));
      if (items.length < limit) continue;
      const last = summary === page.campaigns.at(-1) && page.next === null;
      return json({ items, next: last ? null : summary.id, asOf });
    }
    if (page.next === null) return json({ items, next: null, asOf });
    lookedAt += page.campaigns.length;
  }
  return json({ items, next: after ?? null, asOf });
}
