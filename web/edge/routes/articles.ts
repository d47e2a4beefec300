/** Articles: news of the province or a bank, for its storefronts and all below. */
import type { Actor } from "../../../actors/campaign/protocol.ts";
import type { FieldError } from "../../shared/api.ts";
import type { ArticleFields, ArticleJson } from "../../shared/api_catalogue.ts";
import { articleRow, findArticle, listArticles } from "../../store/articles/articles.ts";
import {
  type ArticleOutcome,
  changeArticle,
  createArticle,
} from "../../store/articles/edit_articles.ts";
import { isCurrent, lineOf, publicationOf } from "../../store/catalogue/rules.ts";
import { type Answer, json, refused } from "../answer.ts";
import { checkValidity } from "../catalogue_rules.ts";
import { databaseOf } from "../database.ts";
import { type EdgeApp, forAnyone, forStaff, type StaffCall, staffOf } from "../endpoint.ts";
import { inScope, mayDo, seesAll } from "../permissions.ts";
import * as schemas from "../schemas_catalogue.ts";
import type { Services } from "../services.ts";
import { validate } from "../validation.ts";
import type { Language } from "../words.ts";

const TAG = "catalogue";
const ID_CHARACTERS = 12;
const PAGE = 50;
const ONE = { 200: { description: "The article", schema: schemas.articleAnswer } };

export function mountArticles(app: EdgeApp, services: Services): void {
  forStaff(app, services, {
    method: "get",
    path: "/api/v1/articles",
    tag: TAG,
    summary: "Lists articles of a unit, of those above it, and of those below, newest first",
    action: "catalogue",
    query: schemas.articleQuery,
    answers: { 200: { description: "A page", schema: schemas.articleListAnswer } },
    refusals: ["not-found", "database-unavailable"],
    handle: (call) => list(services, call),
  });

  forAnyone(app, services, {
    method: "get",
    path: "/api/v1/articles/{id}",
    tag: TAG,
    summary: "Shows an article; what is not current is shown to staff only",
    answers: ONE,
    refusals: ["not-found", "database-unavailable"],
    async handle(call) {
      const article = await findArticle(databaseOf(services).sql, call.param("id"));
      if (article === null) return refused("not-found");
      const caller = call.caller("staff");
      const staff = caller.kind === "known" ? staffOf(caller.claims) : null;
      const isShown = isCurrent(publicationOf(article), call.nowMs) ||
        (staff !== null && maySee(staff, article));
      if (!isShown) return refused("not-found");
      return json(staff === null ? { ...article, updatedBy: "" } : article);
    },
  });

  forStaff(app, services, {
    method: "post",
    path: "/api/v1/articles",
    tag: TAG,
    summary: "Writes a draft",
    action: "articles-edit",
    body: schemas.articleRequest,
    bodyBytesMax: services.limits.documentBytesMax,
    answers: { 201: { description: "The draft", schema: schemas.articleAnswer } },
    refusals: ["not-found", "full", "database-unavailable"],
    async handle(call) {
      const { unit = call.staff.unit, ...fields } = call.body;
      if (!inScope(call.staff, unit)) return refused("not-found");
      const errors = checkValidity(fields, call.language);
      if (errors.length > 0) return refused("invalid", { errors });
      const { sql } = databaseOf(services);
      const [there] = await sql`select 1 from bank.unit where id = ${unit}`;
      if (there === undefined) return refused("not-found");
      const { articlesPerUnitMax } = services.limits;
      const id = services.world.random.id(ID_CHARACTERS);
      const one = { id, unit, fields, articlesPerUnitMax };
      return answer(services, await createArticle(sql, one, editOf(call)), {
        status: 201,
        language: call.language,
      });
    },
  });

  forStaff(app, services, {
    method: "patch",
    path: "/api/v1/articles/{id}",
    tag: TAG,
    summary: "Changes, publishes or withdraws the version that was read",
    action: "articles-edit",
    body: schemas.articlePatch,
    bodyBytesMax: services.limits.documentBytesMax,
    answers: ONE,
    refusals: ["not-found", "stale", "database-unavailable"],
    async handle(call) {
      const { sql } = databaseOf(services);
      const id = call.param("id");
      const before = await findArticle(sql, id);
      if (before === null || !maySee(call.staff, before)) return refused("not-found");
      // Those above are read, not written.
      if (!inScope(call.staff, before.unit)) return refused("forbidden");
      const { version, status = before.status, ...changes } = call.body;
      const fields: ArticleFields = { ...textOf(before, changes.blocks), ...changes };
      const checked = validate(schemas.articleRequest, fields, call.language);
      if (checked.kind === "wrong") return refused("invalid", { errors: checked.errors });
      const errors = checkValidity(fields, call.language);
      if (errors.length > 0) return refused("invalid", { errors });
      const outcome = await changeArticle(sql, { id, version, fields, status }, editOf(call));
      return answer(services, outcome, { status: 200, language: call.language });
    },
  });
}

async function list(services: Services, call: StaffCall<unknown>): Promise<Answer> {
  const { q, unit, status, after, limit = PAGE } = schemas.articleQuery.parse(call.query);
  const asked = unit ?? call.staff.unit;
  if (!inScope(call.staff, asked)) return refused("not-found");
  const writes = mayDo(call.staff.role, "articles-edit") || call.staff.role === "sre";
  // Whoever only picks sees what may be picked; drafts are their unit's and of those below.
  const shown = writes ? status : "published";
  if (!writes && status !== undefined && status !== "published") {
    return json({ items: [], next: null });
  }
  const place = after === undefined ? null : schemas.ARTICLE_PLACE.exec(after);
  const { sql } = databaseOf(services);
  const rows = await listArticles(sql, {
    own: asked,
    above: lineOf(asked).slice(0, -1),
    limit: limit + 1,
    ...(q === undefined ? {} : { q }),
    ...(shown === undefined ? {} : { status: shown }),
    ...(place === null ? {} : { after: { createdAtMs: Number(place[1]), id: place[2] ?? "" } }),
  });
  const items = rows.slice(0, limit).map(({ article }) => articleRow(article));
  const last = rows[limit - 1];
  const more = rows.length > limit && last !== undefined;
  return json({ items, next: more ? `${last.createdAtMs}.${last.article.id}` : null });
}

/** Own and below in any state, of those above what they have published; managers only what is published. */
function maySee(staff: Actor, article: ArticleJson): boolean {
  if (seesAll(staff)) return true;
  if (inScope(staff, article.unit)) {
    return article.status === "published" || mayDo(staff.role, "articles-edit");
  }
  return article.status === "published" && lineOf(staff.unit).includes(article.unit);
}

function editOf(call: StaffCall<unknown>) {
  return { by: call.staff.id, atMs: call.nowMs };
}

function answer(
  services: Services,
  outcome: ArticleOutcome,
  options: { readonly status: number; readonly language: Language },
): Answer {
  switch (outcome.kind) {
    case "done":
      services.catalogue?.invalidate();
      return json(outcome.article, options.status);
    case "absent":
      return refused("not-found");
    case "full":
      return refused("full", { limit: services.limits.articlesPerUnitMax });
    case "missing":
      return refused("invalid", { errors: missing(outcome.fields, options.language) });
    case "stale":
      return refused("stale", { version: outcome.version });
  }
}

function missing(fields: readonly string[], language: Language): readonly FieldError[] {
  const zh = "不存在，请先上传图片或改选产品";
  const en = "There is no such thing: upload the picture first, or choose another product";
  return fields.map((field) => ({ field, message: language === "zh" ? zh : en }));
}

/** Fields as they are; without the translation where the text that it translates changes. */
function textOf(before: ArticleJson, next: ArticleFields["blocks"] | undefined): ArticleFields {
  const { blocksEn, ...article } = before;
  const { title, titleEn, summary, summaryEn, cover, blocks, tags, validFrom, validTo } = article;
  const same = next === undefined || JSON.stringify(next) === JSON.stringify(blocks);
  return {
    ...{ title, titleEn, summary, summaryEn, cover, blocks, tags, validFrom, validTo },
    ...(same && blocksEn !== undefined ? { blocksEn } : {}),
  };
}
