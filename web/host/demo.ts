/**
 * Demo sales: every start makes sure that one is open, one opens soon and one is over. They are made by
 * the same commands that staff send, author and approver being different people.
 */
import type {
  Actor,
  CampaignCommand,
  CampaignProtocol,
  FlashSaleSpec,
  Phase,
  SaleView,
} from "../../actors/campaign/protocol.ts";
import type { CampaignSummary, DirectoryProtocol } from "../../actors/directory/protocol.ts";
import type { Engine } from "../../engine/mod.ts";
import { sellOut, visitStorefront } from "./demo_business.ts";

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** An open sale that ends sooner than this is followed by a new one. */
const OPEN_MS_MIN = HOUR_MS;
const OPENS_AFTER_MS = 60 * SECOND_MS;
const OPENS_SOON_MS = 500;
const LISTED_MAX = 100;
/** On sale now or within a second. */
const ON_SALE: readonly Phase[] = ["scheduled", "warming", "open"];

const AUTHOR: Actor = { id: "staff-bank", role: "bank", unit: "jx.3601" };
const APPROVER: Actor = { id: "staff-approver", role: "bank", unit: "jx.3601" };

/** A sale that the demo shows. */
export interface DemoSale {
  readonly id: string;
  readonly what: "open" | "next" | "over";
  readonly title: string;
}

type Terms = Omit<FlashSaleSpec, "startsAtMs" | "endsAtMs">;

const SALES: Readonly<Record<DemoSale["what"], Terms>> = {
  open: {
    kind: "flash-sale",
    title: "赣南脐橙 5 斤装 助农秒杀",
    product: "赣州安远 · 现摘现发",
    priceFen: 990,
    units: 2_000,
    perCustomerMax: 2,
    perOrderMax: 2,
    holdSeconds: 300,
  },
  next: {
    kind: "flash-sale",
    title: "南丰蜜桔 社保卡激活礼",
    product: "抚州南丰 · 3 斤装",
    priceFen: 0,
    units: 500,
    perCustomerMax: 1,
    holdSeconds: 120,
  },
  over: {
    kind: "flash-sale",
    title: "井冈山红米 2 公斤 开业秒杀",
    product: "吉安井冈山 · 当季新米",
    priceFen: 1_990,
    units: 100,
    perCustomerMax: 1,
    holdSeconds: 60,
  },
};

/** Makes what is missing; the sales in the order open, next, over. */
export async function seedDemo(
  options: { readonly engine: Engine; readonly approval: boolean },
): Promise<readonly DemoSale[]> {
  const { engine } = options;
  const nowMs = engine.nowMs();
  const listed = await list(engine);
  const open = await onSale(
    engine,
    listed.filter((one) =>
      one.id.startsWith("demo-open-") && ON_SALE.includes(one.phase) &&
      one.endsAtMs > nowMs + OPEN_MS_MIN
    ),
  );
  const over = listed.find((one) =>
    one.id.startsWith("demo-over-") && (one.phase === "ended" || one.phase === "settled")
  );
  const sell = async (what: DemoSale["what"], times: { startsAtMs: number; endsAtMs: number }) => {
    const id = `demo-${what}-${nowMs.toString(36)}`;
    await schedule(options, { id, spec: { ...SALES[what], ...times } });
    return id;
  };
  const openId = open ??
    await sell("open", { startsAtMs: nowMs + OPENS_SOON_MS, endsAtMs: nowMs + DAY_MS });
  const overId = over?.id ??
    await sell("over", { startsAtMs: nowMs + OPENS_SOON_MS, endsAtMs: nowMs + HOUR_MS });
  if (over === undefined) {
    await opened(engine, overId);
    await sellOut(engine, await command(engine, overId, { kind: "view" }));
    await command(engine, overId, { kind: "end", by: AUTHOR });
    await visitStorefront(engine);
  }
  await opened(engine, openId);
  // Counted from here, since the product says that it is ready once this returns.
  const startsAtMs = engine.nowMs() + OPENS_AFTER_MS;
  const nextId = await sell("next", { startsAtMs, endsAtMs: startsAtMs + HOUR_MS });
  const sales = { open: openId, next: nextId, over: overId };
  return (["open", "next", "over"] as const).map((what) => ({
    id: sales[what],
    what,
    title: SALES[what].title,
  }));
}

/** The first of these sales that still has something to sell; null for none. */
async function onSale(
  engine: Engine,
  candidates: readonly CampaignSummary[],
): Promise<string | null> {
  for (const { id } of candidates) {
    const { soldOut } = await command(engine, id, { kind: "view" });
    if (soldOut === "no") return id;
  }
  return null;
}

/** Resolves once a sale is open, so that whoever reads "ready" may grab at once. */
async function opened(engine: Engine, id: string): Promise<void> {
  const campaign = engine.ref<CampaignProtocol>("campaign", id);
  for (;;) {
    let stop = () => {};
    const changed = new Promise<void>((resolve) => stop = engine.watch(campaign, resolve));
    const { phase } = await command(engine, id, { kind: "view" });
    if (phase !== "scheduled" && phase !== "warming") return stop();
    await changed;
    stop();
  }
}

async function list(engine: Engine): Promise<readonly CampaignSummary[]> {
  const directory = engine.ref<DirectoryProtocol>("directory", "campaigns");
  const page = await engine.ask<DirectoryProtocol>(directory, { kind: "list", limit: LISTED_MAX });
  return page.campaigns;
}

/** From nothing to scheduled, by the steps that staff take. */
async function schedule(
  options: { readonly engine: Engine; readonly approval: boolean },
  sale: { readonly id: string; readonly spec: FlashSaleSpec },
): Promise<void> {
  const { engine, approval } = options;
  const { id, spec } = sale;
  await command(engine, id, { kind: "create", spec, by: AUTHOR, approval });
  if (approval) {
    await command(engine, id, { kind: "submit", by: AUTHOR });
    await command(engine, id, { kind: "approve", by: APPROVER });
  }
  await command(engine, id, { kind: "schedule", by: AUTHOR });
}

async function command(
  engine: Engine,
  id: string,
  body: CampaignCommand,
): Promise<SaleView> {
  const campaign = engine.ref<CampaignProtocol>("campaign", id);
  const reply = await engine.ask<CampaignProtocol>(campaign, body);
  if (reply.kind === "view" && reply.view.kind === "flash-sale") return reply.view;
  const why = reply.kind === "rejected" ? `${reply.code} ${reply.detail ?? ""}` : reply.kind;
  throw new Error(`Cannot ${body.kind} demo sale "${id}": ${why}`);
}
