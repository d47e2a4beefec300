/** Customers as staff see them: lists, tags, managers. Importing is in `customer_import.ts`. */
import type {
  Binding,
  CustomerCommand,
  CustomerProtocol,
  CustomerView,
} from "../../../actors/customer/protocol.ts";
import type { CustomerDetailJson, CustomerJson } from "../../shared/api_customers.ts";
import { recordChange } from "../../store/changes.ts";
import {
  countCustomers,
  type CustomerListRow,
  listCustomers,
  namesOf,
} from "../../store/customers/customers.ts";
import { findManager } from "../../store/links/managers.ts";
import { maskPhone } from "../../store/staff/staff_rows.ts";
import { type Answer, json, refused } from "../answer.ts";
import { customerId } from "../customer_session.ts";
import { isReached, reachOf, unitsFrom, viewOf } from "../customer_reach.ts";
import { databaseOf, followedRows } from "../database.ts";
import { type EdgeApp, forStaff, type StaffCall } from "../endpoint.ts";
import { isoInstant } from "../instant.ts";
import { inScope } from "../permissions.ts";
import * as schemas from "../schemas_customers.ts";
import type { Services } from "../services.ts";

const TAG = "customers";
const PAGE = 50;
const TAGS_SHOWN = 50;
/** Ids of customers; what does not look like one is unknown without asking. */
const ID = /^[A-Za-z0-9_-]{1,64}$/;
const PHONE = /^1[3-9]\d{9}$/;
const ONE = { 200: { description: "The customer", schema: schemas.customerDetailAnswer } };

export function mountCustomerRecords(app: EdgeApp, services: Services): void {
  forStaff(app, services, {
    method: "get",
    path: "/api/v1/customers",
    tag: TAG,
    summary: "Lists customers in scope, the latest change first; `q` is a name, a phone or its end",
    action: "customers-read",
    query: schemas.customerQuery,
    answers: { 200: { description: "A page", schema: schemas.customerListAnswer } },
    refusals: ["database-unavailable"],
    handle: (call) => list(services, call),
  });

  forStaff(app, services, {
    method: "get",
    path: "/api/v1/segments",
    tag: TAG,
    summary: "Counts customers in scope, by tag as well",
    action: "customers-read",
    answers: { 200: { description: "The counts", schema: schemas.segmentsAnswer } },
    refusals: ["database-unavailable"],
    async handle(call) {
      const { sql, asOf } = await followedRows(services);
      const reach = await reachOf(services, call.staff);
      const counts = await countCustomers(sql, { reach, nowMs: call.nowMs, tagsMax: TAGS_SHOWN });
      return json({ asOf, ...counts });
    },
  });

  forStaff(app, services, {
    method: "get",
    path: "/api/v1/customers/{id}",
    tag: TAG,
    summary: "Shows a customer",
    action: "customers-read",
    answers: ONE,
    refusals: ["not-found", "database-unavailable"],
    async handle(call) {
      const id = call.param("id");
      if (!ID.test(id)) return refused("not-found");
      const view = await viewOf(services, id);
      const isKnown = view.version > 0 && await isReached(services, call.staff, view);
      return isKnown ? json(await detail(services, call, view)) : refused("not-found");
    },
  });

  forStaff(app, services, {
    method: "put",
    path: "/api/v1/customers/{id}/tags",
    tag: TAG,
    summary: "Replaces the tags of the version that was read; those that stay keep who gave them",
    action: "customers-tag",
    body: schemas.customerTagsRequest,
    answers: ONE,
    refusals: ["not-found", "stale", "full", "database-unavailable"],
    async handle(call) {
      const { version, tags } = call.body;
      const wanted = tags.map(({ tag, until }) => ({
        tag,
        untilMs: until === undefined ? null : Date.parse(until),
      }));
      const by = call.staff.id;
      return await change(services, call, { kind: "set-tags", tags: wanted, version, by });
    },
  });

  forStaff(app, services, {
    method: "put",
    path: "/api/v1/customers/{id}/manager",
    tag: TAG,
    summary: "Binds a customer to a manager in scope, and thereby to the outlet; null to nobody",
    action: "customers-bind",
    body: schemas.customerManagerRequest,
    answers: ONE,
    refusals: ["not-found", "stale", "database-unavailable"],
    async handle(call) {
      const { version, manager } = call.body;
      let binding: Binding | null = null;
      if (manager !== null) {
        const found = await findManager(databaseOf(services).sql, manager);
        if (found === null || found.left || !inScope(call.staff, found.unit)) {
          const message = call.language === "zh" ? "没有这位客户经理" : "There is no such manager";
          return refused("invalid", { errors: [{ field: "manager", message }] });
        }
        binding = { manager, units: unitsFrom(found.unit) };
      }
      return await change(services, call, { kind: "bind", binding, version, by: call.staff.id });
    },
  });
}

async function list(services: Services, call: StaffCall<unknown>): Promise<Answer> {
  const { q, tag, manager, after, limit = PAGE } = schemas.customerQuery.parse(call.query);
  const { sql, asOf } = await followedRows(services);
  const place = after === undefined ? null : schemas.AFTER.exec(after);
  const rows = await listCustomers(sql, {
    reach: await reachOf(services, call.staff),
    // A whole number names one customer, whose id follows from it.
    q: q !== undefined && PHONE.test(q) ? customerId(services.authSecret, "phone", q) : q,
    tag,
    manager,
    after: place === null ? undefined : { updatedMs: Number(place[1]), id: place[2] ?? "" },
    limit: limit + 1,
    nowMs: call.nowMs,
  });
  const last = rows[limit - 1];
  const more = rows.length > limit && last !== undefined;
  return json({
    items: rows.slice(0, limit).map((row) => customerJson(row)),
    next: more ? `${last.updatedMs}.${last.id}` : null,
    asOf,
  });
}

/** Numbers are masked for everyone: nobody needs them in a list. */
function customerJson({ updatedMs, phone, ...row }: CustomerListRow): CustomerJson {
  const masked = phone === null ? null : maskPhone(phone);
  return { ...row, phone: masked, updatedAt: isoInstant(updatedMs) };
}

async function change(
  services: Services,
  call: StaffCall<unknown>,
  command: Extract<CustomerCommand, { kind: "set-tags" | "bind" }>,
): Promise<Answer> {
  const { engine, share } = services;
  const { sql } = databaseOf(services);
  const id = call.param("id");
  if (!ID.test(id)) return refused("not-found");
  const before = await viewOf(services, id);
  // Nobody's customer may be bound by whoever may bind at all; tags are for those in reach.
  const isOpen = command.kind === "bind" && before.units.length === 0 && before.manager === null;
  if (!isOpen && !await isReached(services, call.staff, before)) return refused("not-found");
  if (before.version === 0 && command.kind === "set-tags") return refused("not-found");
  // Before the record says so: no grab in between may overlook it.
  if (command.kind === "bind" && command.binding !== null) share.bound.add(id);
  const ref = engine.ref<CustomerProtocol>("customer", id);
  const reply = await engine.ask(ref, command);
  if (reply.kind === "rejected") {
    if (reply.code === "stale") return refused("stale", { version: reply.view.version });
    return refused("full");
  }
  if (reply.kind !== "view") return refused("bug");
  if (reply.view.version !== before.version) {
    await recordChange(sql, {
      atMs: Math.floor(call.nowMs),
      by: call.staff.id,
      action: command.kind === "bind" ? "customer.bound" : "customer.tagged",
      subject: `customer/${id}`,
      unit: reply.view.units[0] ?? before.units[0] ?? call.staff.unit,
      before: shownOf(before),
      after: shownOf(reply.view),
    });
  }
  return json(await detail(services, call, reply.view));
}

function shownOf(view: CustomerView) {
  return { manager: view.manager, tags: view.tags.map(({ tag }) => tag) };
}

async function detail(
  services: Services,
  call: StaffCall<unknown>,
  view: CustomerView,
): Promise<CustomerDetailJson> {
  const id = call.param("id");
  const unit = view.units[0] ?? null;
  const { sql } = databaseOf(services);
  const { phone, ...names } = await namesOf(sql, { customer: id, manager: view.manager, unit });
  return {
    id,
    name: view.name,
    phone: phone === null ? null : maskPhone(phone),
    manager: view.manager,
    unit,
    ...names,
    since: view.since,
    isNew: view.isNew,
    tags: view.tags.map(({ tag, source, by, atMs, untilMs }) => ({
      tag,
      source,
      by,
      at: isoInstant(atMs),
      until: untilMs === null ? null : isoInstant(untilMs),
    })),
    orgUnitIds: view.units,
    version: view.version,
    updatedAt: isoInstant(view.atMs),
  };
}
