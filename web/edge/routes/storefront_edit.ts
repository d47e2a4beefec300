/** Storefronts for their managers: draft, publish, go back, preview, today. */
import {
  type Content,
  DEFAULT_CONTENT,
  type StorefrontCommand,
  type StorefrontProtocol,
  type StorefrontView,
} from "../../../actors/storefront/protocol.ts";
import type {
  MeasureJson,
  StorefrontDraftJson,
  StorefrontJson,
  StorefrontTodayJson,
  StorefrontVersionsJson,
} from "../../shared/api_storefront.ts";
import type { FieldError } from "../../shared/api.ts";
import { type Answer, json, refused } from "../answer.ts";
import { type EdgeApp, forStaff, type StaffCall } from "../endpoint.ts";
import { isoInstant } from "../instant.ts";
import { inReach } from "../permissions.ts";
import * as schemas from "../schemas_storefront.ts";
import type { Services } from "../services.ts";
import { lockedProblems, placeBlocks, type Template } from "../storefront/blocks.ts";
import { compose, type Manager } from "../storefront/compose.ts";
import { missingPictures } from "../storefront/pictures.ts";
import { previewContent, previewVisitor } from "../storefront/preview.ts";
import type { Language } from "../words.ts";

const TAG = "storefronts";
const PATH = "/api/v1/storefronts/{managerId}";
const DRAFT = { 200: { description: "The draft", schema: schemas.draftAnswer } };

export function mountStorefrontEdit(app: EdgeApp, services: Services): void {
  const { engine, sources, storefronts } = services;

  forStaff(app, services, {
    method: "get",
    path: `${PATH}/draft`,
    tag: TAG,
    summary: "The draft; what is published, or the default, where there is none",
    action: "storefront",
    answers: DRAFT,
    refusals: ["not-found", "database-unavailable"],
    handle: (call) =>
      withManager(services, call, async (manager) => {
        const reply = await ask(services, manager, { kind: "view" });
        return reply.kind === "view" ? json(await draftJson(manager, reply.view)) : NOT_FOUND;
      }),
  });

  forStaff(app, services, {
    method: "put",
    path: `${PATH}/draft`,
    tag: TAG,
    summary: "Saves the draft of the version that was read; a locked block keeps its place",
    action: "storefront-edit",
    body: schemas.draftRequest,
    answers: DRAFT,
    refusals: ["not-found", "stale", "database-unavailable"],
    handle: (call) =>
      withManager(services, call, async (manager) => {
        const { content, version: revision } = call.body;
        const templates = await sources.templates(manager.unit);
        const errors = [
          ...lockedErrors(templates, content, call.language),
          ...await missingPictures(services.database, content, call.language),
        ];
        if (errors.length > 0) return refused("invalid", { errors });
        const by = call.staff.id;
        return await edit(manager, { kind: "save-draft", content, revision, by });
      }),
  });

  forStaff(app, services, {
    method: "post",
    path: `${PATH}/publish`,
    tag: TAG,
    summary: "Shows the draft to visitors, at once",
    action: "storefront-edit",
    body: schemas.publishRequest,
    answers: DRAFT,
    refusals: ["not-found", "stale", "no-draft", "database-unavailable"],
    handle: (call) =>
      withManager(services, call, (manager) => {
        const { version: revision } = call.body;
        return edit(manager, { kind: "publish", revision, by: call.staff.id });
      }),
  });

  forStaff(app, services, {
    method: "post",
    path: `${PATH}/rollback`,
    tag: TAG,
    summary: "Publishes a kept version again, as a new one; a draft is dropped",
    action: "storefront-edit",
    body: schemas.rollbackRequest,
    answers: DRAFT,
    refusals: ["not-found", "stale", "database-unavailable"],
    handle: (call) =>
      withManager(services, call, (manager) => {
        const { to, version: revision } = call.body;
        return edit(manager, { kind: "roll-back", to, revision, by: call.staff.id });
      }),
  });

  forStaff(app, services, {
    method: "get",
    path: `${PATH}/versions`,
    tag: TAG,
    summary: "Published versions that are kept, newest first",
    action: "storefront",
    answers: { 200: { description: "The versions", schema: schemas.versionsAnswer } },
    refusals: ["not-found", "database-unavailable"],
    handle: (call) =>
      withManager(services, call, async (manager) => {
        const reply = await ask(services, manager, { kind: "versions" });
        if (reply.kind !== "versions") return NOT_FOUND;
        const answer: StorefrontVersionsJson = {
          items: reply.versions.map(({ atMs, ...one }) => ({ ...one, at: isoInstant(atMs) })),
        };
        return json(answer);
      }),
  });

  forStaff(app, services, {
    method: "get",
    path: `${PATH}/preview`,
    tag: TAG,
    summary: "The storefront as a customer with these tags, of this unit, would see it",
    action: "storefront",
    query: schemas.previewQuery,
    answers: { 200: { description: "The storefront", schema: schemas.storefrontAnswer } },
    refusals: ["not-found", "database-unavailable"],
    handle: (call) =>
      withManager(services, call, async (manager) => {
        const content = await previewContent(services, manager, call.query.draft === "1");
        const materials = await storefronts.materials(manager, content);
        const answer: StorefrontJson = {
          ...compose(materials, previewVisitor(call.query)),
          serverTime: isoInstant(engine.nowMs()),
        };
        return json(answer);
      }),
  });

  forStaff(app, services, {
    method: "get",
    path: `${PATH}/today`,
    tag: TAG,
    summary: "What visitors did since midnight in China, as of now",
    action: "storefront",
    answers: { 200: { description: "The sums", schema: schemas.todayAnswer } },
    refusals: ["not-found", "database-unavailable"],
    handle: (call) =>
      withManager(services, call, async (manager) => {
        const reply = await ask(services, manager, { kind: "today" });
        if (reply.kind !== "today") return NOT_FOUND;
        const present = services.presence.now(manager.id);
        return json({ ...todayJson(reply.today, engine.nowMs()), present });
      }),
  });

  async function edit(
    manager: Manager,
    command: Extract<StorefrontCommand, { kind: "save-draft" | "publish" | "roll-back" }>,
  ): Promise<Answer> {
    const reply = await ask(services, manager, command);
    switch (reply.kind) {
      case "view":
        return json(await draftJson(manager, reply.view));
      case "rejected":
        return refused(reply.code, { version: reply.view.revision });
      default:
        return NOT_FOUND;
    }
  }

  async function draftJson(manager: Manager, view: StorefrontView): Promise<StorefrontDraftJson> {
    const templates = await sources.templates(manager.unit);
    const { revision, draft, published } = view;
    const own = draft?.content ?? published?.content ?? null;
    const placed = placeBlocks(templates, own?.blocks ?? null);
    return {
      managerId: manager.id,
      version: revision,
      content: { ...own ?? DEFAULT_CONTENT, blocks: placed.map(({ block }) => block) },
      unpublished: draft !== null,
      savedAt: draft === null ? null : isoInstant(draft.atMs),
      published: published === null
        ? null
        : { version: published.version, at: isoInstant(published.atMs), by: published.by },
      locked: placed.flatMap(({ block, lockedBy }) =>
        lockedBy === null ? [] : [{ block, unit: lockedBy.unit, unitName: lockedBy.unitName }]
      ),
    };
  }
}

const NOT_FOUND = refused("not-found");

/** Runs it for a manager within reach; 404 for everyone else's. */
async function withManager<Body>(
  { storefronts }: Services,
  call: StaffCall<Body>,
  run: (manager: Manager) => Promise<Answer>,
): Promise<Answer> {
  const manager = await storefronts.manager(call.param("managerId"));
  if (manager === null) return NOT_FOUND;
  if (!inReach(call.staff, { manager: manager.id, unit: manager.unit })) return NOT_FOUND;
  return await run(manager);
}

function ask({ engine }: Services, manager: Manager, command: StorefrontCommand) {
  return engine.ask(engine.ref<StorefrontProtocol>("storefront", manager.id), command);
}

function lockedErrors(
  templates: readonly Template[],
  content: Content,
  language: Language,
): FieldError[] {
  return lockedProblems(templates, content.blocks).map(({ at, what, by }) => {
    const zh = what === "hidden" ? "不能隐藏" : "不能移动";
    return {
      field: what === "hidden" ? `blocks.${at}.hidden` : `blocks.${at}`,
      message: language === "zh"
        ? `由${by.unitName}统一设定，${zh}`
        : `Fixed by ${by.unitName}: leave it ${what === "hidden" ? "shown" : "where it is"}`,
    };
  }).map(({ field, message }) => ({ field: `content.${field}`, message }));
}

const LEADS: readonly MeasureJson[] = ["call", "wechat", "action"];

function todayJson(
  { day, rows }: Pick<StorefrontTodayJson, "day" | "rows">,
  nowMs: number,
): Omit<StorefrontTodayJson, "present"> {
  const sum = (...measures: readonly MeasureJson[]) =>
    rows.reduce((all, { measure, n }) => measures.includes(measure) ? all + n : all, 0);
  return {
    day,
    asOf: isoInstant(nowMs),
    visits: sum("visit"),
    visitors: sum("visitor"),
    newVisitors: sum("new-visitor"),
    clicks: sum("click"),
    shares: sum("share"),
    leads: sum(...LEADS),
    rows,
  };
}
