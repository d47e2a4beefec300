/** What of all campaigns needs somebody, and which sales of one product meet. */
import { z } from "@hono/zod-openapi";
import type { Actor, CampaignView } from "../../../actors/campaign/protocol.ts";
import type * as api from "../../shared/api_campaigns.ts";
import type { PhaseJson } from "../../shared/api.ts";
import { countByPhase, findCampaigns } from "../../store/campaign_rows.ts";
import { attentionOf, briefOf, type ListedCampaign, runningOf } from "../attention.ts";
import { json } from "../answer.ts";
import { followedRows } from "../database.ts";
import { type EdgeApp, forStaff } from "../endpoint.ts";
import { seesAll } from "../permissions.ts";
import * as schemas from "../schemas.ts";
import type { Services } from "../services.ts";

const TAG = "campaigns";
/** Rows that one answer looks at. */
const ROWS_MAX = 300;
/** Running sales whose stock is asked for. */
const VIEWS_MAX = 60;
const OVERLAPS_MAX = 20;
const DRAFTS_MAX = 50;
const BUSY: readonly PhaseJson[] = [
  "in-review",
  "scheduled",
  "warming",
  "open",
  "paused",
  "ended",
];
const MEETING: readonly PhaseJson[] = ["in-review", "scheduled", "warming", "open", "paused"];

const instant = z.iso.datetime({ offset: true });
const phase = z.enum(["draft", ...BUSY, "settled"]);
const brief: z.ZodType<api.CampaignBriefJson> = z.object({
  id: z.string(),
  title: z.string(),
  product: z.string(),
  phase,
  startsAt: instant,
  endsAt: instant,
  units: z.int(),
  author: z.string(),
  unit: z.string(),
}).openapi("CampaignBrief");
const overlapsAnswer: z.ZodType<api.OverlapsJson> = z.object({
  asOf: instant,
  items: z.array(brief),
}).openapi("Overlaps");
const attentionAnswer: z.ZodType<api.AttentionJson> = z.object({
  asOf: instant,
  items: z.array(z.object({
    kind: z.enum([
      "approve",
      "launch",
      "late-draft",
      "low-stock",
      "all-held",
      "sold-out",
      "overlap",
      "opening",
      "unsettled",
    ]),
    campaign: brief,
    left: z.int().nullable(),
    total: z.int().nullable(),
    other: brief.nullable(),
  })),
  running: z.array(z.object({ campaign: brief, units: schemas.units })),
  counts: z.record(phase, z.int()),
}).openapi("Attention");

const overlapsQuery = z.object({
  product: z.string().trim().min(1).max(200),
  from: instant,
  to: instant,
  except: z.string().max(64).optional(),
});

/** Before the routes with an id: these words are no ids. */
export function mountAttention(app: EdgeApp, services: Services): void {
  forStaff(app, services, {
    method: "get",
    path: "/api/v1/campaigns/attention",
    tag: TAG,
    summary: "Says which campaigns in scope need somebody",
    action: "read",
    answers: { 200: { description: "The most urgent first", schema: attentionAnswer } },
    refusals: ["database-unavailable"],
    async handle({ staff, nowMs }) {
      const { sql, asOf } = await followedRows(services);
      const unit = unitOf(staff);
      const [busy, drafts] = await Promise.all([
        findCampaigns(sql, { unit, phases: BUSY, limit: ROWS_MAX }),
        findCampaigns(sql, { unit, phases: ["draft"], author: staff.id, limit: DRAFTS_MAX }),
      ]);
      const rows = [...busy, ...drafts];
      const views = await viewsOf(services, rows);
      const items = attentionOf(rows, { staff, nowMs, views });
      const counts = await countByPhase(sql, unit);
      const running = runningOf(rows, views);
      return json({ asOf, items, running, counts } satisfies api.AttentionJson);
    },
  });

  forStaff(app, services, {
    method: "get",
    path: "/api/v1/campaigns/overlaps",
    tag: TAG,
    summary: "Finds sales in scope of one product whose times meet",
    action: "read",
    query: overlapsQuery,
    answers: { 200: { description: "Earliest first", schema: overlapsAnswer } },
    refusals: ["database-unavailable"],
    async handle({ staff, query }) {
      const { product, from, to, except } = overlapsQuery.parse(query);
      const { sql, asOf } = await followedRows(services);
      const rows = await findCampaigns(sql, {
        unit: unitOf(staff),
        phases: MEETING,
        limit: OVERLAPS_MAX,
        meeting: { product, fromMs: Date.parse(from), toMs: Date.parse(to), except: except ?? "" },
      });
      return json({ asOf, items: rows.map(briefOf) } satisfies api.OverlapsJson);
    },
  });
}

/** Null: no unit bounds it. */
function unitOf(staff: Actor): string | null {
  return seesAll(staff) ? null : staff.unit;
}

/** Of running sales; one that does not answer is left out rather than everything. */
async function viewsOf(
  services: Services,
  rows: readonly ListedCampaign[],
): Promise<ReadonlyMap<string, CampaignView>> {
  const running = rows.filter((row) => row.phase === "open" || row.phase === "paused");
  const found = await Promise.all(
    running.slice(0, VIEWS_MAX).map(({ id }) => services.campaigns.find(id).catch(() => null)),
  );
  return new Map(found.flatMap((one) => one === null ? [] : [[one.view.id, one.view]]));
}
