/** A referral's participants as CSV: streamed, masked by role, and written down in the change log. */
import type { Sql } from "postgres";
import type { Actor } from "../../../actors/campaign/protocol.ts";
import { QUALIFYING_EVENT_TYPES } from "../../../actors/referral/protocol.ts";
import { type ExportedPerson, participantsOf } from "../../store/referral/people.ts";
import { BOM, csvLine } from "../csv.ts";
import { type ExportSlots, localTime, maskedId, mountCsvExport, yuan } from "../csv_export.ts";
import { followedRows } from "../database.ts";
import type { EdgeApp } from "../endpoint.ts";
import { inReach } from "../permissions.ts";
import { nameOf } from "../referral/participant_json.ts";
import type { Services } from "../services.ts";
import type { Language } from "../words.ts";
import { referralFor } from "./referral_results.ts";
import { rowsIn } from "./referral_reviews.ts";

export function mountReferralResultsCsv(
  app: EdgeApp,
  services: Services,
  slots: ExportSlots,
): void {
  mountCsvExport(app, services, {
    slots,
    path: "/api/v1/campaigns/{id}/referral-results.csv",
    tag: "referrals",
    summary: "A line per participant: of the whole campaign for those who run it, else one's own",
    name: "referral",
    action: "referral-results.exported",
    async read({ staff, language, ...call }) {
      const found = await referralFor(services, staff, call.param("id"));
      if (found === null) return null;
      const { view, sight } = found;
      const { sql, asOf } = await followedRows(services);
      const lines = linesOf(sql, { campaign: view.id, sight, staff, language, asOf });
      return { sql, campaign: view, sight, asOf, lines };
    },
  });
}

/** The header, then a text a page of rows. */
async function* linesOf(
  sql: Sql,
  options: {
    readonly campaign: string;
    readonly sight: "whole" | "own-unit";
    readonly staff: Actor;
    readonly language: Language;
    readonly asOf: string;
  },
): AsyncGenerator<string> {
  const { campaign, staff, language } = options;
  yield BOM + csvLine(HEADER[language]);
  const sight = rowsIn(staff, options.sight);
  const untilMs = Date.parse(options.asOf);
  for await (const people of participantsOf(sql, { campaign, sight, untilMs })) {
    const text = people.map((one) => lineOf(one, { staff, language })).join("");
    if (text !== "") yield text;
  }
}

function lineOf(
  one: ExportedPerson,
  { staff, language }: { readonly staff: Actor; readonly language: Language },
): string {
  const words = WORDS[language];
  const { manager, unit } = one;
  const isCredited = unit !== "";
  const isElsewhere = isCredited && !inReach(staff, { manager, unit });
  // Those who lead read ids of customers whom their own managers, or nobody, brought.
  const isLeader = staff.role === "province" || staff.role === "bank";
  const event = QUALIFYING_EVENT_TYPES.find((type) => type === one.qualifiedBy);
  return csvLine([
    // Not a number to a spreadsheet: `0.10` would become 0.1.
    `#${one.cell}.${one.n}`,
    isLeader && !isElsewhere ? one.customer : maskedId(one.customer),
    nameOf(one.mask, language),
    one.inviter === null ? null : `#${one.inviter}`,
    one.level,
    one.channel,
    localTime(one.joinedMs),
    localTime(one.qualifiedMs),
    event === undefined ? null : words[event],
    one.invited,
    one.invitedQualified,
    yuan(one.paidFen),
    yuan(one.clawedFen),
    one.isRemoved ? words.removed : one.isInReview ? words.review : words.fine,
    ...!isCredited
      ? [words.unattributed, null, null, null]
      : isElsewhere
      ? [words.elsewhere, null, null, null]
      : [manager, one.managerName, unit, one.unitName],
  ]);
}

const HEADER: Readonly<Record<Language, readonly string[]>> = {
  zh: [
    "编号",
    "客户",
    "称呼",
    "邀请人编号",
    "层级",
    "渠道",
    "参加时间",
    "达标时间",
    "达标方式",
    "邀请人数",
    "其中达标",
    "已发奖励（元）",
    "已收回（元）",
    "状态",
    "客户经理编号",
    "客户经理",
    "机构编号",
    "机构",
  ],
  en: [
    "Participant",
    "Customer",
    "Name",
    "Invited by",
    "Level",
    "Channel",
    "Joined at",
    "Qualified at",
    "Qualified by",
    "Invited",
    "Of these qualified",
    "Rewards paid (CNY)",
    "Taken back (CNY)",
    "State",
    "Manager id",
    "Manager",
    "Unit id",
    "Unit",
  ],
};

const WORDS = {
  zh: {
    "account-opened": "开户",
    "card-activated": "激活银行卡",
    "deposit-made": "存款",
    "purchase-confirmed": "确认购买",
    "application-opened": "提交申请",
    fine: "正常",
    review: "待审核",
    removed: "已移出",
    unattributed: "未归属",
    elsewhere: "其他机构",
  },
  en: {
    "account-opened": "account opened",
    "card-activated": "card activated",
    "deposit-made": "deposit made",
    "purchase-confirmed": "purchase confirmed",
    "application-opened": "application opened",
    fine: "in order",
    review: "in review",
    removed: "taken out",
    unattributed: "unattributed",
    elsewhere: "another unit",
  },
};
