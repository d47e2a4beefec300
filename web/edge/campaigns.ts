/**
 * What the edge knows of campaigns. A view is kept until the engine says that the campaign has changed; whoever
 * then asks joins one question that was asked after the change, so an answer is never older than its request.
 */
import type {
  CampaignProtocol,
  CampaignView,
  ReferralSpec,
  ReferralView,
} from "../../actors/campaign/protocol.ts";
import { referralKey, type ReferralProtocol } from "../../actors/referral/protocol.ts";
import { cellKey, cellOfCustomer, type StockProtocol } from "../../actors/stock/protocol.ts";
import type { ActorRef, Engine } from "../../engine/mod.ts";
import { campaignJson } from "./campaign_json.ts";
import { isoInstant } from "./instant.ts";

const KEPT_MAX = 4_096;
/** Ids of campaigns; what does not look like one is unknown without asking. */
const ID_SHAPE = /^[A-Za-z0-9_-]{1,64}$/;

/** Where grabs of a scheduled sale go. None of it changes once a sale is scheduled. */
export interface Route {
  readonly startsAtMs: number;
  /** Whether cells need to know the customer. */
  readonly asksFacts: boolean;
  readonly cells: readonly ActorRef<StockProtocol>[];
}

/** Where joins of a scheduled referral go. Only its end may change. */
export interface ReferralRoute {
  readonly startsAtMs: number;
  readonly endsAtMs: number;
  readonly spec: ReferralSpec;
  readonly cells: readonly ActorRef<ReferralProtocol>[];
}

/** One campaign. */
export class Campaign {
  readonly ref: ActorRef<CampaignProtocol>;
  /** Null before the sale is scheduled, or before anyone has asked. */
  route: Route | null = null;
  /** The same for a referral, whose `route` stays null. */
  referral: ReferralRoute | null = null;
  /** Grabs that were refused here since `sinceMs`, by code. Kept in memory only: a refusal is no event. */
  readonly refusals: Record<string, number> = {};
  readonly sinceMs: number;
  readonly #engine: Engine;
  readonly #unwatch: () => void;
  readonly #watchers = new Set<() => void>();
  #view: CampaignView | null = null;
  #changes = 0;
  #viewChanges = -1;
  #asked: { readonly changes: number; readonly view: Promise<CampaignView | null> } | null = null;
  #text: { readonly view: CampaignView; readonly tail: string } | null = null;

  constructor(engine: Engine, id: string) {
    this.#engine = engine;
    this.sinceMs = engine.nowMs();
    this.ref = engine.ref<CampaignProtocol>("campaign", id);
    this.#unwatch = engine.watch(this.ref, () => {
      this.#changes++;
      for (const changed of this.#watchers) changed();
    });
  }

  /** The view as it is now; null for an unknown campaign. Rejects with a `Fault`. */
  view(): Promise<CampaignView | null> {
    if (this.#view !== null && this.#viewChanges === this.#changes) {
      return Promise.resolve(this.#view);
    }
    const asked = this.#asked;
    if (asked !== null && asked.changes === this.#changes) return asked.view;
    const changes = this.#changes;
    const view = this.#ask(changes);
    this.#asked = { changes, view };
    return view;
  }

  /** The newest view that is known, without asking. */
  get known(): CampaignView | null {
    return this.#view;
  }

  /** The public view as JSON text; serialised once per version. */
  text(view: CampaignView, nowMs: number): string {
    let text = this.#text;
    if (text === null || text.view !== view) {
      const { serverTime: _, ...rest } = campaignJson(view, nowMs);
      text = this.#text = { view, tail: JSON.stringify(rest).slice(1) };
    }
    return `{"serverTime":"${isoInstant(nowMs)}",${text.tail}`;
  }

  /** The cell that this customer always meets; null before the sale is scheduled. */
  cellOf(customer: string): ActorRef<StockProtocol> | null {
    const cells = this.route?.cells;
    return cells?.[cellOfCustomer(customer, cells.length)] ?? null;
  }

  /** Counts a refused grab. */
  refused(code: string): void {
    this.refusals[code] = (this.refusals[code] ?? 0) + 1;
  }

  /** Calls `changed` after every durable change; returns how to stop. */
  watch(changed: () => void): () => void {
    this.#watchers.add(changed);
    return () => this.#watchers.delete(changed);
  }

  get watched(): boolean {
    return this.#watchers.size > 0;
  }

  close(): void {
    this.#unwatch();
  }

  async #ask(changes: number): Promise<CampaignView | null> {
    try {
      const reply = await this.#engine.ask(this.ref, { kind: "view" });
      if (reply.kind !== "view") return null;
      const { view } = reply;
      if (this.#view === null || view.version >= this.#view.version) {
        this.#view = view;
        this.#viewChanges = changes;
        this.#routeBy(view);
      }
      return view;
    } finally {
      if (this.#asked?.changes === changes) this.#asked = null;
    }
  }

  #referralBy(view: ReferralView): void {
    const { spec, cells } = view;
    const { startsAtMs, endsAtMs } = spec;
    this.referral = {
      startsAtMs,
      endsAtMs,
      spec,
      cells: this.referral?.cells ?? Array.from(
        { length: cells },
        (_, cell) => this.#engine.ref<ReferralProtocol>("referral", referralKey(view.id, cell)),
      ),
    };
  }

  #routeBy(view: CampaignView): void {
    if (view.cells === 0) return;
    if (view.kind === "referral") {
      this.#referralBy(view);
      return;
    }
    if (this.route !== null) return;
    const { startsAtMs, eligibility } = view.spec;
    this.route = {
      startsAtMs,
      asksFacts: eligibility !== undefined && Object.keys(eligibility).length > 0,
      cells: Array.from(
        { length: view.cells },
        (_, cell) => this.#engine.ref<StockProtocol>("stock", cellKey(view.id, cell)),
      ),
    };
  }
}

/** The campaigns that were asked for lately. */
export class Campaigns {
  readonly #engine: Engine;
  readonly #kept = new Map<string, Campaign>();

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** One that is kept, without asking. */
  peek(id: string): Campaign | undefined {
    return this.#kept.get(id);
  }

  /** The campaign and its view; null for an unknown one. Rejects with a `Fault`. */
  async find(id: string): Promise<{ campaign: Campaign; view: CampaignView } | null> {
    if (!ID_SHAPE.test(id)) return null;
    let campaign = this.#kept.get(id);
    if (campaign === undefined) {
      campaign = new Campaign(this.#engine, id);
      this.#kept.set(id, campaign);
      this.#evict();
    }
    const view = await campaign.view();
    if (view !== null) return { campaign, view };
    this.#drop(id, campaign);
    return null;
  }

  #evict(): void {
    if (this.#kept.size <= KEPT_MAX) return;
    for (const [id, campaign] of this.#kept) {
      if (campaign.watched) continue;
      this.#drop(id, campaign);
      return;
    }
  }

  #drop(id: string, campaign: Campaign): void {
    if (this.#kept.get(id) === campaign) this.#kept.delete(id);
    campaign.close();
  }
}
