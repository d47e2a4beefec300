/** The kind `directory`: the list of campaigns, one actor `directory/campaigns`, fed by the campaigns. */
import type { Decision, Kind, Stamped } from "../../engine/contract.ts";
import type { CampaignSummary, DirectoryCommand, DirectoryReply } from "./protocol.ts";

/** A campaign tells its row. */
interface Put {
  readonly kind: "put";
  readonly summary: CampaignSummary;
}

export interface Listed {
  readonly kind: "listed";
  readonly summary: CampaignSummary;
}

export interface DirectoryState {
  /** By id, oldest first. */
  readonly rows: Map<string, CampaignSummary>;
}

export type DirectoryKind = Kind<
  DirectoryCommand | Put,
  Listed,
  DirectoryReply | { readonly kind: "noted" },
  DirectoryState
>;

const PAGE_MAX = 200;
const ROW_BYTES = 400;

export function createDirectoryKind(): DirectoryKind {
  return {
    name: "directory",
    eventVersion: 1,
    snapshotVersion: 1,
    initial: () => ({ rows: new Map() }),
    decide,
    evolve(state, event) {
      state.rows.set(event.summary.id, event.summary);
      return state;
    },
    save: (state) => [...state.rows.values()],
    load(_key, data) {
      // Written by `save` above; the journal guards the bytes.
      const rows = data as CampaignSummary[];
      return { rows: new Map(rows.map((row) => [row.id, row])) };
    },
    weigh: (state) => state.rows.size * ROW_BYTES,
  };
}

function decide(
  command: Stamped<DirectoryCommand | Put>,
  state: Readonly<DirectoryState>,
): Decision<Listed, DirectoryReply | { readonly kind: "noted" }> {
  const body = command.body;
  if (body.kind === "list") return { events: [], reply: page(state, body) };
  const nothing = { kind: "noted" } as const;
  if (command.from !== `campaign/${body.summary.id}`) return { events: [], reply: nothing };
  return { events: [{ kind: "listed", summary: body.summary }], reply: nothing };
}

function page(state: Readonly<DirectoryState>, query: DirectoryCommand): DirectoryReply {
  const limit = Math.min(Math.max(1, query.limit), PAGE_MAX);
  const rows = [...state.rows.values()].reverse();
  const from = query.after === undefined ? 0 : rows.findIndex((row) => row.id === query.after) + 1;
  const campaigns: CampaignSummary[] = [];
  let next: string | null = null;
  for (const row of rows.slice(from)) {
    if (query.phase !== undefined && row.phase !== query.phase) continue;
    if (query.unit !== undefined && row.unit !== query.unit) continue;
    if (campaigns.length === limit) {
      next = campaigns.at(-1)?.id ?? null;
      break;
    }
    campaigns.push(row);
  }
  return { kind: "page", campaigns, next };
}
