/** An engine with the product's own kinds, referral campaigns in it, and a note of what their cells store. */
import type { CampaignProtocol, CampaignReply } from "../../actors/campaign/protocol.ts";
import { cellOfCustomer, createKinds } from "../../actors/mod.ts";
import type { ReferralProtocol } from "../../actors/referral/protocol.ts";
import type { WalletProtocol } from "../../actors/wallet/protocol.ts";
import {
  type ActorRef,
  createEngine,
  DEFAULT_LIMITS,
  type Journal,
  type RunningEngine,
  SILENT,
  systemWorld,
} from "../../engine/mod.ts";
import { Notes } from "./notes.ts";

const STAFF = { id: "bench", role: "province", unit: "jx" } as const;
const DAY_MS = 86_400_000;
const LOOK_MS = 20;

export const REWARDS = {
  perInvitee: { kind: "points", ref: "main", amount: 10 },
  perInvitedSelf: { kind: "points", ref: "main", amount: 5 },
  perSecondLevel: { kind: "points", ref: "main", amount: 3 },
  tiers: [
    { at: 1, reward: { kind: "points", ref: "main", amount: 20 } },
    { at: 3, reward: { kind: "points", ref: "main", amount: 50 } },
    { at: 10, reward: { kind: "points", ref: "main", amount: 200 } },
  ],
} as const;
export const CAPS = { perInviter: 20, perDay: 15 } as const;

/** A campaign that is open. */
export interface Stage {
  readonly engine: RunningEngine;
  readonly id: string;
  readonly campaign: ActorRef<CampaignProtocol>;
  readonly cells: readonly ActorRef<ReferralProtocol>[];
  readonly notes: Notes;
}

/** Starts an engine; what the cells of a campaign store is noted under its id. */
export async function startEngine(journal: Journal): Promise<Theatre> {
  const world = systemWorld();
  const limits = DEFAULT_LIMITS;
  const notes = new Map<string, Notes>();
  const kinds = createKinds(limits).map((kind) =>
    kind.name !== "referral" ? kind : {
      ...kind,
      evolve(state: { campaign: string; cell: number }, event: unknown) {
        notes.get(state.campaign)?.take(state.cell, event);
        return kind.evolve(state, event);
      },
    }
  );
  const incarnation = world.random.id(16);
  const engine = await createEngine({ journal, kinds, limits, world, log: SILENT, incarnation });
  return { engine, notes };
}

export interface Theatre {
  readonly engine: RunningEngine;
  readonly notes: Map<string, Notes>;
}

/** Opens a campaign for so many participants with this budget. */
export async function openReferral(
  { engine, notes }: Theatre,
  id: string,
  by: { readonly participants: number; readonly fen: number },
): Promise<Stage> {
  const campaign = engine.ref<CampaignProtocol>("campaign", id);
  const startsAtMs = engine.nowMs() - 1_000;
  const own = new Notes();
  notes.set(id, own);
  expectView(
    await engine.ask(campaign, {
      kind: "create",
      by: STAFF,
      approval: false,
      spec: {
        kind: "referral",
        title: "storm",
        startsAtMs,
        endsAtMs: startsAtMs + 30 * DAY_MS,
        attribution: "last",
        windowDays: 30,
        qualifying: ["account-opened", "card-activated"],
        rewards: REWARDS,
        caps: CAPS,
        budget: { fen: by.fen },
        holdDays: 0,
        rules: "storm",
        expectedParticipants: by.participants,
      },
    }),
  );
  const { cells } = expectView(await engine.ask(campaign, { kind: "schedule", by: STAFF }));
  while (expectView(await engine.ask(campaign, { kind: "view" })).phase !== "open") {
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  const refs = Array.from(
    { length: cells },
    (_, cell) => engine.ref<ReferralProtocol>("referral", `${id}/${cell}`),
  );
  return { engine, id, campaign, cells: refs, notes: own };
}

/** The cell of a customer, or of a place. */
export function cellFor(stage: Stage, of: string | number): ActorRef<ReferralProtocol> {
  const index = typeof of === "number" ? of : cellOfCustomer(of, stage.cells.length);
  const cell = stage.cells[index];
  if (cell === undefined) throw new Error(`Cannot find cell ${index} of ${stage.id}`);
  return cell;
}

export async function budgetOf({ engine, campaign }: Stage) {
  const view = expectView(await engine.ask(campaign, { kind: "view" }));
  if (view.kind !== "referral" || view.course.budget.fen === null) {
    throw new Error("Expected a referral with a budget in fen");
  }
  return { fen: view.course.budget.fen, sums: view.course.sums };
}

export async function pointsOf({ engine }: Stage, customer: string): Promise<number> {
  const wallet = engine.ref<WalletProtocol>("wallet", customer);
  const reply = await engine.ask(wallet, { kind: "view" });
  if (reply.kind !== "wallet") throw new Error(`Expected a wallet, got ${reply.kind}`);
  return reply.wallet.points.balance;
}

function expectView(reply: CampaignReply) {
  if (reply.kind === "view") return reply.view;
  throw new Error(`Expected a view: ${JSON.stringify(reply)}`);
}
