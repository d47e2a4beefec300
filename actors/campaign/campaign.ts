/** The kind `campaign`: a flash sale from draft to settled. Key: campaign id. */
import type { Kind, Stamped } from "../../engine/contract.ts";
import { wake } from "./clock.ts";
import { type CampaignAnswer, type CampaignMessage, decide, viewNow } from "./decide.ts";
import type { CampaignEvent } from "./events.ts";
import { evolve } from "./evolve.ts";
import type { SaleLimits } from "./spec.ts";
import { type CampaignState, initial } from "./state.ts";
import { acknowledged, phaseKey, withdrawalKey } from "./turn.ts";
import { WaitingList } from "./waiting_list.ts";

export type CampaignKind = Kind<CampaignMessage, CampaignEvent, CampaignAnswer, CampaignState>;

const BASE_BYTES = 2_000;
const CELL_BYTES = 120;
const WAITER_BYTES = 120;

export function createCampaignKind(limits: SaleLimits): CampaignKind {
  return {
    name: "campaign",
    eventVersion: 1,
    snapshotVersion: 1,
    initial,
    decide: (command, state) => decide(command, state, limits),
    evolve,
    wake,
    save,
    load,
    again: (command, state, firstMs) => again(command, state, { limits, firstMs }),
    weigh: (state) =>
      BASE_BYTES + state.book.cells.length * CELL_BYTES +
      (state.waiting.size + state.offers.size) * WAITER_BYTES,
  };
}

function save(state: Readonly<CampaignState>): unknown {
  return { ...state, waiting: state.waiting.save(), offers: [...state.offers] };
}

function load(key: string, data: unknown, version: number): CampaignState {
  if (version !== 1) {
    throw new Error(`Cannot load a campaign snapshot: version ${version} is unknown`);
  }
  // Written by `save` above; the journal guards the bytes.
  const from = data as Omit<CampaignState, "waiting" | "offers"> & {
    waiting: unknown;
    offers: [string, { ticket: number; deadlineMs: number; cell: number }][];
  };
  return {
    ...initial(key),
    ...from,
    waiting: WaitingList.load(from.waiting),
    offers: new Map(from.offers),
  };
}

/** A repeated command waits with the first one, or sees what became of it. */
function again(
  command: Stamped<CampaignMessage>,
  state: Readonly<CampaignState>,
  { limits, firstMs }: { readonly limits: SaleLimits; readonly firstMs: number },
): { reply: CampaignAnswer } | { wait: string } {
  const { body, commandId } = command;
  const { book } = state;
  switch (body.kind) {
    case "schedule":
    case "pause":
    case "resume":
    case "extend":
    case "end":
      if (acknowledged(book) < book.phaseVersion) return { wait: phaseKey(book.phaseVersion) };
      break;
    case "units":
      if (book.withdrawal?.id === commandId) return { wait: withdrawalKey(commandId) };
      if (
        body.delta < 0 && !state.history.some((h) => h.what === "withdrawn" && h.atMs >= firstMs)
      ) {
        return { reply: { kind: "rejected", code: "would-strand", phase: book.phase } };
      }
      break;
    case "join-waiting":
    case "my-waiting":
    case "leave-waiting": {
      const decision = decide(command, state, limits);
      if ("reply" in decision) return { reply: decision.reply };
      break;
    }
  }
  return { reply: viewNow(command, state, limits) };
}
