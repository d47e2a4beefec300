/** Referral campaigns as a projection: participants, rewards, the review queue, and the funnel by day. */
import type { Projection } from "../projection.ts";
import { readBook } from "./book_rows.ts";
import { writeChanges } from "./change_rows.ts";
import { foldReferral } from "./fold.ts";

/** `projected.referral_…`, and what statistics show of it: `projected.daily` and `…unit_daily` are theirs. */
export const referral: Projection = {
  name: "referral",
  tables: [
    "projected.referral_participant",
    "projected.referral_reward",
    "projected.referral_review",
    "projected.referral_daily",
  ],
  async apply(tx, batch) {
    const records = batch.filter(({ kind }) => kind === "referral");
    if (records.length === 0) return;
    await writeChanges(tx, foldReferral(records, await readBook(tx, records)));
  },
};
