/** Asks for sales of the same product at the same time, whenever either changes. */
import { effect, type ReadonlySignal, signal } from "@preact/signals";
import type { FlashSaleRequest } from "../../shared/api.ts";
import type { CampaignBriefJson, OverlapsJson } from "../../shared/api_campaigns.ts";
import type { Shell } from "../shell.ts";

const TYPING_MS = 500;

export interface OverlapFinder {
  readonly sales: ReadonlySignal<readonly CampaignBriefJson[]>;
  /** Follows what is written. Returns how to stop. */
  start(): () => void;
}

/** `except` is the draft that is written, which overlaps with itself. */
export function createOverlapFinder(
  shell: Shell,
  options: {
    readonly request: ReadonlySignal<FlashSaleRequest | null>;
    readonly except: () => string;
  },
): OverlapFinder {
  const sales = signal<readonly CampaignBriefJson[]>([]);

  async function find(query: URLSearchParams, reading: AbortSignal): Promise<void> {
    query.set("except", options.except());
    const path = `/api/v1/campaigns/overlaps?${query}`;
    const answer = await shell.send<OverlapsJson>({
      method: "GET",
      path,
      attemptsMax: 1,
      signal: reading,
    });
    if (!reading.aborted) sales.value = answer.ok ? answer.value.items : [];
  }

  return {
    sales,
    start: () => {
      let last = "";
      let stop = () => {};
      const stopFollowing = effect(() => {
        const request = options.request.value;
        const query = new URLSearchParams(
          request === null ? [] : [
            ["product", request.product],
            ["from", request.startsAt],
            ["to", request.endsAt],
          ],
        );
        if (query.toString() === last) return;
        last = query.toString();
        stop();
        if (request === null) {
          sales.value = [];
          return;
        }
        const reading = new AbortController();
        const cancel = shell.outside.after(TYPING_MS, () => void find(query, reading.signal));
        stop = () => (cancel(), reading.abort());
      });
      return () => (stopFollowing(), stop());
    },
  };
}
