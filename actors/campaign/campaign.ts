/** The kind `campaign`: a flash sale or a referral from draft to settled. Key: campaign id. */
import type { Kind, Stamped } from "../../engine/contract.ts";
import { wake } from "./clock.ts";
import { type CampaignAnswer, type CampaignMessage, decide, viewNow } from "./decide.ts";
import { loadCourse, openCourse, saveCourse } from "./course.ts";
import type { CampaignEvent } from "./events.ts";
import { evolve } from "./evolve.ts";
import type { SaleLimits } from "./spec.ts";
import { type CampaignState, initial } from "./state.ts";
import { acknowledged, phaseKey, withdrawalKey } from "./turn.ts";
import { WaitingList } from "./waiting_list.ts";

export type CampaignKind = Kind<CampaignMessage, CampaignEvent, CampaignAnswer, CampaignState>;

const BASE_BYTES = 2_000;
const CELL_BYTES = 120;
const COURSE_CELL_BYTES = 3_000;
const OUTLET_BYTES = 80;
const PLACE_BYTES = 120;
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
      state.course.cells.length * COURSE_CELL_BYTES + state.course.outlets.size * OUTLET_BYTES +
      state.course.places.size * PLACE_BYTES +
      (state.waiting.size + state.offers.size) * WAITER_BYTES,
  };
}

function save(state: Readonly<CampaignState>): unknown {
  const { course, ...rest } = state;
  return {
    ...rest,
    waiting: state.waiting.save(),
    offers: [...state.offers],
    ...(course.cells.length === 0 ? {} : { course: saveCourse(course) }),
  };
}

function load(key: string, data: unknown, version: number): CampaignState {
  if (version !== 1) {
    throw new Error(`Cannot load a campaign snapshot: version ${version} is unknown`);
  }
  // Written by `save` above; the journal guards the bytes.
  const from = data as Omit<CampaignState, "waiting" | "offers" | "course"> & {
    waiting: unknown;
    course?: unknown;
    offers: [string, { ticket: number; deadlineMs: number; cell: number }][];
  };
  return {
    ...initial(key),
    ...from,
    // Before there were referrals, a book had no purse.
    book: { ...from.book, purse: from.book.purse ?? null },
    course: from.course === undefined ? openCourse(0) : loadCourse(from.course),
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
        body.delta < 0 && book.purse === null &&
        !state.history.some((h) => h.what === "withdrawn" && h.atMs >= firstMs)
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
