/**
 * Accounts of the demo: one of each role, a second at the bank, since approval takes two, and some more managers:
 * each is the owner of a storefront.
 */
import type { AccountSeed } from "./memory_accounts.ts";

/** The one password of the demo. */
export const DEMO_PASSWORD = "yundian-demo";

const PROVINCE = { unit: "jx", unitName: "江西省联社" } as const;
const BANK = { unit: "jx.3601", unitName: "南昌农商银行" } as const;
const OTHER_OUTLET = { unit: "jx.3601.360102004", unitName: "百花洲支行" } as const;
const OUTLET = { unit: "jx.3601.360102002", unitName: "滕王阁支行" } as const;

/** Staff whom a demo start knows. */
export const DEMO_ACCOUNTS: readonly AccountSeed[] = [
  { username: "province", name: "李省联", role: "province", ...PROVINCE },
  { username: "bank", name: "王营销", role: "bank", ...BANK },
  { username: "approver", name: "陈审批", role: "bank", ...BANK },
  { username: "outlet", name: "赵网点", role: "outlet", ...OUTLET },
  { username: "manager", name: "刘经理", role: "manager", ...OUTLET },
  { username: "manager2", name: "吴经理", role: "manager", ...OUTLET },
  { username: "manager3", name: "熊经理", role: "manager", ...OTHER_OUTLET },
  { username: "sre", name: "周运维", role: "sre", ...PROVINCE },
].map((one) => ({ ...one, id: `staff-${one.username}`, password: DEMO_PASSWORD } as AccountSeed));
