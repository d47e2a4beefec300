/** What of all campaigns needs somebody: a pure function of rows, of views of running sales, and of who asks. */
import type { Actor, CampaignView } from "../../actors/campaign/protocol.ts";
import type {
  AttentionItemJson,
  AttentionKind,
  CampaignBriefJson,
  RunningSaleJson,
} from "../shared/api_campaigns.ts";
import { mayDo } from "./permissions.ts";

/** A campaign as the list has it. */
export interface ListedCampaign extends CampaignBriefJson {
  readonly approvedBy: string | null;
}

const DAY_MS = 86_400_000;
/** Less than this share free is little. */
const LOW_SHARE = 0.1;
const ITEMS_MAX = 50;
const RUNNING_MAX = 12;

/** The most urgent first. */
const ORDER: readonly AttentionKind[] = [
  "approve",
  "launch",
  "low-stock",
  "all-held",
  "overlap",
  "late-draft",
  "opening",
  "unsettled",
  "sold-out",
];

/** `views` are those of open and paused sales. */
export function attentionOf(
  rows: readonly ListedCampaign[],
  options: {
    readonly staff: Actor;
    readonly nowMs: number;
    readonly views: ReadonlyMap<string, CampaignView>;
  },
): readonly AttentionItemJson[] {
  const items: AttentionItemJson[] = [];
  for (const row of rows) {
    const kind = kindOf(row, options);
    if (kind === null) continue;
    const units = options.views.get(row.id)?.units;
    items.push({
      kind,
      campaign: briefOf(row),
      left: units?.available ?? null,
      total: units === undefined ? null : units.total - units.withdrawn,
      other: null,
    });
  }
  items.push(...overlapsOf(rows));
  return items
    .toSorted((one, other) =>
      ORDER.indexOf(one.kind) - ORDER.indexOf(other.kind) ||
      one.campaign.startsAt.localeCompare(other.campaign.startsAt)
    )
    .slice(0, ITEMS_MAX);
}

/** Open and paused sales, the first to end before the others. */
export function runningOf(
  rows: readonly ListedCampaign[],
  views: ReadonlyMap<string, CampaignView>,
): readonly RunningSaleJson[] {
  return rows
    .flatMap((row) => {
      const view = views.get(row.id);
      return view === undefined ? [] : [{ campaign: briefOf(row), units: view.units }];
    })
    .toSorted((one, other) => one.campaign.endsAt.localeCompare(other.campaign.endsAt))
    .slice(0, RUNNING_MAX);
}

function kindOf(
  row: ListedCampaign,
  options: {
    readonly staff: Actor;
    readonly nowMs: number;
    readonly views: ReadonlyMap<string, CampaignView>;
  },
): AttentionKind | null {
  const { staff, nowMs } = options;
  const startsInMs = Date.parse(row.startsAt) - nowMs;
  switch (row.phase) {
    case "draft":
      return row.author === staff.id && startsInMs <= 0 ? "late-draft" : null;
    case "in-review":
      if (row.approvedBy !== null) return mayDo(staff.role, "schedule") ? "launch" : null;
      return mayDo(staff.role, "approve") && row.author !== staff.id ? "approve" : null;
    case "scheduled":
    case "warming":
      return startsInMs <= DAY_MS ? "opening" : null;
    case "open":
    case "paused": {
      const view = options.views.get(row.id);
      if (view === undefined) return null;
      if (view.soldOut === "final") return "sold-out";
      if (view.soldOut === "all-held") return "all-held";
      const offered = view.units.total - view.units.withdrawn;
      return view.units.available < offered * LOW_SHARE ? "low-stock" : null;
    }
    case "ended":
      return "unsettled";
    case "settled":
      return null;
  }
}

const SELLING: readonly string[] = ["in-review", "scheduled", "warming", "open", "paused"];

/** Each pair once, named by the sale that opens later. */
function overlapsOf(rows: readonly ListedCampaign[]): AttentionItemJson[] {
  const items: AttentionItemJson[] = [];
  const byProduct = Map.groupBy(
    // A referral has no product to share.
    rows.filter((row) => SELLING.includes(row.phase) && row.product !== ""),
    (row) => row.product,
  );
  for (const sales of byProduct.values()) {
    const sorted = sales.toSorted((one, other) => one.startsAt.localeCompare(other.startsAt));
    for (const [index, later] of sorted.entries()) {
      const before = sorted.slice(0, index).find((earlier) =>
        earlier.endsAt > later.startsAt && shareCustomers(earlier.unit, later.unit)
      );
      if (before === undefined) continue;
      const other = briefOf(before);
      items.push({ kind: "overlap", campaign: briefOf(later), left: null, total: null, other });
    }
  }
  return items;
}

/** Two banks may sell one product at one time; head office sells to the customers of both. */
function shareCustomers(one: string, other: string): boolean {
  const [bank, otherBank] = [one, other].map((unit) => unit.split(".")[1]);
  return bank === undefined || otherBank === undefined || bank === otherBank;
}

/** Without what only staff of its unit decide by. */
export function briefOf(row: ListedCampaign): CampaignBriefJson {
  const { approvedBy: _approvedBy, ...brief } = row;
  return brief;
}
