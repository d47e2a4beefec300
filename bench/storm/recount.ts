/** The books of a storm, made again offline and compared with what the product says. */
import type { ReferralCommand, ReferralReply } from "../../actors/referral/protocol.ts";
import { budgetOf, CAPS, cellFor, pointsOf, REWARDS, type Stage } from "./stage.ts";
import type { Crowd, Member } from "./crowd.ts";
import { keyOf, type NotedReward } from "./notes.ts";

const PAGE = 500;
const CHINA_OFFSET_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;
const OPEN: readonly NotedReward["state"][] = ["held", "flagged", "approved"];

export interface Recount {
  readonly participants: number;
  readonly qualified: number;
  readonly rewards: number;
  readonly paidFen: number;
  readonly heldFen: number;
  readonly totalFen: number;
  readonly byState: { readonly [state: string]: number };
  /** What does not agree; empty where all does. At most 20. */
  readonly faults: readonly string[];
}

class Faults {
  readonly list: string[] = [];

  same(what: string, is: number | string, should: number | string): void {
    if (is !== should && this.list.length < 20) this.list.push(`${what}: ${is}, not ${should}`);
  }

  most(what: string, is: number, most: number): void {
    if (is > most && this.list.length < 20) this.list.push(`${what}: ${is}, more than ${most}`);
  }
}

export async function recount(stage: Stage, crowd: Crowd): Promise<Recount> {
  const faults = new Faults();
  const { notes } = stage;
  const { fen, sums } = await budgetOf(stage);
  const rewards = [...notes.rewards.values()];
  const sum = (states: readonly NotedReward["state"][]) =>
    rewards.filter(({ state }) => states.includes(state)).reduce((all, one) => all + one.fen, 0);
  const paidFen = sum(["paid"]);
  const heldFen = sum(OPEN);
  faults.same("paid", fen.paid, paidFen);
  faults.same("held", fen.held, heldFen);
  faults.same("available", fen.available, fen.total - paidFen - heldFen);
  faults.most("paid and held", paidFen + heldFen, fen.total);
  faults.same("under way", rewards.filter(({ state }) => state === "pending").length, 0);
  const qualified = crowd.members.filter((member) => member.qualified).length;
  faults.same("participants", sums.participants, crowd.members.length);
  faults.same("qualified", sums.qualified, qualified);
  faults.same("joined in all", notes.inviters.size, crowd.members.length);
  checkCaps(rewards, faults);
  const byOwner = Map.groupBy(rewards, ({ owner }) => owner);
  await inTurns(crowd.members, 64, (member) => checkMember(stage, { member, byOwner, faults }));
  const states = Map.groupBy(
    rewards,
    ({ state, reason }) => reason === null ? state : `${state} ${reason}`,
  );
  return {
    participants: crowd.members.length,
    qualified,
    rewards: rewards.length,
    paidFen,
    heldFen,
    totalFen: fen.total,
    byState: Object.fromEntries([...states].map(([state, all]) => [state, all.length]).toSorted()),
    faults: faults.list,
  };
}

/** Of every inviter, in all and on each day, at every moment and not only in the end. */
function checkCaps(rewards: readonly NotedReward[], faults: Faults): void {
  const stands = rewards.filter((one) =>
    one.for === "invitee" && one.state !== "rejected" && one.state !== "clawed-back"
  );
  for (const [owner, own] of Map.groupBy(stands, ({ owner }) => owner)) {
    faults.most(`rewards of ${owner}`, own.length, CAPS.perInviter);
    const dayOf = ({ atMs }: NotedReward) => Math.floor((atMs + CHINA_OFFSET_MS) / DAY_MS);
    for (const ofDay of Map.groupBy(own, dayOf).values()) {
      faults.most(`rewards of ${owner} on one day`, ofDay.length, CAPS.perDay);
    }
  }
}

async function checkMember(
  stage: Stage,
  by: {
    readonly member: Member;
    readonly byOwner: ReadonlyMap<string, readonly NotedReward[]>;
    readonly faults: Faults;
  },
): Promise<void> {
  const { member, byOwner, faults } = by;
  const { notes } = stage;
  const key = keyOf(member.facts);
  const { cell, n } = member.facts;
  const inviter = member.inviter === null ? "none" : keyOf(member.inviter.facts);
  faults.same(`inviter of ${key}`, notes.inviters.get(key) ?? "none", inviter);
  const reply = await stage.engine.ask(cellFor(stage, cell), { kind: "participant", n });
  if (reply.kind !== "participant") {
    faults.same(`participant ${key}`, reply.kind, "participant");
    return;
  }
  const { participant } = reply;
  faults.same(
    `whether ${key} qualified`,
    String(participant.qualifiedBy !== null),
    String(member.qualified),
  );
  faults.same(`invitees of ${key}`, participant.invited, member.children.length);
  const children = await childrenOf(stage, member);
  const expected = member.children.map(({ facts }) => keyOf(facts)).toSorted().join();
  faults.same(`who ${key} invited`, children.toSorted().join(), expected);
  const counted = notes.counted.get(key)?.size ?? 0;
  faults.same(`invitees of ${key} that count`, participant.qualified, counted);
  const own = byOwner.get(key) ?? [];
  if (isPlain(stage, member)) checkPlain(faults, { key, member, own, counted });
  const points = own.filter(({ state }) => state === "paid")
    .reduce((all, { amount }) => all + amount, 0);
  faults.same(`points of ${key}`, await pointsOf(stage, member.customer), points);
}

/** Nobody around was ever flagged or judged, so that its rewards follow from who qualified alone. */
function isPlain({ notes }: Stage, member: Member): boolean {
  return [member, ...member.children].every((one) =>
    !one.judged && !notes.flagged.has(keyOf(one.facts))
  );
}

function checkPlain(
  faults: Faults,
  by: { key: string; member: Member; own: readonly NotedReward[]; counted: number },
): void {
  const { key, member, own, counted } = by;
  const qualified = member.children.filter((child) => child.qualified);
  faults.same(`${key} counts who qualified`, counted, qualified.length);
  for (const child of qualified) {
    const invitee = keyOf(child.facts);
    const found = own.filter((one) =>
      one.for === "invitee" && one.invitee === invitee && one.reason !== "reversed"
    );
    faults.same(`rewards of ${key} for ${invitee}`, found.length, 1);
  }
  for (const { at } of REWARDS.tiers) {
    const found = own.filter((one) => one.tier === at && one.reason !== "reversed");
    // One that the budget refused stays refused, whether or not it was reached again.
    const refused = found.length === 1 && found[0]?.state === "rejected";
    const expected = counted >= at || refused ? 1 : 0;
    faults.same(`tier ${at} of ${key}`, found.length, expected);
  }
}

async function childrenOf(stage: Stage, member: Member): Promise<string[]> {
  const { cell, n } = member.facts;
  const all: string[] = [];
  if (member.children.length === 0) return all;
  let after: number | null = null;
  do {
    const command: ReferralCommand = { kind: "children", n, after, limit: PAGE };
    const reply: ReferralReply = await stage.engine.ask(cellFor(stage, cell), command);
    if (reply.kind !== "children") throw new Error(`Expected children, got ${reply.kind}`);
    all.push(...reply.items.map(keyOf));
    after = reply.next;
  } while (after !== null);
  return all;
}

async function inTurns<Item>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const left = items.values();
  const one = async () => {
    for (const item of left) await work(item);
  };
  await Promise.all(Array.from({ length: atOnce }, one));
}
