/** The tree of invitations, read level by level; a campaign of a million people is never read whole. */
import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { InviteeJson, StaffParticipantJson, TreeJson } from "../../shared/api_referral.ts";
import type { Branch, Tree, TreeUnit } from "../people/tree.ts";
import type { Refusal, Shell } from "../shell.ts";

/** One line: a participant, or at the top the campaign itself. */
export interface Person extends TreeUnit {
  /** Null for the campaign itself. */
  readonly invitee: InviteeJson | null;
}

/** Those whom nobody invited stand below this. */
export const ROOTS = "roots";

export interface TreeModel {
  readonly tree: ReadonlySignal<Tree<Person> | null>;
  readonly failure: ReadonlySignal<Refusal | null>;
  /** The line that the keyboard is on. */
  readonly at: Signal<string>;
  /** Whose panel is open. */
  readonly chosen: Signal<string | null>;
  /** Reads the top: everybody, or the branch of `place`. Resolves to whether it is there. */
  show(place: string | null): Promise<boolean>;
  open(id: string): Promise<void>;
  close(id: string): void;
  /** Reads the next page below `id`. */
  more(id: string): Promise<void>;
  /** Reads again what is open, as far as one page of each goes. */
  refresh(): Promise<void>;
}

const PAGE = 50;
/** More open branches than this are not all read again. */
const REFRESHED_MAX = 10;

/** The tree of a campaign at `path` (`/api/v1/campaigns/…`); `title` names the top. */
export function createTree(
  shell: Shell,
  of: { readonly path: string; readonly title: string },
): TreeModel {
  const tree = signal<Tree<Person> | null>(null);
  const failure = signal<Refusal | null>(null);
  const at = signal(ROOTS);
  const chosen = signal<string | null>(null);
  let shows = 0;

  async function read(parent: string, after: string | null): Promise<Branch<Person> | Refusal> {
    const query = new URLSearchParams({ of: parent, limit: String(PAGE) });
    if (after !== null) query.set("after", after);
    const answer = await shell.send<TreeJson>({
      method: "GET",
      path: `${of.path}/participants?${query}`,
    });
    if (answer.ok) return { units: answer.value.items.map(personOf), next: answer.value.next };
    return shell.refusalOf(answer) ?? UNREAD;
  }

  /** A branch for the tree as it stands when it is there; null after saying why there is none. */
  async function ask(parent: string, after: string | null): Promise<Branch<Person> | null> {
    const mine = shows;
    const found = await read(parent, after);
    if (mine !== shows) return null;
    if ("units" in found) return found;
    shell.say({ tone: "bad", text: found.text ?? "" });
    return null;
  }

  function put(id: string, branch: Branch<Person>): void {
    const before = tree.value;
    if (before === null) return;
    tree.value = { ...before, branches: new Map([...before.branches, [id, branch]]) };
  }

  function setOpen(id: string, open: boolean): void {
    const before = tree.value;
    if (before === null) return;
    const next = new Set(before.open);
    if (open) next.add(id);
    else next.delete(id);
    tree.value = { ...before, open: next };
  }

  async function open(id: string): Promise<void> {
    setOpen(id, true);
    if (tree.value?.branches.has(id)) return;
    const branch = await ask(id, null);
    if (branch === null) setOpen(id, false);
    else put(id, branch);
  }

  async function show(place: string | null): Promise<boolean> {
    const mine = ++shows;
    const top = place === null ? topOf(of.title) : await personAt(place);
    if (mine !== shows) return true;
    if (top === null) return false;
    const branch = await read(top.id, null);
    if (mine !== shows) return true;
    failure.value = "units" in branch ? null : branch;
    if (!("units" in branch)) return true;
    tree.value = {
      roots: [{ ...top, hasChildren: branch.units.length > 0 }],
      open: new Set([top.id]),
      branches: new Map([[top.id, branch]]),
    };
    at.value = top.id;
    chosen.value = place;
    return true;
  }

  async function personAt(place: string): Promise<Person | null> {
    const answer = await shell.send<StaffParticipantJson>({
      method: "GET",
      path: `${of.path}/participants/${encodeURIComponent(place)}`,
    });
    return answer.ok ? personOf(inviteeIn(answer.value)) : null;
  }

  return {
    tree,
    failure,
    at,
    chosen,
    show,
    open,
    close: (id) => setOpen(id, false),
    more: async (id) => {
      const before = tree.value?.branches.get(id);
      if (before === undefined || before.next === null) return;
      const branch = await ask(id, before.next);
      if (branch === null) return;
      put(id, { units: [...before.units, ...branch.units], next: branch.next });
    },
    refresh: async () => {
      const before = tree.value;
      const mine = shows;
      if (before === null) return;
      const open = [...before.open].filter((id) => {
        const branch = before.branches.get(id);
        return branch !== undefined && branch.units.length <= PAGE;
      });
      for (const id of open.slice(0, REFRESHED_MAX)) {
        const branch = await read(id, null);
        if (mine !== shows) return;
        // A refreshing that fails is tried again by the next one.
        if ("units" in branch) put(id, branch);
      }
      growTop();
    },
  };

  /** The first participant of a campaign that was empty. */
  function growTop(): void {
    const before = tree.value;
    const top = before?.roots[0];
    if (before === null || before === undefined || top === undefined || top.hasChildren) return;
    const hasChildren = (before.branches.get(top.id)?.units.length ?? 0) > 0;
    tree.value = { ...before, roots: [{ ...top, hasChildren }] };
  }
}

const UNREAD: Refusal = { code: "unreadable", text: null, fields: [], problem: null };

function topOf(title: string): Person {
  return { id: ROOTS, name: title, hasChildren: true, invitee: null };
}

function personOf(invitee: InviteeJson): Person {
  return { id: invitee.id, name: invitee.name, hasChildren: invitee.invited > 0, invitee };
}

/** A participant as a line of the tree. */
function inviteeIn(one: StaffParticipantJson): InviteeJson {
  const paid = one.rewards.some((reward) => reward.state === "paid");
  return {
    id: one.id,
    name: one.name,
    joinedAt: one.joinedAt,
    qualifiedAt: one.qualifiedAt,
    state: one.removed
      ? "rejected"
      : one.flags.length > 0
      ? "in-review"
      : paid
      ? "rewarded"
      : one.qualifiedAt === null
      ? "joined"
      : "qualified",
    reason: null,
    why: null,
    invited: one.invited,
  };
}
