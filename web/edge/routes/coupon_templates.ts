/** Coupons that a unit offers: written, changed, switched off. What was given before keeps its rules. */
import type { CouponRules } from "../../../actors/wallet/protocol.ts";
import type { Actor } from "../../../actors/campaign/protocol.ts";
import type { CouponRulesJson } from "../../shared/api_referral.ts";
import type {
  CouponTemplateJson,
  CouponTemplatePatch,
  CouponTemplateRequest,
} from "../../shared/api_wallet.ts";
import {
  addTemplate,
  changeTemplate,
  type CouponTemplate,
  findTemplate,
  listTemplates,
  TEMPLATES_PER_UNIT_MAX,
} from "../../store/coupons/templates.ts";
import { lineOf } from "../../store/catalogue/rules.ts";
import type { FieldError } from "../../shared/api.ts";
import { type Answer, json, refused } from "../answer.ts";
import { databaseOf } from "../database.ts";
import { type EdgeApp, forStaff } from "../endpoint.ts";
import { inScope, seesAll } from "../permissions.ts";
import { couponRulesJson } from "../referral_json.ts";
import * as schemas from "../schemas_wallet.ts";
import type { Services } from "../services.ts";
import { validate } from "../validation.ts";
import type { Language } from "../words.ts";
import { answerOf } from "../written_answer.ts";

const TAG = "coupons";
const PATH = "/api/v1/coupon-templates";
const ID_CHARACTERS = 12;
const PAGE = 50;

export function mountCouponTemplates(app: EdgeApp, services: Services): void {
  forStaff(app, services, {
    method: "get",
    path: PATH,
    tag: TAG,
    summary: "Templates of the own unit, of those above and of those below, newest first",
    action: "coupons",
    query: schemas.templateQuery,
    answers: { 200: { description: "A page", schema: schemas.templateListAnswer } },
    refusals: ["database-unavailable"],
    async handle(call) {
      const { sql } = databaseOf(services);
      const query = schemas.templateQuery.parse(call.query);
      const limit = Number(query.limit ?? PAGE);
      const rows = await listTemplates(sql, {
        unit: seesAll(call.staff) ? null : call.staff.unit,
        on: query.on === undefined ? undefined : query.on === "true",
        after: cursorOf(query.after),
        limit: limit + 1,
      });
      const items = rows.slice(0, limit);
      const last = rows.length > limit ? items.at(-1) : undefined;
      const next = last === undefined ? null : `${last.createdMs}-${last.id}`;
      return json({ items: items.map(templateJson), next });
    },
  });

  forStaff(app, services, {
    method: "post",
    path: PATH,
    tag: TAG,
    summary: "Writes a template of the own unit",
    action: "coupons-edit",
    body: schemas.templateRequest,
    answers: { 201: { description: "The template", schema: schemas.templateAnswer } },
    refusals: ["full", "database-unavailable"],
    async handle(call) {
      const { staff, language, nowMs } = call;
      const { on = true, ...written } = call.body;
      const wrong = wrongRules(written, { staff, language, nowMs });
      if (wrong !== null) return wrong;
      const { sql } = databaseOf(services);
      const id = services.world.random.id(ID_CHARACTERS);
      const one = { id, unit: staff.unit, rules: rulesOf(written), on };
      const added = await addTemplate(sql, one, { atMs: nowMs, by: staff.id });
      if (added.kind === "full") return refused("full", { limit: TEMPLATES_PER_UNIT_MAX });
      return answerOf(added, language, (template) => json(templateJson(template), 201));
    },
  });

  forStaff(app, services, {
    method: "patch",
    path: `${PATH}/{id}`,
    tag: TAG,
    summary: "Changes the version that was read; coupons given before keep their rules",
    action: "coupons-edit",
    body: schemas.templatePatch,
    answers: { 200: { description: "The template", schema: schemas.templateAnswer } },
    refusals: ["not-found", "stale", "database-unavailable"],
    async handle(call) {
      const { staff, language, nowMs } = call;
      const { sql } = databaseOf(services);
      const before = await findTemplate(sql, call.param("id"));
      const isSeen = before !== null &&
        (inScope(staff, before.unit) || lineOf(staff.unit).includes(before.unit));
      if (!isSeen) return refused("not-found");
      // A template of a unit above is seen, and changed there.
      if (!inScope(staff, before.unit)) return refused("forbidden");
      const { version, on = before.on, ...changes } = call.body;
      const merged: CouponRulesJson = { ...couponRulesJson(before.rules), ...changes };
      const checked = validate(schemas.couponRules, merged, language);
      if (checked.kind === "wrong") return refused("invalid", { errors: checked.errors });
      const changed = changes.validity !== undefined;
      const wrong = wrongRules(merged, { staff, language, nowMs: changed ? nowMs : 0 });
      if (wrong !== null) return wrong;
      const one = { before, version, rules: rulesOf(merged), on };
      const written = await changeTemplate(sql, one, { atMs: nowMs, by: staff.id });
      return answerOf(written, language, (template) => json(templateJson(template)));
    },
  });
}

/** What no single field shows: dates in their order, units within reach. */
function wrongRules(
  { validity, units }: Omit<CouponTemplateRequest, "on"> | CouponTemplatePatch & CouponRulesJson,
  by: { readonly staff: Actor; readonly language: Language; readonly nowMs: number },
): Answer | null {
  const errors: FieldError[] = [];
  const say = (field: string, zh: string, en: string) =>
    errors.push({ field, message: by.language === "zh" ? zh : en });
  if (validity.kind === "dates") {
    const untilMs = Date.parse(validity.until);
    if (untilMs <= Date.parse(validity.from)) {
      say("validity.until", "应晚于开始时间", "Must be after `from`");
    } else if (untilMs <= by.nowMs) {
      say("validity.until", "应晚于现在", "Must be in the future");
    }
  }
  units.forEach((unit, at) => {
    if (inScope(by.staff, unit)) return;
    say(`units.${at}`, "应为本机构或下级机构", "Must be your unit or one below it");
  });
  return errors.length === 0 ? null : refused("invalid", { errors });
}

function rulesOf(json: CouponRulesJson): CouponRules {
  const { validity, ...rest } = json;
  if (validity.kind === "days") return { ...rest, validity };
  const fromMs = Date.parse(validity.from);
  return { ...rest, validity: { kind: "dates", fromMs, untilMs: Date.parse(validity.until) } };
}

function templateJson({ id, unit, rules, on, version }: CouponTemplate): CouponTemplateJson {
  return { ...couponRulesJson(rules), id, unit, on, version };
}

function cursorOf(after: string | undefined): { createdMs: number; id: string } | null {
  const dash = after?.indexOf("-") ?? -1;
  if (after === undefined || dash === -1) return null;
  return { createdMs: Number(after.slice(0, dash)), id: after.slice(dash + 1) };
}
