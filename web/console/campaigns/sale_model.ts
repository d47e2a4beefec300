/** One sale as it is watched: the campaign, and how fast its units go. */
import { computed, effect, type ReadonlySignal } from "@preact/signals";
import type { CampaignJson, StaffCampaignJson } from "../../shared/api.ts";
import type { Shell } from "../shell.ts";
import { type CampaignWatch, watchCampaign } from "./campaign_watch.ts";
import { createPace, type Pace } from "./pace.ts";

export interface SaleModel
  extends Omit<CampaignWatch<StaffCampaignJson, CampaignJson>, "campaign" | "others"> {
  readonly sale: ReadonlySignal<StaffCampaignJson | null>;
  /** Units taken per second since one looks. */
  readonly pace: ReadonlySignal<Pace>;
}

/** Makes the model of the sale `id`; one that is not in this person's reach is missing. */
export function createSaleModel(shell: Shell, id: string): SaleModel {
  const pace = createPace();
  const { campaign, others, start, ...watch } = watchCampaign<StaffCampaignJson, CampaignJson>(
    shell,
    id,
    {
      told: ({ serverTime, units }) =>
        pace.observe({ atMs: Date.parse(serverTime), taken: units.held + units.confirmed }),
      // The stream does not carry who did it.
      staleMs: (frame, before) => frame.phase === before.phase ? null : 0,
    },
  );
  return {
    ...watch,
    sale: campaign,
    missing: computed(() => watch.missing.value || others.value !== null),
    pace: pace.now,
    start: () => {
      const stopPacing = effect(() => pace.tick(shell.nowMs.value));
      const stop = start();
      return () => {
        stop();
        stopPacing();
      };
    },
  };
}
