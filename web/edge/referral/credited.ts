/**
 * Whom a join is credited to, and what a campaign with a cap per outlet has to know of them first. Managers come and
 * go: the cells keep whom an inviter had at the time, and whoever joins now is credited to the one who follows.
 */
import type { CampaignProtocol } from "../../../actors/campaign/protocol.ts";
import type { InviterFacts } from "../../../actors/referral/protocol.ts";
import type { ActorRef } from "../../../engine/mod.ts";
import type { Services } from "../services.ts";
import type { Invited } from "./invited.ts";
import { ManagerOutlets } from "./manager_outlets.ts";

/** Who joins. */
export interface Joining {
  readonly cookie: string | null;
  readonly nowMs: number;
  /** Of the customer's record. */
  readonly manager: string | null;
  readonly inviters: Invited["inviters"];
  /** The campaign where outlets have caps, else null. */
  readonly capped: ActorRef<CampaignProtocol> | null;
}

/** As the customer's cell is told. */
export interface Credited {
  readonly via: string | null;
  readonly inviters: Invited["inviters"];
}

/** Makes the question; the answer rejects with a `Fault`. */
export function createCredited(
  { engine, limits, log, share, world }: Pick<
    Services,
    "engine" | "limits" | "log" | "share" | "world"
  >,
): (joining: Joining) => Promise<Credited> {
  const { bearings, credit } = share;
  const outlets = new ManagerOutlets({
    engine,
    log,
    find: (manager) => bearings.find(manager),
    scheduler: world.scheduler,
    waitMs: limits.creditWaitMs,
  });

  async function credited(joining: Joining): Promise<Credited> {
    const { inviters, capped } = joining;
    const via = await ownOf(joining);
    const given = via === null
      ? { via, inviters: await withHeirs(Object.entries(inviters)) }
      : { via, inviters };
    if (capped !== null) await tell(capped, given);
    return given;
  }

  /** By the order of credit; null: that of the inviter. */
  async function ownOf({ cookie, nowMs, manager }: Joining): Promise<string | null> {
    const named = credit.named({ cookie }, nowMs);
    return (named === undefined ? await credit.find({ cookie }, nowMs) : named) ??
      (manager === null ? null : await credit.heirOf(manager));
  }

  async function withHeirs(inviters: [string, InviterFacts][]): Promise<Invited["inviters"]> {
    return Object.fromEntries(
      await Promise.all(
        inviters.map(async ([place, who]): Promise<[string, InviterFacts]> => {
          if (who.via === null) return [place, who];
          return [place, { ...who, via: await credit.heirOf(who.via) }];
        }),
      ),
    );
  }

  async function tell(
    campaign: ActorRef<CampaignProtocol>,
    { via, inviters }: Credited,
  ): Promise<void> {
    const managers = via === null ? Object.values(inviters).map((who) => who.via) : [via];
    await Promise.all([...new Set(managers)].map(async (manager) => {
      if (manager === null || outlets.knows(campaign, manager)) return;
      await outlets.tell(campaign, manager);
    }));
  }

  return credited;
}
