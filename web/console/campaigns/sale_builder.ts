/** The builder of sales: its form, and the sales of the same product at the same time. */
import { computed, type ReadonlySignal } from "@preact/signals";
import type { FlashSaleRequest, StaffCampaignJson } from "../../shared/api.ts";
import type { CampaignBriefJson } from "../../shared/api_campaigns.ts";
import type { Shell } from "../shell.ts";
import { type BuilderModel, type BuilderOptions, createBuilderModel } from "./builder_model.ts";
import { fen, type Form, words } from "./form.ts";
import { createOverlapFinder } from "./overlap_finder.ts";
import { check, fieldOf, newTexts, type SaleTexts, textsOf } from "./sale_form.ts";
import { rewardAsMeant } from "./reward_texts.ts";
import { type Step, stepOf, STEPS } from "./steps.ts";
import { startingTexts } from "./templates.ts";

/** The types of a sale's form. */
export interface SaleForm {
  readonly texts: SaleTexts;
  readonly request: FlashSaleRequest;
  readonly draft: StaffCampaignJson;
  readonly step: Step;
}

/** The form of sales, for the builder. */
export const SALE_FORM: Form<SaleForm> = {
  kind: "flash-sale",
  steps: STEPS,
  stepOf,
  starting: startingTexts,
  textsOf,
  check,
  fieldOf,
  copied: (texts, nowMs) => {
    const { startsAt, endsAt } = newTexts(nowMs);
    return { ...texts, startsAt, endsAt, releases: [] };
  },
  draftOf: (campaign) => campaign.kind === "flash-sale" && "history" in campaign ? campaign : null,
  patchOf: (request) => ({
    ...request,
    releases: request.releases ?? [],
    eligibility: request.eligibility ?? {},
    look: request.look ?? {},
    grants: request.grants ?? null,
    expectedPeakPerSecond: request.expectedPeakPerSecond ?? null,
  }),
  asMeant: (texts) => ({
    ...texts,
    price: String(fen(texts.price) ?? texts.price),
    perOrderMax: texts.perOrderMax.trim() || texts.perCustomerMax,
    tags: words(texts.tags).join(" "),
    grants: rewardAsMeant(texts.grants),
  }),
};

/** A sale that is written. */
export interface SaleBuilder extends BuilderModel<SaleForm> {
  /** Sales of the same product at the same time. */
  readonly overlaps: ReadonlySignal<readonly CampaignBriefJson[]>;
}

/** Makes the builder of one sale. */
export function createSaleBuilder(shell: Shell, options: BuilderOptions): SaleBuilder {
  const model = createBuilderModel(shell, { ...options, form: SALE_FORM });
  const overlaps = createOverlapFinder(shell, {
    request: computed(() => model.checked.value.request),
    except: () => model.draft.peek()?.id ?? "",
  });
  return {
    ...model,
    overlaps: overlaps.sales,
    start: () => {
      const stops = [overlaps.start(), model.start()];
      return () => {
        for (const stop of stops) stop();
      };
    },
  };
}
