/** One customer, 100 grabs at once: exactly as many units as one may have, whatever is tried. */
import { check } from "k6";
import type { Answer } from "../books.ts";
import type { Play, Setting, Visit, World } from "../play.ts";
import { type CampaignMade, createCampaign, openingMs, saleSpec, waitFor } from "../staff.ts";

const GRABS = 100;
/** Where the limit is one, a second grab is told of the first; where it is more, it is refused. */
const LIMITS = [1, 3];
/** Nothing comes back within a run. */
const HOLD_SECONDS = 3_600;

export const onePerson: Play<Setting> = { setup, run };

function setup(world: World): Setting {
  const startsAtMs = openingMs(world) - world.plan.opensAfterMs;
  const all = LIMITS.reduce((sum, limit) => sum + limit, 0);
  const campaigns = LIMITS.map((perCustomerMax) => {
    const units = Math.ceil(world.plan.units * perCustomerMax / all);
    const own = { startsAtMs, units, perCustomerMax, holdSeconds: HOLD_SECONDS };
    return createCampaign(world, saleSpec(world, own));
  });
  for (const { id } of campaigns) waitFor(world, { id, field: "phase", value: "open" });
  return { campaigns, startAtMs: openingMs(world) };
}

function run(visit: Visit, data: Setting): void {
  const sale = data.campaigns[visit.iteration % data.campaigns.length];
  if (sale === undefined) return;
  const one = {
    method: "POST",
    path: `/api/v1/campaigns/${sale.id}/grabs`,
    token: visit.token,
  } as const;
  visit.gather();
  judge(visit, sale, visit.books.batch("grab", Array.from({ length: GRABS }, () => one)));
}

function judge(visit: Visit, sale: CampaignMade, answers: readonly Answer[]): void {
  const held = answers.filter((one) => one.status === 201);
  for (const one of held) visit.books.acknowledge(one, visit.customer);
  const ids = new Set(held.map((one) => one.text("reservation.id")));
  const stored = answers.filter((one) => one.status === 200);
  check(held, {
    "a customer gets no more than the limit": () => held.length <= sale.perCustomerMax,
    "each acknowledgement is of another reservation": () => ids.size === held.length,
    "a repeated answer is of a reservation that was acknowledged": () =>
      stored.every((one) => ids.has(one.text("reservation.id"))),
  });
  // Who is asked to come again may have been one of those who would have got it.
  const answered = answers.every((one) => one.status !== 0 && one.status < 429);
  if (answered) {
    check(held, { "a customer gets the limit": () => held.length === sale.perCustomerMax });
  }
}
