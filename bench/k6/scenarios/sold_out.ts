/** The rejection path alone: everything is sold and paid before the load, so each grab can only be refused. */
import http from "k6/http";
import { type Answer, answerTo } from "../books.ts";
import { customerToken } from "../customers.ts";
import type { Play, Setting, Visit, World } from "../play.ts";
import { type CampaignMade, createCampaign, openingMs, saleSpec, waitFor } from "../staff.ts";

const HOLD_SECONDS = 3_600;
const AT_ONCE = 50;
/** Some are refused while units move between cells, or asked to come again. */
const CUSTOMERS_PER_UNIT_MAX = 20;

export const soldOut: Play<Setting> = { setup, run };

function setup(world: World): Setting {
  const startsAtMs = openingMs(world) - world.plan.opensAfterMs;
  const sale = createCampaign(world, saleSpec(world, { startsAtMs, holdSeconds: HOLD_SECONDS }));
  waitFor(world, { id: sale.id, field: "phase", value: "open" });
  sellAll(world, sale);
  waitFor(world, { id: sale.id, field: "soldOut", value: "final" });
  return { campaigns: [sale], startAtMs: openingMs(world) };
}

function run(visit: Visit, { campaigns: [sale] }: Setting): void {
  visit.gather();
  visit.call("grab", {
    method: "POST",
    path: `/api/v1/campaigns/${sale?.id}/grabs`,
    token: visit.token,
  });
}

/** Not in the books, which are of the load; but whatever was acknowledged counts. */
function sellAll(world: World, sale: CampaignMade): void {
  const customersMax = CUSTOMERS_PER_UNIT_MAX * sale.units;
  let sold = 0;
  for (let first = 0; sold < sale.units; first += AT_ONCE) {
    if (first > customersMax) throw new Error(`Only ${sold} of ${sale.units} units could be sold`);
    const customers = Array.from(
      { length: Math.min(AT_ONCE, sale.units - sold) },
      (_, n) => `${world.run}-early-${first + n}`,
    );
    sold += sell(world, { sale, customers });
  }
}

/** As many units as there are customers at most; how many were paid. */
function sell(
  world: World,
  options: { readonly sale: CampaignMade; readonly customers: readonly string[] },
): number {
  const { sale, customers } = options;
  const wishes = customers.map((customer) => ({
    customer,
    path: `/api/v1/campaigns/${sale.id}/grabs`,
  }));
  const holds: { customer: string; path: string; id: string }[] = [];
  for (const [n, answer] of post(world, wishes).entries()) {
    const customer = customers[n] ?? "";
    if (answer.status !== 201) continue;
    world.books.acknowledge(answer, customer);
    const id = answer.text("reservation.id");
    holds.push({ customer, id, path: `/api/v1/reservations/${id}/confirm` });
  }
  const paid = post(world, holds).map((answer, n) => ({ answer, id: holds[n]?.id }))
    .filter(({ answer }) => answer.status === 200);
  for (const { id } of paid) console.log(`SET ${id} confirmed`);
  return paid.length;
}

function post(
  world: World,
  asks: readonly { readonly customer: string; readonly path: string }[],
): Answer[] {
  const { origin } = world.books;
  return http.batch(asks.map(({ customer, path }) => ({
    method: "POST",
    url: `${origin}${path}`,
    params: {
      headers: { authorization: `Bearer ${customerToken(customer, world.surroundings.secret)}` },
      responseType: "text",
    },
  } as const))).map((response) => answerTo(response, ""));
}
