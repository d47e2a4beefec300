/** Short links and their QR codes. Opening one is in `open_link.ts`. */
import type { JSONValue } from "postgres";
import { newCode } from "../../share/codes.ts";
import { unreachable } from "../../share/reach.ts";
import type { LinkJson, LinkRequest, LinkTargetJson } from "../../shared/api_links.ts";
import { recordChange } from "../../store/changes.ts";
import { addLink, changeLink, findLink, type LinkRow, linksOf } from "../../store/links/links.ts";
import { findManager, type ManagerRow } from "../../store/links/managers.ts";
import { originOf } from "../address.ts";
import { type Answer, json, refused } from "../answer.ts";
import { databaseOf, followedRows } from "../database.ts";
import { type Call, type EdgeApp, forStaff, type StaffCall } from "../endpoint.ts";
import { isoInstant } from "../instant.ts";
import { inReach } from "../permissions.ts";
import * as schemas from "../schemas_links.ts";
import type { Services } from "../services.ts";
import { isPrivate } from "./campaigns.ts";

const TAG = "links";
const PAGE = 50;
const ONE = { description: "The link", schema: schemas.linkAnswer };

export function mountLinks(app: EdgeApp, services: Services): void {
  forStaff(app, services, {
    method: "get",
    path: "/api/v1/links",
    tag: TAG,
    summary: "Lists a manager's links, the printed one first; managers need not say whose",
    action: "links",
    query: schemas.linkQuery,
    answers: { 200: { description: "A page", schema: schemas.linkListAnswer } },
    refusals: ["not-found", "database-unavailable"],
    handle: (call) => list(services, call),
  });

  forStaff(app, services, {
    method: "post",
    path: "/api/v1/links",
    tag: TAG,
    summary: "Makes a link for a channel",
    action: "links-edit",
    body: schemas.linkRequest,
    answers: { 201: ONE },
    refusals: ["not-found", "full", "database-unavailable"],
    handle: (call) => make(services, call),
  });

  forStaff(app, services, {
    method: "patch",
    path: "/api/v1/links/{code}",
    tag: TAG,
    summary: "Changes where a link leads; what is printed stays as it is",
    action: "links-edit",
    body: schemas.linkPatch,
    answers: { 200: ONE },
    refusals: ["not-found", "stale", "database-unavailable"],
    handle: (call) => change(services, call),
  });
}

/** The link as it is printed. */
export function urlOf(
  services: Services,
  call: Pick<Call<unknown>, "request">,
  code: string,
): string {
  return `${originOf(call.request, services)}/r/${code}`;
}

async function list(services: Services, call: StaffCall<unknown>): Promise<Answer> {
  const { manager = call.staff.id, after, limit = PAGE } = schemas.linkQuery.parse(call.query);
  const { sql, asOf } = await followedRows(services);
  const whose = await reachable(services, call, manager);
  if (whose === null) return refused("not-found");
  if (!whose.left) await printedLink(services, manager, call.nowMs);
  const rows = await linksOf(sql, { manager, after, limit: limit + 1 });
  const items = rows.slice(0, limit).map((row) => linkJson(services, call, row));
  const last = items.at(-1);
  return json({
    items,
    next: rows.length > limit && last !== undefined ? last.code : null,
    asOf,
    unreachable: unreachable(originOf(call.request, services), call.language),
  });
}

/** The manager's one permanent code, made when it is first needed. */
export async function printedLink(
  services: Services,
  manager: string,
  atMs: number,
): Promise<LinkRow> {
  const { sql } = databaseOf(services);
  const link = {
    manager,
    channel: "print",
    target: { kind: "storefront" },
    only: "printed",
    atMs,
    by: "system",
  } as const;
  return await addLink(sql, link, () => newCode(services.world.random));
}

/** A manager within the caller's reach; null for anyone else. */
export async function reachable(
  services: Services,
  call: StaffCall<unknown>,
  manager: string,
): Promise<ManagerRow | null> {
  const found = await findManager(databaseOf(services).sql, manager);
  return found !== null && inReach(call.staff, { manager: found.id, unit: found.unit })
    ? found
    : null;
}

async function make(services: Services, call: StaffCall<LinkRequest>): Promise<Answer> {
  const { manager = call.staff.id, channel, target, label } = call.body;
  const { sql } = databaseOf(services);
  const whose = await reachable(services, call, manager);
  if (whose === null || whose.left) return refused("not-found");
  const missing = await missingTarget(services, target, call.language);
  if (missing !== null) return missing;
  const { linksPerManagerMax } = services.limits;
  const [counted] =
    await sql`select count(*) as n from bank.link where manager = ${manager} and not poster`;
  if (Number(counted?.["n"]) >= linksPerManagerMax) return refused("full");
  const row = await sql.begin(async (tx) => {
    const made = await addLink(tx, {
      manager,
      channel,
      target,
      ...label === undefined ? {} : { label },
      atMs: call.nowMs,
      by: call.staff.id,
    }, () => newCode(services.world.random));
    await recordChange(tx, {
      ...changeOf(call, { code: made.code, unit: whose.unit }),
      action: "link.made",
      before: null,
      after: { manager, channel, ...shownOf(made) },
    });
    return made;
  });
  return json(linkJson(services, call, row), 201);
}

async function change(
  services: Services,
  call: StaffCall<{
    readonly version: number;
    readonly target?: LinkTargetJson;
    readonly label?: string;
  }>,
): Promise<Answer> {
  const { sql } = databaseOf(services);
  const code = call.param("code");
  const before = await findLink(sql, code);
  const whose = before === null ? null : await reachableHeir(services, call, before.manager);
  if (before === null || whose === null) return refused("not-found");
  const { version, target, label } = call.body;
  if (target !== undefined) {
    const missing = await missingTarget(services, target, call.language);
    if (missing !== null) return missing;
  }
  const after = await sql.begin(async (tx) => {
    const changed = await changeLink(tx, { code, version, target, label });
    if (changed === null) return null;
    await recordChange(tx, {
      ...changeOf(call, { code, unit: whose.unit }),
      action: "link.changed",
      before: shownOf(before),
      after: shownOf(changed),
    });
    return changed;
  });
  if (after === null) {
    const present = await findLink(sql, code);
    return refused("stale", { version: present?.version ?? before.version });
  }
  // Whoever opens it next is led to the new page.
  const known = services.share.bearings.peek(code);
  if (known) services.share.bearings.put(code, { ...known, target: after.target });
  return json(linkJson(services, call, after));
}

/** The manager of a link, or who follows one who left. */
async function reachableHeir(
  services: Services,
  call: StaffCall<unknown>,
  manager: string,
): Promise<ManagerRow | null> {
  const { sql } = databaseOf(services);
  const [row] = await sql`select successor from bank.staff where id = ${manager}`;
  const heir: unknown = row?.["successor"];
  const own = await reachable(services, call, manager);
  return own ?? (typeof heir === "string" ? await reachable(services, call, heir) : null);
}

/** The refusal of a target that does not exist; null where it does. */
async function missingTarget(
  services: Services,
  target: LinkTargetJson,
  language: "zh" | "en",
): Promise<Answer | null> {
  if (target.kind === "storefront" || target.kind === "path") return null;
  const { sql } = databaseOf(services);
  const { id } = target;
  const isThere = target.kind === "campaign"
    ? await isShown(services, id)
    : (await (target.kind === "product"
      ? sql`select 1 from bank.product where id = ${id}`
      : sql`select 1 from bank.article where id = ${id}`)).length > 0;
  if (isThere) return null;
  const message = language === "zh" ? "没有这个编号" : "There is nothing with this id";
  return refused("invalid", { errors: [{ field: "target.id", message }] });
}

/** Whether customers may see the sale: nobody prints a draft. */
async function isShown(services: Services, id: string): Promise<boolean> {
  const found = await services.campaigns.find(id);
  return found !== null && !isPrivate(found.view.phase);
}

function changeOf(call: StaffCall<unknown>, link: { code: string; unit: string }) {
  const { staff, nowMs } = call;
  return {
    atMs: Math.floor(nowMs),
    by: staff.id,
    subject: `link/${link.code}`,
    unit: link.unit,
  };
}

function shownOf(row: LinkRow): Record<string, JSONValue> {
  return { target: { ...row.target }, label: row.label };
}

function linkJson(services: Services, call: Call<unknown>, row: LinkRow): LinkJson {
  const { code, manager, channel, target, label, printed, clicks, version } = row;
  return {
    code,
    url: urlOf(services, call, code),
    manager,
    channel,
    target,
    label,
    printed,
    clicks,
    createdAt: isoInstant(row.createdMs),
    version,
  };
}
