/** What a customer's record takes and answers. A command that would change nothing stores nothing. */
import type { Decision, Stamped } from "../../engine/contract.ts";
import { enrol, hear, takenBack } from "./hub.ts";
import {
  type Binding,
  type CustomerCommand,
  type CustomerEvent,
  type CustomerMessage,
  type CustomerReply,
  type Tag,
  TAGS_MAX,
  type TagSource,
} from "./protocol.ts";
import { currentTags, type CustomerState, evolve, maskOf, viewOf } from "./state.ts";

type Decided = Decision<CustomerEvent, CustomerReply>;
type Import = Extract<CustomerCommand, { kind: "import" }>;

/** Who changes something, and when. */
interface Stamp {
  readonly by: string;
  readonly atMs: number;
}

export function decide(
  command: Stamped<CustomerCommand | CustomerMessage>,
  state: Readonly<CustomerState>,
): Decided {
  const { body, atMs } = command;
  switch (body.kind) {
    case "facts":
      return { events: [], reply: factsOf(state, atMs) };
    case "view":
      return { events: [], reply: { kind: "view", view: viewOf(state, atMs) } };
    case "set-facts": {
      const { facts, by } = body;
      const { isNew, orgUnitIds: units } = facts;
      const wanted = facts.tags.map((tag) => ({ tag, untilMs: null }));
      const tags = replaced(currentTags(state, atMs), wanted, { by, atMs });
      return {
        events: [{ kind: "facts-set", tags, isNew, units, by, atMs }],
        reply: { kind: "facts", facts, manager: state.manager, mask: maskOf(state) },
      };
    }
    case "set-tags": {
      if (body.version !== state.version) return rejected("stale", state, atMs);
      if (body.tags.length > TAGS_MAX) return rejected("too-many-tags", state, atMs);
      const before = currentTags(state, atMs);
      const tags = replaced(before, body.tags, { by: body.by, atMs });
      if (sameTags(before, tags)) return seen(state, [], atMs);
      return seen(state, [{ kind: "tagged", tags, by: body.by, atMs }], atMs);
    }
    case "bind":
      if (body.version !== state.version) return rejected("stale", state, atMs);
      return seen(state, bound(state, body.binding, { by: body.by, atMs }), atMs);
    case "import":
      return imported(state, body, atMs);
    case "seen": {
      const events = state.seen === body.mask ? [] : [{ ...body, atMs: Math.trunc(atMs) }];
      return { events, reply: { kind: "noted" } };
    }
    case "event":
      return hear({ command, state }, body.event, body.reversal);
    case "taken-back": {
      const { id, of, atMs: saidMs } = body;
      return takenBack({ command, state }, { id, of, saidMs });
    }
    case "enrol":
      return enrol({ command, state }, body);
  }
}

function imported(state: Readonly<CustomerState>, row: Import, atMs: number): Decided {
  const stamp = { by: row.by, atMs };
  const events: CustomerEvent[] = [];
  const name = row.name ?? state.name;
  const since = row.since ?? state.since;
  const isNew = since === null && state.isNew;
  if (name !== state.name || since !== state.since || isNew !== state.isNew) {
    events.push({ kind: "profiled", name, since, isNew, ...stamp });
  }
  const tags = added(currentTags(state, atMs), row.tags, { ...stamp, source: "import" });
  if (tags.length > TAGS_MAX) return rejected("too-many-tags", state, atMs);
  if (tags.length > currentTags(state, atMs).length) {
    events.push({ kind: "tagged", tags, ...stamp });
  }
  if (row.binding !== null) events.push(...bound(state, row.binding, stamp));
  const change = events.length === 0 ? "unchanged" : state.version === 0 ? "created" : "changed";
  return { events: row.dry ? [] : events, reply: { kind: "imported", change } };
}

function bound(
  state: Readonly<CustomerState>,
  binding: Binding | null,
  stamp: Stamp,
): CustomerEvent[] {
  const manager = binding?.manager ?? null;
  const units = binding?.units ?? [];
  const same = manager === state.manager && units.join() === state.units.join();
  return same ? [] : [{ kind: "bound", manager, units, ...stamp }];
}

/** The wanted tags; those that stay as they are keep who gave them and when. */
function replaced(
  before: readonly Tag[],
  wanted: readonly { readonly tag: string; readonly untilMs: number | null }[],
  stamp: Stamp,
): Tag[] {
  const tags = new Map<string, Tag>();
  for (const { tag, untilMs } of wanted) {
    const old = before.find((one) => one.tag === tag && one.untilMs === untilMs);
    tags.set(tag, old ?? { tag, source: "hand", untilMs, ...stamp });
  }
  return [...tags.values()];
}

function added(
  before: readonly Tag[],
  words: readonly string[],
  stamp: Stamp & { readonly source: TagSource },
): Tag[] {
  const tags = new Map(before.map((tag) => [tag.tag, tag]));
  for (const tag of words) {
    if (!tags.has(tag)) tags.set(tag, { tag, untilMs: null, ...stamp });
  }
  return [...tags.values()];
}

function sameTags(before: readonly Tag[], after: readonly Tag[]): boolean {
  return before.length === after.length && after.every((tag) => before.includes(tag));
}

function factsOf(state: Readonly<CustomerState>, atMs: number): CustomerReply {
  const tags = currentTags(state, atMs).map(({ tag }) => tag);
  const facts = { tags, isNew: state.isNew, orgUnitIds: state.units };
  return { kind: "facts", facts, manager: state.manager, mask: maskOf(state) };
}

/** The view as it is after these events. */
function seen(
  state: Readonly<CustomerState>,
  events: readonly CustomerEvent[],
  atMs: number,
): Decided {
  const after = events.reduce(evolve, { ...state });
  return { events, reply: { kind: "view", view: viewOf(after, atMs) } };
}

function rejected(
  code: "stale" | "too-many-tags",
  state: Readonly<CustomerState>,
  atMs: number,
): Decided {
  return { events: [], reply: { kind: "rejected", code, view: viewOf(state, atMs) } };
}
