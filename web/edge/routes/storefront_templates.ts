/** What a bank or an outlet fixes or suggests for the storefronts below it. */
import type { JSONValue } from "postgres";
import type { StorefrontTemplateJson, TemplateContentJson } from "../../shared/api_storefront.ts";
import { lineOf } from "../../store/catalogue/rules.ts";
import { recordChange } from "../../store/changes.ts";
import { type TemplateRow, templatesOf, writeTemplate } from "../../store/storefront/templates.ts";
import { json, refused } from "../answer.ts";
import { databaseOf } from "../database.ts";
import { type EdgeApp, forStaff } from "../endpoint.ts";
import { isoInstant } from "../instant.ts";
import { inScope } from "../permissions.ts";
import * as schemas from "../schemas_storefront.ts";
import type { Services } from "../services.ts";
import { placeBlocks } from "../storefront/blocks.ts";
import { missingPictures } from "../storefront/pictures.ts";
import { templateOf } from "../storefront/sources.ts";

const ROUTE = {
  path: "/api/v1/units/{id}/storefront-template",
  tag: "storefronts",
  answers: { 200: { description: "The template", schema: schemas.templateAnswer } },
} as const;

export function mountStorefrontTemplates(app: EdgeApp, services: Services): void {
  const { sources, engine } = services;

  forStaff(app, services, {
    ...ROUTE,
    method: "get",
    summary: "What this unit says of the storefronts below, and what units above have locked",
    action: "storefront",
    refusals: ["not-found", "database-unavailable"],
    async handle(call) {
      const unit = call.param("id");
      if (!inScope(call.staff, unit)) return refused("not-found");
      const { sql } = databaseOf(services);
      const [there] = await sql`select 1 from bank.unit where id = ${unit}`;
      if (there === undefined) return refused("not-found");
      return json(templateJson(unit, await templatesOf(sql, lineOf(unit))));
    },
  });

  forStaff(app, services, {
    ...ROUTE,
    method: "put",
    summary: "Replaces it; storefronts below follow within seconds",
    action: "storefront-template",
    body: schemas.templateRequest,
    refusals: ["not-found", "stale", "database-unavailable"],
    async handle(call) {
      const unit = call.param("id");
      if (!inScope(call.staff, unit)) return refused("not-found");
      const { sql } = databaseOf(services);
      const { version, content } = call.body;
      const errors = await missingPictures(services.database, content, call.language);
      if (errors.length > 0) return refused("invalid", { errors });
      const edit = { atMs: Math.floor(engine.nowMs()), by: call.staff.id };
      const outcome = await sql.begin(async (tx) => {
        const [there] = await tx`select 1 from bank.unit where id = ${unit}`;
        if (there === undefined) return null;
        const before = (await templatesOf(tx, [unit]))[0];
        const written = await writeTemplate(tx, { unit, version, content, ...edit });
        if (written === null) return { stale: before?.version ?? 0 };
        await recordChange(tx, {
          ...edit,
          action: "storefront-template.changed",
          subject: `unit/${unit}`,
          unit,
          before: before === undefined ? null : asRecord(before.content),
          after: asRecord(content),
        });
        return { rows: await templatesOf(tx, lineOf(unit)) };
      });
      if (outcome === null) return refused("not-found");
      if ("stale" in outcome) return refused("stale", { version: outcome.stale });
      sources.templateChanged();
      return json(templateJson(unit, outcome.rows));
    },
  });
}

/** A document as the change log takes it. */
function asRecord(content: TemplateContentJson): Record<string, JSONValue> {
  return JSON.parse(JSON.stringify(content));
}

function templateJson(unit: string, rows: readonly TemplateRow[]): StorefrontTemplateJson {
  const own = rows.find((row) => row.unit === unit);
  const above = rows.filter((row) => row.unit !== unit).map(templateOf);
  return {
    unit,
    version: own?.version ?? 0,
    content: own?.content ?? null,
    updatedAt: own === undefined ? null : isoInstant(Number(own.updated_ms)),
    updatedBy: own?.updated_by ?? null,
    locked: placeBlocks(above, null).flatMap(({ block, lockedBy }) =>
      lockedBy === null ? [] : [{ block, unit: lockedBy.unit, unitName: lockedBy.unitName }]
    ),
  };
}
