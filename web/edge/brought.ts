/** Who brought the visitor of a page: named by its address, by the cookie of a link, or by the customer's record. */
import type { CustomerProtocol } from "../../actors/customer/protocol.ts";
import { inTime } from "../share/in_time.ts";
import type { SaleManagerJson } from "../shared/api_links.ts";
import { isSecure } from "./address.ts";
import { isRobot } from "./robots.ts";
import type { Services } from "./services.ts";

/** As the interface takes it; anything else in an address is ignored. */
const VIA = /^[A-Za-z0-9_-]{1,64}$/;

export interface Brought {
  /** Null: nobody, or nothing is known of them right now. */
  readonly manager: SaleManagerJson | null;
  /** What the address names, for the grab that may follow. */
  readonly via: string | null;
  /** A `Set-Cookie` value that remembers it; null: nothing new. */
  readonly cookie: string | null;
}

/** Never rejects: a page is worth showing without a card. */
export async function broughtBy(
  services: Pick<Services, "engine" | "limits" | "share" | "trustProxy" | "world">,
  request: Request,
  customer: string | null,
): Promise<Brought> {
  const { engine, share, limits, trustProxy, world } = services;
  const nowMs = engine.nowMs();
  const query = new URL(request.url).searchParams;
  const named = query.get("m") ?? query.get("via");
  const via = named !== null && VIA.test(named) ? named : null;
  const cookie = request.headers.get("cookie");
  const byAddress = via === null ? null : await share.credit.find({ via, cookie: null }, nowMs);
  const manager = byAddress ?? await share.credit.find({ cookie }, nowMs) ??
    await boundTo(services, customer);
  const card = manager === null ? null : await inTime(
    { scheduler: world.scheduler, waitMs: limits.creditWaitMs },
    share.cards.find(manager),
  );
  const remembers = via !== null && byAddress !== null && !isRobot(request);
  return {
    manager: card ?? null,
    via,
    cookie: remembers
      ? share.attribution.cookie(via, { nowMs, secure: isSecure(request, trustProxy) })
      : null,
  };
}

async function boundTo(
  { engine, share }: Pick<Services, "engine" | "share">,
  customer: string | null,
): Promise<string | null> {
  if (customer === null || !share.credit.mayBeBound(customer)) return null;
  return await share.credit.bound(async () => {
    const ref = engine.ref<CustomerProtocol>("customer", customer);
    const known = await engine.ask(ref, { kind: "facts" });
    return known.kind === "facts" ? known.manager : null;
  });
}
