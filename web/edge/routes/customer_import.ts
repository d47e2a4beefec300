/** A file of customers. Right rows are taken, wrong ones named; the same file again changes nothing. */
import type { Actor } from "../../../actors/campaign/protocol.ts";
import type { Binding, CustomerProtocol } from "../../../actors/customer/protocol.ts";
import type { ImportJson } from "../../shared/api_customers.ts";
import { recordChange } from "../../store/changes.ts";
import { addContacts } from "../../store/customers/customers.ts";
import { type ImportRow, readImport, type WrongRow } from "../../store/customers/import_csv.ts";
import { type ManagerRow, managersNamed } from "../../store/links/managers.ts";
import { type Answer, json, refused } from "../answer.ts";
import { readBytes } from "../body.ts";
import { customerId } from "../customer_session.ts";
import { isReached, unitsFrom, viewOf } from "../customer_reach.ts";
import { databaseOf } from "../database.ts";
import { type EdgeApp, forStaff, type StaffCall } from "../endpoint.ts";
import { inScope, seesAll } from "../permissions.ts";
import * as schemas from "../schemas_customers.ts";
import type { Services } from "../services.ts";

/** Rows under way at once: as many share a batch of the journal. */
const AT_ONCE = 512;
const ERRORS_SHOWN = 200;
const CHINA_MS = 8 * 3_600_000;

type Taken = "created" | "changed" | "unchanged";

export function mountCustomerImport(app: EdgeApp, services: Services): void {
  forStaff(app, services, {
    method: "post",
    path: "/api/v1/customers/import",
    tag: "customers",
    summary: "Takes a file of customers (text/csv in UTF-8): phone, name, tags, since, manager",
    action: "customers-import",
    query: schemas.importQuery,
    answers: { 200: { description: "What came of it", schema: schemas.importAnswer } },
    refusals: ["invalid", "too-large", "database-unavailable"],
    handle: (call) => take(services, call),
  });
}

async function take(services: Services, call: StaffCall<unknown>): Promise<Answer> {
  const { limits } = services;
  const dry = schemas.importQuery.parse(call.query).dry === "1";
  const { sql } = databaseOf(services);
  const bytes = await readBytes(call.request, limits.importBytesMax);
  if (bytes === null) return refused("too-large");
  const today = new Date(call.nowMs + CHINA_MS).toISOString().slice(0, 10);
  const file = readImport(bytes, { rowsMax: limits.importRowsMax, today });
  const say = ({ zh, en }: { zh: string; en: string }) => call.language === "zh" ? zh : en;
  if (file.kind === "invalid") {
    const errors = file.errors.map((one) => ({ field: one.field, message: say(one) }));
    return refused("invalid", { errors });
  }
  const names = [...new Set(file.rows.flatMap(({ manager }) => manager === null ? [] : [manager]))];
  const managers = await managersNamed(sql, names);
  const wrong: WrongRow[] = [...file.wrong];
  const counts: Record<Taken, number> = { created: 0, changed: 0, unchanged: 0 };
  for (let from = 0; from < file.rows.length; from += AT_ONCE) {
    const part = file.rows.slice(from, from + AT_ONCE);
    const taken = await Promise.all(
      part.map((row) => takeRow(services, { row, managers, staff: call.staff, dry })),
    );
    const contacts = [];
    for (const [n, one] of taken.entries()) {
      if ("field" in one) wrong.push(one);
      else {
        counts[one.change]++;
        contacts.push({ customer: one.customer, phone: part[n]?.phone ?? "" });
      }
    }
    if (!dry) await addContacts(sql, contacts, call.nowMs);
  }
  const answer: ImportJson = {
    rows: file.count,
    ...counts,
    wrong: wrong.length,
    errors: wrong.toSorted((one, other) => one.row - other.row).slice(0, ERRORS_SHOWN)
      .map((one) => ({ row: one.row, field: one.field, message: say(one) })),
    dry,
  };
  if (!dry && counts.created + counts.changed > 0) {
    await recordChange(sql, {
      atMs: Math.floor(call.nowMs),
      by: call.staff.id,
      action: "customers.imported",
      subject: "customers",
      unit: call.staff.unit,
      before: null,
      after: { rows: file.count, ...counts, wrong: wrong.length },
    });
  }
  return json(answer);
}

/** One row: the customer's id and what changed, or why it cannot be taken. */
async function takeRow(
  services: Services,
  one: {
    readonly row: ImportRow;
    readonly managers: ReadonlyMap<string, ManagerRow>;
    readonly staff: Actor;
    readonly dry: boolean;
  },
): Promise<{ readonly customer: string; readonly change: Taken } | WrongRow> {
  const { engine, authSecret, share } = services;
  const { row, staff, dry } = one;
  const fault = (field: string, zh: string, en: string) => ({ row: row.row, field, zh, en });
  const customer = customerId(authSecret, "phone", row.phone);
  const manager = row.manager === null ? null : one.managers.get(row.manager);
  if (manager === undefined || (manager !== null && !inScope(staff, manager.unit))) {
    return fault(
      "manager",
      `没有客户经理“${row.manager}”：请填编号、用户名或工号`,
      `No manager “${row.manager}”: give an id, a user name or a number`,
    );
  }
  if (!seesAll(staff)) {
    const view = await viewOf(services, customer);
    if (view.units.length > 0 && !await isReached(services, staff, view)) {
      return fault("phone", "该客户属于其他机构", "This customer is another unit's");
    }
    if (view.units.length === 0 && manager === null) {
      return fault("manager", "新客户请填写客户经理", "Name a manager for a new customer");
    }
  }
  const binding: Binding | null = manager === null
    ? null
    : { manager: manager.id, units: unitsFrom(manager.unit) };
  // Before the record says so: no grab in between may overlook it.
  if (binding !== null && !dry) share.bound.add(customer);
  const ref = engine.ref<CustomerProtocol>("customer", customer);
  const reply = await engine.ask(ref, {
    kind: "import",
    name: row.name,
    since: row.since,
    tags: row.tags,
    binding,
    by: staff.id,
    ...dry ? { dry } : {},
  });
  if (reply.kind === "imported") return { customer, change: reply.change };
  return fault("tags", "标签总数超过 100 个", "The customer would have more than 100 tags");
}
