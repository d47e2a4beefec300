/** Products: the province writes and publishes, member banks switch, everyone reads. */
import type { Actor } from "../../../actors/campaign/protocol.ts";
import type {
  ProductFields,
  ProductJson,
  ProductRowJson,
  PublicationJson,
} from "../../shared/api_catalogue.ts";
import {
  changeProduct,
  createProduct,
  type ProductOutcome,
  switchFor,
} from "../../store/catalogue/edit_products.ts";
import { findProduct, type Listed, listProducts } from "../../store/catalogue/products.ts";
import { bankOf, isBank, isCurrent, publicationOf } from "../../store/catalogue/rules.ts";
import { type Answer, json, refused } from "../answer.ts";
import { checkProduct, keepEnglish } from "../catalogue_rules.ts";
import { databaseOf } from "../database.ts";
import { type EdgeApp, forAnyone, forStaff, type StaffCall, staffOf } from "../endpoint.ts";
import { inScope, mayDo } from "../permissions.ts";
import * as schemas from "../schemas_catalogue.ts";
import type { Services } from "../services.ts";
import { validate } from "../validation.ts";
import type { Language } from "../words.ts";

const TAG = "catalogue";
const ID_CHARACTERS = 12;
const PAGE = 50;
const ONE = { 200: { description: "The product", schema: schemas.productAnswer } };

export function mountProducts(app: EdgeApp, services: Services): void {
  forStaff(app, services, {
    method: "get",
    path: "/api/v1/products",
    tag: TAG,
    summary: "Lists products in the catalogue's order, with what a member bank offers",
    action: "catalogue",
    query: schemas.productQuery,
    answers: { 200: { description: "A page", schema: schemas.productListAnswer } },
    refusals: ["not-found", "database-unavailable"],
    handle: (call) => list(services, call),
  });

  forAnyone(app, services, {
    method: "get",
    path: "/api/v1/products/{id}",
    tag: TAG,
    summary: "Shows a product; what is not offered now is shown to staff only",
    answers: ONE,
    refusals: ["not-found", "database-unavailable"],
    async handle(call) {
      const { sql } = databaseOf(services);
      const product = await findProduct(sql, call.param("id"));
      if (product === null) return refused("not-found");
      const caller = call.caller("staff");
      const staff = caller.kind === "known" ? staffOf(caller.claims) : null;
      const isShown = isCurrent(publicationOf(product), call.nowMs) ||
        (staff !== null && (product.status !== "draft" || seesDrafts(staff)));
      if (!isShown) return refused("not-found");
      return json(staff === null ? { ...product, updatedBy: "" } : product);
    },
  });

  forStaff(app, services, {
    method: "post",
    path: "/api/v1/products",
    tag: TAG,
    summary: "Writes a draft",
    action: "catalogue-edit",
    body: schemas.productRequest,
    bodyBytesMax: services.limits.documentBytesMax,
    answers: { 201: { description: "The draft", schema: schemas.productAnswer } },
    refusals: ["exists", "full", "database-unavailable"],
    async handle(call) {
      const { limits, world } = services;
      const wrong = wrongProduct(call.body, call.language);
      if (wrong !== null) return wrong;
      const { sql } = databaseOf(services);
      const id = world.random.id(ID_CHARACTERS);
      const one = { id, fields: call.body, productsMax: limits.productsMax };
      return answer(services, await createProduct(sql, one, editOf(call)), 201);
    },
  });

  forStaff(app, services, {
    method: "patch",
    path: "/api/v1/products/{id}",
    tag: TAG,
    summary: "Changes fields of the version that was read",
    action: "catalogue-edit",
    body: schemas.productPatch,
    bodyBytesMax: services.limits.documentBytesMax,
    answers: ONE,
    refusals: ["not-found", "stale", "exists", "database-unavailable"],
    async handle(call) {
      const { sql } = databaseOf(services);
      const id = call.param("id");
      const before = await findProduct(sql, id);
      if (before === null) return refused("not-found");
      const { version, ...changes } = call.body;
      const merged: ProductFields = { ...fieldsOf(before), ...changes };
      const fields = changes.english === undefined ? keepEnglish(before, merged) : merged;
      const checked = validate(schemas.productRequest, fields, call.language);
      if (checked.kind === "wrong") return refused("invalid", { errors: checked.errors });
      const wrong = wrongProduct(fields, call.language);
      if (wrong !== null) return wrong;
      return answer(services, await changeProduct(sql, { id, version, fields }, editOf(call)));
    },
  });

  for (const [verb, status] of [["publish", "published"], ["withdraw", "withdrawn"]] as const) {
    forStaff(app, services, {
      method: "post",
      path: `/api/v1/products/{id}/${verb}`,
      tag: TAG,
      summary: status === "published"
        ? "Offers it on every storefront whose bank has not switched it off"
        : "Takes it off every storefront",
      action: "catalogue-edit",
      body: schemas.versionRequest,
      answers: ONE,
      refusals: ["not-found", "stale", "database-unavailable"],
      handle: (call) => setStatus(services, call, status),
    });
  }

  forStaff(app, services, {
    method: "put",
    path: "/api/v1/units/{id}/products/{productId}",
    tag: TAG,
    summary: "Switches a product on or off for a member bank; its storefronts follow at once",
    action: "catalogue-switch",
    body: schemas.productSwitchRequest,
    answers: { 200: { description: "What holds now", schema: schemas.productSwitchAnswer } },
    refusals: ["not-found", "database-unavailable"],
    async handle(call) {
      const unit = call.param("id");
      const product = call.param("productId");
      if (!isBank(unit) || !inScope(call.staff, unit)) return refused("not-found");
      const { sql } = databaseOf(services);
      const [there] = await sql`select 1 from bank.unit where id = ${unit} and kind = 'bank'`;
      if (there === undefined) return refused("not-found");
      const { on } = call.body;
      const switched = await switchFor(sql, { unit, product, on }, editOf(call));
      if (switched === null) return refused("not-found");
      services.catalogue?.invalidate();
      return json({ unit, product, on, storefronts: switched.storefronts });
    },
  });
}

async function list(services: Services, call: StaffCall<unknown>): Promise<Answer> {
  const { category, q, unit, status, after, limit = PAGE } = schemas.productQuery.parse(call.query);
  const asked = unit ?? call.staff.unit;
  if (!inScope(call.staff, asked)) return refused("not-found");
  const place = after === undefined ? null : schemas.PRODUCT_PLACE.exec(after);
  const { sql } = databaseOf(services);
  const rows = await listProducts(sql, {
    bank: bankOf(asked),
    drafts: seesDrafts(call.staff),
    limit: limit + 1,
    ...(category === undefined ? {} : { category }),
    ...(q === undefined ? {} : { q }),
    ...(status === undefined ? {} : { status }),
    ...(place === null ? {} : { after: { position: Number(place[1]), id: place[2] ?? "" } }),
  });
  const items = rows.slice(0, limit).map((one) => rowOf(one, call.nowMs));
  const last = rows[limit - 1]?.product;
  const more = rows.length > limit && last !== undefined;
  return json({ items, next: more ? `${last.position}.${last.id}` : null });
}

async function setStatus(
  services: Services,
  call: StaffCall<{ readonly version: number }>,
  status: PublicationJson,
): Promise<Answer> {
  const { sql } = databaseOf(services);
  const id = call.param("id");
  const { version } = call.body;
  return answer(services, await changeProduct(sql, { id, version, status }, editOf(call)));
}

/** Work in progress is the province's. */
function seesDrafts(staff: Actor): boolean {
  return mayDo(staff.role, "catalogue-edit");
}

function editOf(call: StaffCall<unknown>) {
  return { by: call.staff.id, atMs: call.nowMs };
}

function wrongProduct(fields: ProductFields, language: Language): Answer | null {
  const errors = checkProduct(fields, language);
  return errors.length === 0 ? null : refused("invalid", { errors });
}

function answer(services: Services, outcome: ProductOutcome, status = 200): Answer {
  switch (outcome.kind) {
    case "done":
      services.catalogue?.invalidate();
      return json(outcome.product, status);
    case "absent":
      return refused("not-found");
    case "exists":
      return refused("exists");
    case "full":
      return refused("full", { limit: services.limits.productsMax });
    case "stale":
      return refused("stale", { version: outcome.version });
  }
}

function fieldsOf(product: ProductJson): ProductFields {
  const { id: _, status: _s, version: _v, updatedAt: _a, updatedBy: _b, ...fields } = product;
  return fields;
}

function rowOf({ product, on }: Listed, nowMs: number): ProductRowJson {
  return {
    id: product.id,
    category: product.category,
    name: product.name,
    nameEn: product.nameEn,
    summary: product.summary,
    summaryEn: product.summaryEn,
    actionKind: product.action.kind,
    status: product.status,
    version: product.version,
    validFrom: product.validFrom,
    validTo: product.validTo,
    on,
    effective: isCurrent(publicationOf(product), nowMs) && on !== false,
    updatedAt: product.updatedAt,
  };
}
