/** The kind `directory`: the list of campaigns, one actor `directory/campaigns`, fed by the campaigns. */
import type { Decision, Kind, Stamped } from "../../engine/contract.ts";
import type {
  CampaignSummary,
  DirectoryCommand,
  DirectoryReply,
  NumberedSummary,
} from "./protocol.ts";

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
  /** By id, oldest first; rows stay for ever, so that a place is a number. */
  readonly rows: Map<string, NumberedSummary>;
  /** By number, from 1. */
  readonly ids: string[];
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
    initial: () => ({ rows: new Map(), ids: [] }),
    decide,
    evolve: (state, event) => put(state, event.summary),
    save: (state) => [...state.rows.values()].map(({ no: _, ...summary }) => summary),
    load(_key, data) {
      // Written by `save` above, oldest first; the journal guards the bytes.
      const rows = data as CampaignSummary[];
      return rows.reduce(put, { rows: new Map(), ids: [] });
    },
    weigh: (state) => state.rows.size * ROW_BYTES,
  };
}

function put(state: DirectoryState, summary: CampaignSummary): DirectoryState {
  const no = state.rows.get(summary.id)?.no ?? state.ids.push(summary.id);
  state.rows.set(summary.id, { ...summary, no });
  return state;
}

function decide(
  command: Stamped<DirectoryCommand | Put>,
  state: Readonly<DirectoryState>,
): Decision<Listed, DirectoryReply | { readonly kind: "noted" }> {
  const body = command.body;
  if (body.kind === "list") return { events: [], reply: page(state, body) };
  if (body.kind === "numbers") return { events: [], reply: numbers(state, body) };
  const nothing = { kind: "noted" } as const;
  if (command.from !== `campaign/${body.summary.id}`) return { events: [], reply: nothing };
  return { events: [{ kind: "listed", summary: body.summary }], reply: nothing };
}

function numbers(
  state: Readonly<DirectoryState>,
  { after, limit }: Extract<DirectoryCommand, { readonly kind: "numbers" }>,
): DirectoryReply {
  const from = Math.max(0, after);
  const ids = state.ids.slice(from, from + Math.min(Math.max(1, limit), PAGE_MAX));
  const campaigns = ids.flatMap((id) => state.rows.get(id) ?? []);
  const last = from + campaigns.length;
  return { kind: "page", campaigns, next: last < state.ids.length ? String(last) : null };
}

type List = Extract<DirectoryCommand, { readonly kind: "list" }>;

function page(state: Readonly<DirectoryState>, query: List): DirectoryReply {
  const limit = Math.min(Math.max(1, query.limit), PAGE_MAX);
  const rows = [...state.rows.values()].reverse();
  const from = query.after === undefined ? 0 : rows.findIndex((row) => row.id === query.after) + 1;
  const campaigns: NumberedSummary[] = [];
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
