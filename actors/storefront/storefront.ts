/** The kind `storefront`: a manager's page in versions, and what its visitors did today. */
import type { Decision, Kind, Stamped } from "../../engine/contract.ts";
import { addCounted, countAll } from "./count.ts";
import {
  COUNTS_MAX,
  type StorefrontCommand,
  type StorefrontEvent,
  type StorefrontReply,
  type StorefrontToday,
  type StorefrontView,
  VERSIONS_MAX,
} from "./protocol.ts";
import { dayOf } from "./day.ts";
import { initial, load, save, type StorefrontSaved, type StorefrontState, weigh } from "./state.ts";

export type StorefrontKind = Kind<
  StorefrontCommand,
  StorefrontEvent,
  StorefrontReply,
  StorefrontState
>;

export function createStorefrontKind(): StorefrontKind {
  return {
    name: "storefront",
    eventVersion: 1,
    snapshotVersion: 1,
    initial,
    decide,
    evolve,
    save,
    // Written by `save`; the journal guards the bytes.
    load: (_key, data) => load(data as StorefrontSaved),
    weigh,
    again: (command, state) => ({ reply: repeated(command, state) }),
  };
}

type Turn = Decision<StorefrontEvent, StorefrontReply>;

function decide(command: Stamped<StorefrontCommand>, state: Readonly<StorefrontState>): Turn {
  const { body, atMs } = command;
  switch (body.kind) {
    case "view":
    case "versions":
    case "today":
      return { events: [], reply: read(body, state, atMs) };
    case "count": {
      const counts = body.counts.slice(0, COUNTS_MAX);
      if (counts.length === 0) return { events: [], reply: { kind: "counted" } };
      return { events: [countAll(state, { counts, atMs })], reply: { kind: "counted" } };
    }
    case "save-draft":
    case "publish":
    case "roll-back":
      if (body.revision !== state.revision) return refuse(state, "stale");
      return edit(body, state, atMs);
  }
}

/** An edit whose author has read what is there now. */
function edit(
  body: Extract<StorefrontCommand, { kind: "save-draft" | "publish" | "roll-back" }>,
  state: Readonly<StorefrontState>,
  atMs: number,
): Turn {
  const { by } = body;
  const version = (state.versions.at(-1)?.version ?? 0) + 1;
  switch (body.kind) {
    case "save-draft":
      return done(state, { kind: "draft-saved", content: body.content, by, atMs });
    case "publish":
      if (state.draft === null) return refuse(state, "no-draft");
      return done(state, { kind: "published", version, content: state.draft.content, by, atMs });
    case "roll-back": {
      const old = state.versions.find((one) => one.version === body.to);
      if (old === undefined) return refuse(state, "not-found");
      const { content } = old;
      return done(state, { kind: "rolled-back", version, content, from: body.to, by, atMs });
    }
  }
}

/** The reply shows the state as it is once the event is in it. */
function done(state: Readonly<StorefrontState>, event: StorefrontEvent): Turn {
  const after = evolve({ ...state, versions: [...state.versions] }, event);
  return { events: [event], reply: { kind: "view", view: viewOf(after) } };
}

function refuse(
  state: Readonly<StorefrontState>,
  code: Extract<StorefrontReply, { kind: "rejected" }>["code"],
): Turn {
  return { events: [], reply: { kind: "rejected", code, view: viewOf(state) } };
}

function evolve(state: StorefrontState, event: StorefrontEvent): StorefrontState {
  switch (event.kind) {
    case "draft-saved": {
      const { content, atMs, by } = event;
      state.draft = { content, atMs, by };
      state.revision++;
      return state;
    }
    case "published":
    case "rolled-back": {
      const { version, content, atMs, by } = event;
      state.versions.push({ version, content, atMs, by, from: event.from ?? null });
      if (state.versions.length > VERSIONS_MAX) state.versions.shift();
      state.draft = null;
      state.revision++;
      return state;
    }
    case "counted":
      addCounted(state, event);
      return state;
  }
}

function read(
  body: Extract<StorefrontCommand, { kind: "view" | "versions" | "today" }>,
  state: Readonly<StorefrontState>,
  atMs: number,
): StorefrontReply {
  switch (body.kind) {
    case "view":
      return { kind: "view", view: viewOf(state) };
    case "versions":
      return { kind: "versions", versions: state.versions.toReversed() };
    case "today":
      return { kind: "today", today: todayOf(state, atMs) };
  }
}

/** A command that took effect before: what is there now answers it. */
function repeated(
  command: Stamped<StorefrontCommand>,
  state: Readonly<StorefrontState>,
): StorefrontReply {
  return command.body.kind === "count"
    ? { kind: "counted" }
    : { kind: "view", view: viewOf(state) };
}

function viewOf(state: Readonly<StorefrontState>): StorefrontView {
  const { revision, draft, versions } = state;
  return { revision, draft, published: versions.at(-1) ?? null };
}

function todayOf(state: Readonly<StorefrontState>, atMs: number): StorefrontToday {
  const day = dayOf(atMs);
  const { visits } = state;
  return { day, rows: visits?.day === day ? [...visits.sums.values()] : [] };
}
