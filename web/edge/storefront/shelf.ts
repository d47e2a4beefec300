/** Sales and referrals that storefronts show: open now or coming, of the manager's outlet and of all units above it. */
import type { CampaignSummary, DirectoryProtocol } from "../../../actors/directory/protocol.ts";
import type { CampaignSpec, Phase } from "../../../actors/campaign/protocol.ts";
import type { Engine } from "../../../engine/mod.ts";
import type {
  StorefrontCampaignJson,
  StorefrontReferralJson,
  StorefrontSaleJson,
} from "../../shared/api_storefront.ts";
import { lineOf } from "../../store/catalogue/rules.ts";
import type { Campaigns } from "../campaigns.ts";
import { isoInstant } from "../instant.ts";

/** Looked at again this often at most, however many storefronts are opened. */
const CHECK_MS = 1_000;
/** Older sales are not shown before they were looked at again. */
const WAIT_MS = 5_000;
const LISTED_MAX = 200;
const PAGES_MAX = 5;
/** On one storefront. */
const SHOWN_MAX = 6;
const SHOWN: readonly Phase[] = ["scheduled", "warming", "open", "paused"];

type Shown = StorefrontCampaignJson & { readonly unit: string };
type Terms =
  | Pick<StorefrontSaleJson, "kind" | "product" | "priceFen">
  | Pick<StorefrontReferralJson, "kind" | "rewards">;

export class Shelf {
  readonly #engine: Engine;
  readonly #campaigns: Campaigns;
  #all: readonly Shown[] = [];
  #checkedMs = -Infinity;
  #checking: Promise<void> | null = null;

  constructor(options: { readonly engine: Engine; readonly campaigns: Campaigns }) {
    this.#engine = options.engine;
    this.#campaigns = options.campaigns;
  }

  /** The open ones first, then by their start. Only the first for some seconds waits. */
  async of(unit: string): Promise<readonly StorefrontCampaignJson[]> {
    const ageMs = this.#engine.nowMs() - this.#checkedMs;
    if (ageMs >= CHECK_MS) {
      this.#checking ??= this.#check().finally(() => this.#checking = null);
      // Sales sell on whether or not they can be listed now.
      const checked = this.#checking.catch(() => {});
      if (ageMs >= WAIT_MS) await checked;
    }
    const line = lineOf(unit);
    return this.#all.filter((one) => line.includes(one.unit)).slice(0, SHOWN_MAX)
      .map(({ unit: _, ...shown }) => shown);
  }

  async #check(): Promise<void> {
    const nowMs = this.#engine.nowMs();
    const summaries = await this.#list().finally(() => this.#checkedMs = nowMs);
    const shown = await Promise.all(summaries.map((one) => this.#look(one)));
    this.#all = shown.filter((one) => one !== null).toSorted((one, other) =>
      Number(one.state === "coming") - Number(other.state === "coming") ||
      one.startsAt.localeCompare(other.startsAt)
    );
  }

  async #list(): Promise<readonly CampaignSummary[]> {
    const directory = this.#engine.ref<DirectoryProtocol>("directory", "campaigns");
    const found: CampaignSummary[] = [];
    let after: string | undefined;
    for (let pages = 0; pages < PAGES_MAX; pages++) {
      const page = await this.#engine.ask(directory, {
        kind: "list",
        limit: LISTED_MAX,
        ...(after === undefined ? {} : { after }),
      });
      found.push(...page.campaigns.filter((one) => SHOWN.includes(one.phase) && !one.archived));
      if (page.next === null) break;
      after = page.next;
    }
    return found;
  }

  async #look(summary: CampaignSummary): Promise<Shown | null> {
    const { view } = await this.#campaigns.find(summary.id) ?? {};
    if (view === undefined || !SHOWN.includes(view.phase)) return null;
    const { spec, phase, soldOut } = view;
    return {
      ...termsOf(spec),
      id: view.id,
      title: spec.title,
      startsAt: isoInstant(spec.startsAtMs),
      endsAt: isoInstant(spec.endsAtMs),
      state: phase === "open"
        ? soldOut === "final" ? "sold-out" : "open"
        : phase === "paused"
        ? "paused"
        : "coming",
      unit: view.unit,
    };
  }
}

/** What one pays, or what one gets. */
function termsOf(spec: CampaignSpec): Terms {
  switch (spec.kind) {
    case "flash-sale":
      return { kind: spec.kind, product: spec.product, priceFen: spec.priceFen };
    case "referral":
      return { kind: spec.kind, rewards: spec.rewards };
  }
}
