/** Results of a referral campaign by manager, outlet, bank, channel or day. */
import type { TransactionSql } from "postgres";
import type { Actor, ReferralView } from "../../../actors/campaign/protocol.ts";
import { REFERRAL_MEASURES, type ReferralFigures } from "../../projection/referral/measures.ts";
import type {
  ReferralByJson,
  ReferralLineJson,
  ReferralRatesJson,
  ReferralResultsJson,
} from "../../shared/api_referral_results.ts";
import { type Part, referralLines, referralTotal } from "../../store/referral/results.ts";
import { type Answer, json, refused } from "../answer.ts";
import { followedRows } from "../database.ts";
import { type EdgeApp, forStaff, type StaffCall } from "../endpoint.ts";
import { seesAll } from "../permissions.ts";
import * as schemas from "../schemas_referral_results.ts";
import type { Services } from "../services.ts";
import { ownUnit } from "../statistics_scope.ts";
import { sightOf } from "./results.ts";

const PAGE = 100;

export function mountReferralResults(app: EdgeApp, services: Services): void {
  forStaff(app, services, {
    method: "get",
    path: "/api/v1/campaigns/{id}/referral-results",
    tag: "referrals",
    summary: "The funnel of a referral: whole for those who run it, one's own part for others",
    action: "statistics",
    query: schemas.referralResultsQuery,
    answers: { 200: { description: "Total and lines", schema: schemas.referralResultsAnswer } },
    refusals: ["not-found", "database-unavailable"],
    handle: (call) => results(services, call),
  });
}

/** A referral within the caller's sight; null for any other campaign. */
export async function referralFor(
  services: Services,
  staff: Actor,
  id: string,
): Promise<{ readonly view: ReferralView; readonly sight: "whole" | "own-unit" } | null> {
  const found = await services.campaigns.find(id);
  if (found === null || found.view.kind !== "referral") return null;
  const sight = sightOf(staff, found.view);
  return sight === "none" ? null : { view: found.view, sight };
}

async function results(services: Services, call: StaffCall<unknown>): Promise<Answer> {
  const { staff, query, language } = call;
  const found = await referralFor(services, staff, call.param("id"));
  if (found === null) return refused("not-found");
  const by = levelOf(query["by"], staff);
  if (by === null) return refused("invalid", { errors: [LEVEL_WRONG[language]] });
  const { sql, asOf } = await followedRows(services);
  const page = { by, offset: Number(query["after"] ?? 0), limit: Number(query["limit"] ?? PAGE) };
  return json(
    await sql.begin(
      "isolation level repeatable read read only",
      (tx) => resultsOf(tx, { ...found, staff, page, asOf }),
    ),
  );
}

/** What is asked for, else the next level below one's own; null where one's unit has no such level. */
function levelOf(by: string | undefined, staff: Actor): ReferralByJson | null {
  const depth = ownUnit(staff).split(".").length;
  switch (by) {
    case "day":
    case "channel":
    case "manager":
    case "outlet":
      return by;
    case "bank":
      return depth < 3 && staff.role !== "manager" ? by : null;
    default:
      if (staff.role === "manager") return "day";
      return depth === 1 ? "bank" : depth === 2 ? "outlet" : "manager";
  }
}

async function resultsOf(
  tx: TransactionSql,
  asked: {
    readonly view: ReferralView;
    readonly sight: "whole" | "own-unit";
    readonly staff: Actor;
    readonly page: {
      readonly by: ReferralByJson;
      readonly offset: number;
      readonly limit: number;
    };
    readonly asOf: string;
  },
): Promise<ReferralResultsJson> {
  const { view, sight, staff, page, asOf } = asked;
  const { id, spec, phase, unit } = view;
  const own = ownUnit(staff);
  const mine: Part = staff.role === "manager"
    ? { kind: "manager", manager: staff.id }
    : { kind: "unit", unit: own };
  const whole: Part = sight === "whole" ? { kind: "all" } : mine;
  // Of days and channels everything that one sees is a line, whoever brought it.
  const isFlat = page.by === "day" || page.by === "channel";
  const beside = sight === "whole" && !isFlat;
  const figuresOf = (part: Part) => referralTotal(tx, { campaign: id, part });
  const total = await figuresOf(whole);
  const unattributed = beside ? await figuresOf({ kind: "unattributed" }) : null;
  const outside = beside && !seesAll(staff)
    ? await figuresOf({ kind: "outside", unit: own })
    : null;
  const { lines, more } = await referralLines(tx, {
    campaign: id,
    part: isFlat ? whole : mine,
    ...page,
  });
  const bare = { key: null, name: null, unit: null };
  const title = spec.title;
  return {
    asOf,
    campaign: { id, title, phase, unit },
    scope: sight,
    by: page.by,
    total: lineJson({ key: id, name: title, unit: sight === "whole" ? unit : own }, total),
    unattributed: unattributed === null ? null : lineJson(bare, unattributed),
    elsewhere: outside === null || isNothing(outside) ? null : lineJson(bare, outside),
    items: lines.map(({ figures, ...line }) => lineJson(line, figures)),
    next: more ? String(page.offset + page.limit) : null,
    csv: `/api/v1/campaigns/${id}/referral-results.csv`,
  };
}

function lineJson(
  line: Omit<ReferralLineJson, "figures" | "rates">,
  figures: ReferralFigures,
): ReferralLineJson {
  const { key, name, unit } = line;
  return { key, name, unit, figures, rates: ratesOf(figures) };
}

function ratesOf(figures: ReferralFigures): ReferralRatesJson {
  const { visits, participants, invited, qualified, rewarded, paidFen, clawedFen } = figures;
  return {
    joined: share(participants, visits),
    invited: share(invited, participants),
    qualified: share(qualified, invited),
    rewarded: share(rewarded, qualified),
    costFen: qualified <= 0 ? null : Math.round((paidFen - clawedFen) / qualified),
  };
}

function share(part: number, of: number): number | null {
  return of <= 0 ? null : Math.round(part / of * 10_000) / 10_000;
}

function isNothing(figures: ReferralFigures): boolean {
  return REFERRAL_MEASURES.every((name) => figures[name] === 0);
}

const LEVEL_WRONG = {
  zh: { field: "by", message: "本机构没有这一层级：请选择其下级" },
  en: { field: "by", message: "Your unit has no such level: choose one below it" },
};
