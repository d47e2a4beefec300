/** Tells campaigns with a cap per outlet where their managers work, before anybody joins through them. */
import type { CampaignProtocol } from "../../../actors/campaign/protocol.ts";
import type { ActorRef, Engine, Log, Scheduler } from "../../../engine/mod.ts";
import { inTime } from "../../share/in_time.ts";
import type { Bearing } from "../../share/link_source.ts";

const TOLD_MAX = 200_000;

export interface ManagerOutletsOptions {
  readonly engine: Engine;
  readonly log: Log;
  /** Rejects while nobody can be asked. */
  readonly find: (manager: string) => Promise<Bearing | null>;
  readonly scheduler: Scheduler;
  /** A join waits no longer than that for an outlet. */
  readonly waitMs: number;
}

export class ManagerOutlets {
  readonly #options: ManagerOutletsOptions;
  readonly #told = new Set<string>();

  constructor(options: ManagerOutletsOptions) {
    this.#options = options;
  }

  /** Whether the campaign has been told by this process. */
  knows(campaign: ActorRef<CampaignProtocol>, manager: string): boolean {
    return this.#told.has(`${campaign.id} ${manager}`);
  }

  /**
   * Resolves once the campaign has it durably. Where nobody can tell the outlet now, the manager counts as an outlet
   * of one until somebody can. Rejects with a `Fault`.
   */
  async tell(campaign: ActorRef<CampaignProtocol>, manager: string): Promise<void> {
    const { engine, log, find } = this.#options;
    const found = await inTime(this.#options, find(manager));
    if (found === undefined) log.warn("a manager's outlet cannot be told", { manager });
    const unit = found?.unit ?? null;
    if (unit === null) return;
    await engine.ask(campaign, { kind: "place-manager", manager, unit });
    if (this.#told.size >= TOLD_MAX) this.#told.clear();
    this.#told.add(`${campaign.id} ${manager}`);
  }
}
