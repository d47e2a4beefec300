/**
 * What each role may do, and where: enforced here, whatever a page shows. `docs/roles.md` is this table in words,
 * and a test compares the two.
 */
import type { Actor } from "../../actors/campaign/protocol.ts";

export type StaffRole = Actor["role"];

const ALL: readonly StaffRole[] = ["province", "bank", "outlet", "manager", "sre"];
/** Those who work with customers. */
const FIELD: readonly StaffRole[] = ["province", "bank", "outlet", "manager"];
/** Those who lead managers. */
const LEADERS: readonly StaffRole[] = ["province", "bank", "outlet"];
const HEADS: readonly StaffRole[] = ["province", "bank"];

/** Every action, what it is, and the roles that may do it, each within its scope. */
const TABLE = {
  // Campaigns. An outlet prepares; its bank approves and runs.
  read: { roles: ALL, zh: "查看活动", en: "see campaigns" },
  create: { roles: LEADERS, zh: "新建活动草稿", en: "write a campaign" },
  amend: { roles: LEADERS, zh: "修改草稿", en: "change a draft" },
  submit: { roles: LEADERS, zh: "提交审批", en: "submit for approval" },
  approve: { roles: HEADS, zh: "审批（非本人）", en: "approve another's" },
  schedule: { roles: HEADS, zh: "排期上线", en: "schedule" },
  // Operations stop what harms and prove what happened; beyond that they change nothing.
  pause: { roles: [...HEADS, "sre"], zh: "暂停", en: "pause" },
  resume: { roles: [...HEADS, "sre"], zh: "恢复", en: "resume" },
  extend: { roles: HEADS, zh: "延长", en: "extend" },
  end: { roles: [...HEADS, "sre"], zh: "提前结束", en: "end" },
  units: { roles: HEADS, zh: "增减数量", en: "change the units" },
  release: { roles: HEADS, zh: "投放库存", en: "release units" },
  archive: { roles: HEADS, zh: "归档", en: "archive" },
  audit: { roles: [...HEADS, "sre"], zh: "对账", en: "audit" },
  return: { roles: LEADERS, zh: "退回", en: "take back" },
  // Referrals
  participants: { roles: ALL, zh: "查看推荐关系和奖励", en: "see participants and rewards" },
  "participants-review": {
    roles: LEADERS,
    zh: "核实和移除参与者",
    en: "review participants, take them out",
  },
  "claw-back": { roles: HEADS, zh: "收回已发奖励", en: "take back rewards" },
  // Organisation and staff
  people: { roles: ALL, zh: "查看机构和人员", en: "see units and staff" },
  "units-edit": { roles: HEADS, zh: "新建和修改下级机构", en: "create and change units below" },
  "staff-edit": { roles: LEADERS, zh: "修改人员资料", en: "change particulars of staff" },
  "staff-manage": {
    roles: HEADS,
    zh: "入职、调动、离职、重置密码",
    en: "hire, move, let go, reset passwords",
  },
  account: { roles: ALL, zh: "本人密码和登录", en: "the own password and sessions" },
  changes: { roles: [...LEADERS, "sre"], zh: "查看变更记录", en: "see the change log" },
  // Catalogue and articles
  catalogue: { roles: ALL, zh: "查看产品和文章", en: "see products and articles" },
  "catalogue-edit": { roles: ["province"], zh: "编辑和发布产品", en: "edit and publish products" },
  "catalogue-switch": { roles: HEADS, zh: "上架或下架产品", en: "switch products on or off" },
  "articles-edit": { roles: HEADS, zh: "编辑文章", en: "edit articles" },
  media: { roles: FIELD, zh: "上传图片", en: "upload pictures" },
  // Storefronts, links
  storefront: { roles: ALL, zh: "查看和预览云店", en: "see and preview storefronts" },
  "storefront-edit": {
    roles: ["manager"],
    zh: "编辑和发布本人云店",
    en: "edit the own storefront",
  },
  "storefront-template": { roles: LEADERS, zh: "设定统一模块", en: "set blocks for storefronts" },
  links: { roles: ALL, zh: "查看链接、二维码和海报", en: "see links, QR codes, posters" },
  "links-edit": { roles: FIELD, zh: "新建和改指链接", en: "make and re-point links" },
  // Customers
  "customers-read": { roles: ALL, zh: "查看客户（号码脱敏）", en: "see customers, masked" },
  "customers-tag": { roles: FIELD, zh: "给客户打标签", en: "tag customers" },
  "customers-bind": { roles: LEADERS, zh: "绑定客户经理", en: "bind customers to a manager" },
  "customers-import": { roles: HEADS, zh: "导入客户", en: "import customers" },
  customers: { roles: HEADS, zh: "设置参与条件所需信息", en: "set facts of eligibility" },
  // Coupons
  redeem: { roles: FIELD, zh: "核销优惠券", en: "redeem coupons" },
  coupons: { roles: ALL, zh: "查看券模板", en: "see coupon templates" },
  "coupons-edit": { roles: LEADERS, zh: "新建和修改券模板", en: "write coupon templates" },
  // Statistics
  statistics: { roles: ALL, zh: "查看统计和排行", en: "see statistics and ranks" },
  export: { roles: FIELD, zh: "导出（脱敏、留痕）", en: "export, masked and logged" },
} as const satisfies Record<
  string,
  { readonly roles: readonly StaffRole[]; readonly zh: string; readonly en: string }
>;

export type Action = keyof typeof TABLE;

/** The table, for `docs/roles.md`. */
export const ACTIONS: Readonly<
  Record<Action, { readonly roles: readonly StaffRole[]; readonly zh: string; readonly en: string }>
> = TABLE;

/** Whether the role may do this at all. */
export function mayDo(role: StaffRole, action: Action): boolean {
  return ACTIONS[action].roles.includes(role);
}

/** Whether what belongs to `unit` is within reach: the own unit and all below, everything for the province. */
export function inScope(staff: Actor, unit: string): boolean {
  if (seesAll(staff)) return true;
  return unit === staff.unit || (staff.unit !== "" && unit.startsWith(`${staff.unit}.`));
}

/** Whether what belongs to one manager is within reach: a manager's own only, others by the manager's unit. */
export function inReach(
  staff: Actor,
  of: { readonly manager: string | null; readonly unit: string },
): boolean {
  return staff.role === "manager" ? of.manager === staff.id : inScope(staff, of.unit);
}

/** Whether no unit bounds what this role sees. */
export function seesAll(staff: Actor): boolean {
  return staff.role === "province" || staff.role === "sre";
}
