/** Customers of the demo, in three segments. One signs in as them with their numbers, and the code is shown. */
import type { CustomerProtocol } from "../../actors/customer/protocol.ts";
import { addContacts } from "../store/customers/customers.ts";
import { findManager } from "../store/links/managers.ts";
import { customerId } from "./customer_session.ts";
import { unitsFrom, viewOf } from "./customer_reach.ts";
import { databaseOf } from "./database.ts";
import type { Services } from "./services.ts";

interface DemoCustomer {
  readonly phone: string;
  readonly name: string;
  readonly manager: string;
  /** Null: a new customer. */
  readonly since: string | null;
  readonly tags: readonly string[];
}

/** Leads without business yet, holders of a social security card, and wealth customers. */
export const DEMO_CUSTOMERS: readonly DemoCustomer[] = [
  { phone: "13900000101", name: "李新", manager: "staff-manager", since: null, tags: ["新客"] },
  { phone: "13900000102", name: "胡小满", manager: "staff-manager2", since: null, tags: ["新客"] },
  { phone: "13900000103", name: "邹知秋", manager: "staff-manager3", since: null, tags: ["新客"] },
  {
    phone: "13900000201",
    name: "刘桂花",
    manager: "staff-manager",
    since: "2016-05-18",
    tags: ["社保卡"],
  },
  {
    phone: "13900000202",
    name: "熊建国",
    manager: "staff-manager",
    since: "2011-09-02",
    tags: ["社保卡", "养老金"],
  },
  {
    phone: "13900000203",
    name: "万秀英",
    manager: "staff-manager3",
    since: "2018-03-26",
    tags: ["社保卡"],
  },
  {
    phone: "13900000301",
    name: "欧阳慧",
    manager: "staff-manager",
    since: "2009-11-11",
    tags: ["VIP", "财富"],
  },
  {
    phone: "13900000302",
    name: "涂志远",
    manager: "staff-manager2",
    since: "2013-07-08",
    tags: ["VIP", "财富", "信用卡"],
  },
];

const AGAIN_MS = 1_000;
/** The demo's managers are made by the same start; a large bank takes minutes. */
const ATTEMPTS_MAX = 600;

/** Makes those who are not there yet, once their managers are; what staff changed since stays. */
export function keepDemoCustomers(services: Services): () => void {
  let stopped = false;
  let cancel = () => {};

  async function attempt(no: number): Promise<void> {
    const done = await seed(services).catch(() => false);
    if (done || stopped || no >= ATTEMPTS_MAX) return;
    cancel = services.world.scheduler.after(AGAIN_MS, () => void attempt(no + 1));
  }

  if (services.demo && services.database !== null) void attempt(1);
  return () => {
    stopped = true;
    cancel();
  };
}

/** Whether every manager was there. */
async function seed(services: Services): Promise<boolean> {
  const { engine, authSecret, share } = services;
  const { sql } = databaseOf(services);
  let complete = true;
  for (const { phone, manager, ...row } of DEMO_CUSTOMERS) {
    const found = await findManager(sql, manager);
    if (found === null) complete = false;
    if (found === null || found.left) continue;
    const customer = customerId(authSecret, "phone", phone);
    if ((await viewOf(services, customer)).version > 0) continue;
    share.bound.add(customer);
    await engine.ask(engine.ref<CustomerProtocol>("customer", customer), {
      kind: "import",
      ...row,
      binding: { manager, units: unitsFrom(found.unit) },
      by: "system",
    });
    await addContacts(sql, [{ customer, phone }], engine.nowMs());
  }
  return complete;
}
